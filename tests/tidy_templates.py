"""Keeps templates readable: one block element a line, indented, no line over 120 characters.

`python -m tests.tidy_templates` says which templates aren't; `--write` rewrites them. White space
is only put where a browser ignores it: beside the tags of block elements, between attributes, and
where there was some.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH = 120
MOST = 160
TEMPLATES = Path(__file__).parents[1] / "yichuang"
BLOCK = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "main",
        "header",
        "footer",
        "nav",
        "section",
        "article",
        "aside",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "colgroup",
        "col",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
        "figure",
        "figcaption",
        "dialog",
        "option",
        "select",
        "hr",
        "template",
        "noscript",
        "svg",
        "path",
        "rect",
        "circle",
        "g",
        "defs",
        "use",
        "polyline",
        "line",
        "ellipse",
        "symbol",
        "datalist",
    ]
)
VOID = frozenset(
    [
        "meta",
        "link",
        "hr",
        "br",
        "input",
        "img",
        "col",
        "source",
        "path",
        "rect",
        "circle",
        "use",
        "polyline",
        "line",
    ]
)
OPENS = frozenset(
    ["if", "for", "block", "with", "ifchanged", "comment", "verbatim", "autoescape", "filter"]
)
CLOSES = frozenset(f"end{name}" for name in OPENS)
BETWEEN = frozenset(("else", "elif", "empty"))
SPEAKS = frozenset(["t", "url", "firstof", "static", "now", "cycle", "csrf_token"])
"""Controls that put text where they stand."""
_TOKEN = re.compile(
    r"(?P<comment>\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\})"
    r"|(?P<lines>\{% (?P<of>inline|sentence)\b.*?\{% end(?P=of) %\})"
    r"|(?P<control>\{%.*?%\})"
    r"|(?P<kept><(?P<raw>script|style|pre|textarea)\b.*?</(?P=raw)>)"
    r"|(?P<tag></?[a-zA-Z!](?:\{%.*?%\}|\{\{.*?\}\}|\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\""
    r"|'(?:\{%.*?%\}|\{\{.*?\}\}|[^'])*'|[^>\"'{]|\{)*>)"
    r"|(?P<space>\s+)"
    r"|(?P<text>(?:\{\{.*?\}\}|[^\s<{]|\{(?![%{#]))+|<)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?:\{%.*?%\}|\{\{.*?\}\}|\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|'(?:\{%.*?%\}|\{\{.*?\}\}|[^'])*'|[^\s\"'{]|\{)+",
    re.DOTALL,
)


class Token:
    """A piece of a template: a tag, a control (``{% %}``), text, or white space."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind, self.text = kind, text
        name = re.match(r"</?([a-zA-Z][\w-]*)|\{%-?\s*(\w+)", text)
        self.name = (name[1] or name[2]).lower() if name else ""
        self.is_block = kind == "kept" or (kind == "tag" and self.name in BLOCK)

    @property
    def is_silent(self) -> bool:
        """Whether it puts no text on the page itself, so space beside it does no harm."""
        if self.kind != "control":
            return self.kind == "comment" or self.is_block
        return not (self.name in SPEAKS and " as " not in self.text)

    @property
    def rises(self) -> bool:
        if self.kind == "control":
            return self.name in OPENS or self.name in BETWEEN
        return (
            self.is_block
            and self.kind == "tag"
            and self.name not in VOID
            and (not self.text.startswith("</") and not self.text.endswith("/>"))
        )

    @property
    def falls(self) -> bool:
        if self.kind == "control":
            return self.name in CLOSES or self.name in BETWEEN
        return self.is_block and self.text.startswith("</") and self.name not in VOID


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a template in order; together they are the whole text."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        yield Token({"raw": "kept", "of": "lines"}.get(kind, kind), found[0])


def tidy(text: str) -> str:
    """The template with its lines broken and indented."""
    pieces = list(tokens(text))
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.kind == "tag" and "\n" in piece.text:
            piece.text = " ".join(_ATTRIBUTE.findall(piece.text))
    whole = _groups(pieces)
    return "\n".join(_lines(whole)) + "\n"


Group = list[tuple[bool, Token]]
"""What stands between two places where a line may begin; whether white space comes before."""


def _loose(pieces: list[Token]) -> list[bool]:
    """For each piece, whether the element around it holds elements alone, no text."""
    around: list[int] = []
    speaks: set[int] = set()
    open_: list[int] = [-1]
    for index, piece in enumerate(pieces):
        if piece.falls and _encloses(piece) and len(open_) > 1:
            open_.pop()
        around.append(open_[-1])
        if not (piece.is_silent or piece.kind == "space"):
            speaks.add(open_[-1])
        if piece.rises and _encloses(piece):
            open_.append(index)
    return [parent not in speaks for parent in around]


