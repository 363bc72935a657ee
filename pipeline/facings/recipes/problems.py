"""What a model finds wrong with a file, told to a person: key, place, what was found, what would be right."""

from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from facings.errors import InputError, nearest
from facings.recipes.yaml_source import YamlSource


def described(error: ValidationError, source: YamlSource, model: type[BaseModel]) -> InputError:
    """Return what `model` found wrong with a source's data: one paragraph, each problem with key, place and remedy."""
    problems = [f"{source.place(path[:-1] if lacks else path)}: {said}" for path, said, lacks in found_by(error, source, model)]
    if len(problems) == 1:
        return InputError(problems[0])
    return InputError(f"{source.name} has {len(problems)} problems.\n" + "\n".join(f"  {p}" for p in problems))


def found_by(error: ValidationError, source: YamlSource, model: type[BaseModel]) -> list[tuple[tuple, str, bool]]:
    """Return path, sentence, and whether the key is one that lacks, of each problem; in the order of the file."""
    found = sorted(error.errors(include_url=False), key=lambda e: source.line(_path(e)))
    return [(_path(e), _problem(e, model), e["type"] == "missing") for e in found]


def _problem(error: ErrorDetails, model: type[BaseModel]) -> str:
    context = error.get("ctx") or {}
    path = _path(error)
    key = ".".join(str(step) for step in path)
    match error["type"]:
        case "extra_forbidden":
            known = _known_keys(model, path[:-1])
            parent = ".".join(map(str, path[:-1]))
            listed = f" Known here: {', '.join(known)}." if known else ""
            hint = nearest(str(path[-1]), known)
            return f"unknown key {str(path[-1])!r}{f' in {parent}' if parent else ''}.{hint or listed}"
        case "missing":
            parent = ".".join(map(str, path[:-1])) or "the file"
            return f"{parent} lacks the key {str(path[-1])!r}."
        case "model_type" | "model_attributes_type" | "dict_type":
            known = _known_keys(model, path)
            listed = f" of {', '.join(known)}" if known else ""
            return f"{key} holds {_found(error['input'])}; a mapping{listed} is expected."
        case "invalid_key":
            return f"the key {path[-1]!r} is no text; put it in quotes, or remove it."
        case "leaf" | "value_error" | "assertion_error":
            said = str(context.get("said") or context.get("error") or error["msg"])
            return f"{key} {said}" + ("" if said[-1:] in ".?!" else ".")
        case _:
            said = error["msg"].removeprefix("Input should be ").replace("a valid tuple", "a list [a, b]").rstrip(".")
            return f"{key} holds {_found(error['input'])}; {said} is expected."


def _path(error: ErrorDetails) -> tuple:
    """Return the path of the key that is wrong; a key that is no text is marked so by pydantic, not by its path."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    return path + tuple((error.get("ctx") or {}).get("path", ()))


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _known_keys(model: Any, path: tuple) -> list[str]:
    """Return the keys that a model takes at a path, empty where it is no model there."""
    for step in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            named = {f.alias or n: f for n, f in model.model_fields.items()}
            if step not in named:
                return []
            model = named[step].annotation
        else:
            arguments = [a for a in get_args(model) if a is not Ellipsis]
            model = arguments[-1] if arguments else None
        options = [a for a in get_args(model) if isinstance(a, type) and issubclass(a, BaseModel)]
        if options and type(None) in get_args(model):
            model = options[0]
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [f.alias or n for n, f in model.model_fields.items()]
    return []
