"""YAML from strangers: it runs nothing, ends soon, and is told by file and line where it cannot be meant."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facings.errors import InputError
from facings.recipes.yaml_source import parse_yaml, read_yaml


def _said(text: str) -> str:
    with pytest.raises(InputError) as error:
        parse_yaml(text, "x.yaml")
    return str(error.value)


@pytest.mark.parametrize("text, said", [
    ("a: " + "[" * 5000 + "]" * 5000, "x.yaml:1 is no valid YAML: it is nested too deeply"),
    ("a: " + "{a: " * 5000 + "}" * 5000, "nested too deeply"),
    ("b: 1\n" + "".join(f"{' ' * i}a:\n" for i in range(1500)), "x.yaml"),
    ("- " * 3000 + "a", "x.yaml"),
    ("a: 1\nb: " + "9" * 5000, "x.yaml:2 is no valid YAML: a number of so many digits"),
    ("a: 0x" + "f" * 400, "x.yaml:1 holds a number of 480 digits"),
    ("a: 1\nb: \"\\ud800\"", "x.yaml"),
    ("a: 1\nb: \0", "x.yaml:2 is no valid YAML: it holds the control character"),
    ("a: *nothing", "x.yaml:1"),
    ("a: 1\na: 2", "x.yaml:2 has a key twice: 'a'"), ("%YAML 9.9\n---\na: 1", "x.yaml"),
    ("a:\n\tb: 1", "a tab stands where indentation is expected"), ("a: 'open", "x.yaml"),
])
def test_text_that_cannot_be_meant_is_told(text, said):
    assert said in _said(text)


@pytest.mark.parametrize("tag", [
    "!!python/object/apply:os.system ['touch RAN']", "!!python/name:os.system", "!!python/module:os", "!!python/object:x.Y {}",
    "!!python/object/new:os.system ['touch RAN']", "!!map [1]", "!!set {a: 1}", "!!binary x", "!!omap [a: 1]", "!own {a: 1}",
    "!!int x", "!!float x", "!!timestamp x", "!!bool x", "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch RAN']",
])
def test_tags_run_nothing(tmp_path, monkeypatch, tag):
    monkeypatch.chdir(tmp_path)
    try:
        parse_yaml(f"a: {tag}", "x.yaml")
    except InputError as error:
        assert str(error).startswith("x.yaml")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content, said", [
    (b"", "is empty"), ("a: 1".encode("utf-16"), "x.yaml:1 is UTF-16"), ("a: 1".encode("utf-16-be"), "UTF-16"),
    (b"a: 1\nb: caf\xe9", "x.yaml:2 is not UTF-8"), (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
])
def test_file_that_is_no_text_is_told(tmp_path, content, said):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_yaml(path)


def test_file_without_end_or_beyond_the_limit_is_never_read(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path / "pipe.yaml", "/dev/zero"):
        with pytest.raises(InputError, match="is no regular file"):
            read_yaml(tmp_path / path)
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(17 << 20)
    with pytest.raises(InputError, match="FACINGS_MOST_YAML_MEGABYTES"):
        read_yaml(tmp_path / "big.yaml")


@settings(max_examples=100, deadline=None)
@given(st.text("ab:-[]{}&*!|>?,'\"#%@`\n\t 01.~<\\", max_size=40) | st.text(max_size=25))
def test_any_text_is_read_or_told(text):
    try:
        parse_yaml(text, "x.yaml")
    except InputError as error:
        assert str(error).startswith("x.yaml")