def _encloses(piece: Token) -> bool:
    return piece.kind == "tag" or piece.name in ("block", "endblock")


def _groups(pieces: list[Token]) -> list[Group]:
    loose = _loose(pieces)
    groups: list[Group] = [[]]
    space = newline = False
    before: Token | None = None
    was_loose = False
    for piece, is_loose in zip(pieces, loose, strict=True):
        if piece.kind == "space":
            space, newline = True, newline or "\n" in piece.text
            continue
        apart = is_loose and was_loose and piece.kind == "control"
        free = space or before is None or before.is_block or piece.is_block or apart
        starts = before is not None and (before.is_block or piece.is_block or newline or apart)
        if groups[-1] and free and starts:
            groups.append([])
        groups[-1].append((space, piece))
        space = newline = False
        before, was_loose = piece, is_loose
    return groups


def _lines(groups: list[Group]) -> Iterator[str]:
    """Each group on a line; a block element that fits whole stays on one."""
    depth, index = 0, 0
    while index < len(groups):
        joined, after = _whole(groups, index)
        if joined is not None and len(joined) + 2 * depth <= WIDTH:
            yield " " * 2 * depth + joined
            index = after
            continue
        group = groups[index]
        falls = rises = 0
        for _, piece in group:
            if piece.falls:
                if rises:
                    rises -= 1
                else:
                    falls += 1
            if piece.rises:
                rises += 1
        depth = max(0, depth - falls)
        yield from _broken(group, depth)
        depth += rises
        index += 1


def _whole(groups: list[Group], start: int) -> tuple[str | None, int]:
    """An element of one level (no block inside) on one line, with what comes after it."""
    first = groups[start][0][1]
    if not first.is_block or not first.rises or first.name not in LEAVES:
        return None, start
    text = ""
    for index in range(start, min(start + 40, len(groups))):
        for position, (space, piece) in enumerate(groups[index]):
            if index > start and piece.is_block and not (piece.falls and piece.name == first.name):
                return None, start
            if piece.kind == "kept" or "\n" in piece.text:
                return None, start
            gap = space and text and text != first.text
            text += (" " if gap and not piece.falls else "") + piece.text
            if piece.is_block and piece.falls and piece.name == first.name:
                return (text, index + 1) if position == len(groups[index]) - 1 else (None, start)
    return None, start


LEAVES = frozenset(
    [
        "title",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "dt",
        "dd",
        "th",
        "td",
        "p",
        "option",
        "caption",
        "legend",
        "summary",
    ]
)


def _broken(group: Group, depth: int) -> Iterator[str]:
    """A group in as many lines as it needs, broken only where white space is."""
    indent = " " * 2 * depth
    line = ""
    for space, piece in group:
        text = piece.text
        if piece.kind == "kept" or ("\n" in text and piece.kind == "comment"):
            if line:
                yield indent + line
                line = ""
            yield indent + text
            continue
        if line and space:
            if len(indent) + len(line) + 1 + len(text) > WIDTH:
                yield indent + line
                line, indent = text, " " * 2 * depth
            else:
                line += " " + text
        else:
            line += text
        while len(indent) + len(line) > WIDTH and piece.kind == "tag":
            cut = _split(line, WIDTH - len(indent), len(line) - len(text))
            if cut is None:
                break
            yield indent + line[:cut].rstrip()
            line = line[cut:].lstrip()
            indent = " " * 2 * depth + "  "
            text = line
    if line:
        yield indent + line


def _split(line: str, width: int, start: int) -> int | None:
    """Where the tag that begins at `start` may be cut, between two attributes."""
    ends = [found.end() + start for found in _ATTRIBUTE.finditer(line[start:])]
    fits = [end for end in ends[:-1] if end <= width and line[end : end + 1].isspace()]
    later = [end for end in ends[:-1] if line[end : end + 1].isspace()]
    return fits[-1] if fits else (later[0] if later else None)


def main() -> int:
    """Say, or mend, which templates aren't tidy."""
    bad = 0
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text()
        wanted = tidy(text)
        if "--write" in sys.argv:
            path.write_text(wanted)
        elif wanted != text:
            bad += 1
            print(f"{path}: not tidy; run make fmt")
        for number, line in enumerate(wanted.splitlines(), 1):
            if len(line) > MOST:
                bad += 1
                print(f"{path}:{number}: {len(line)} characters")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
