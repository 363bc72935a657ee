"""The report's one HTML file: its style, sections and tables; nothing in it asks for anything from outside."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

_STYLE = """
:root { color-scheme: light dark; --paper: #f7f8fa; --card: #ffffff; --ink: #22252b; --faint: #646a75; --line: #d9dce2;
  --first: #2f6fb0; --second: #c65b3b; --alarm: #fbe3da; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --card: #1f2227; --ink: #e6e8ec; --faint: #9aa1ad;
  --line: #363b44; --first: #6ba8e5; --second: #f08a65; --alarm: #54291c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 38px 0 12px; } h3 { font-size: 14px; margin: 0 0 6px; }
p { margin: 6px 0; max-width: 74ch; } .faint { color: var(--faint); }
nav a { color: var(--first); margin-right: 16px; text-decoration: none; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 14px; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; overflow-x: auto; }
.card svg { width: 100%; height: auto; display: block; } .card svg text { fill: var(--ink); }
.card img { width: 100%; height: auto; display: block; border-radius: 4px; }
table { border-collapse: collapse; font-size: 13px; } th, td { text-align: left; padding: 3px 12px 3px 0; vertical-align: top; }
th { color: var(--faint); font-weight: 600; border-bottom: 1px solid var(--line); } td.n { text-align: right; }
td.none { background: var(--alarm); text-align: right; } code { font-size: 13px; overflow-wrap: anywhere; }
"""

_ONLY_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The browser's own guard that a report needs no network."""

Section = tuple[str, Sequence[str]]
"""A heading and the HTML below it."""


def page(title: str, lead: Sequence[str], sections: Sequence[Section]) -> Iterator[str]:
    """Yield the file's text; headings are escaped here, what stands below them is HTML already."""
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_ONLY_ITSELF}">\n'
    yield f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
    # An icon of its own keeps browsers from asking for one.
    yield f'<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n'
    yield from lead
    links = " ".join(f'<a href="#{_anchor(heading)}">{escape(heading)}</a>' for heading, _ in sections)
    yield f"<nav>{links}</nav>\n"
    for heading, parts in sections:
        yield f'<section id="{_anchor(heading)}">\n<h2>{escape(heading)}</h2>\n'
        yield from parts
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def cards(parts: Iterable[str]) -> str:
    """Return cards side by side."""
    return f'<div class="cards">{"".join(parts)}</div>\n'


def card(title: str, content: str, note: str = "") -> str:
    """Return one; `content` is HTML."""
    below = f'<p class="faint">{escape(note)}</p>' if note else ""
    return f'<div class="card"><h3>{escape(title)}</h3>{content}{below}</div>\n'


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; whole numbers stand at the right, and a 0 is marked: where one expects something, it is a gap."""
    lines = ["<table><tr>", *(f"<th>{escape(word)}</th>" for word in head), "</tr>\n"]
    for row in rows:
        lines += ["<tr>", *(_cell(value) for value in row), "</tr>\n"]
    return "".join([*lines, "</table>\n"])


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<td class="{"n" if value else "none"}">{value:,}</td>'
    return f"<td>{escape(str(value))}</td>"


def _anchor(heading: str) -> str:
    return "-".join(heading.lower().split())
