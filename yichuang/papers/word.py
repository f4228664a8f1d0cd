"""Papers for Word (可编辑稿): the centre's own template filled in, or ours.

A template is a .docx with the fields of `Sheet` in double braces, e.g. ``{{ title }}`` or, on lines
of their own, ``{%p for one in paragraphs %}``. It is filled in a sandbox, where a field that isn't
there is a mistake. A template with a mistake holds nothing up: the paper is written by ours, and
the mistake is told with the line of the template in which it stands.
"""

from __future__ import annotations

import io
import itertools
import re
import traceback
import zipfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from yichuang.papers import own
from yichuang.papers.press import Copy, Foot, Line, Row, Sheet, Table
from yichuang.phrases import Phrase

_OURS = Path(__file__).with_name("ours.docx")
_LARGEST = 64 << 20  # octets a template may hold once unpacked
_SHOWN = 40  # characters of the line that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, and on which line of it; 0: with the whole file."""

    line: int
    words: str
    why: Phrase

    @property
    def said(self) -> Phrase:
        zh, en = self.why.zh, self.why.en
        if not self.line:
            return Phrase(f"模板不能读取：{zh}", f"The template can't be read: {en}")
        return Phrase(
            f"模板第 {self.line} 行“{self.words}”有错：{zh}",
            f"Line {self.line} of the template, “{self.words}”: {en}",
        )


_WHYS: tuple[tuple[re.Pattern[str], Phrase], ...] = (
    (re.compile(r"^'(.+)' is undefined"),
     Phrase("没有“{n}”这个字段", "there is no field {n}")),
    (re.compile(r"has no attribute '(.+)'"),
     Phrase("没有“{n}”这一部分", "it has no part {n}")),
    (re.compile(r"^Encountered unknown tag '(\w+)'"),
     Phrase("不认识的标记“{n}”", "unknown tag {n}")),
    (re.compile(r"^No filter named '(.+)'"),
     Phrase("没有“{n}”这种写法", "there is no filter {n}")),
    (re.compile(r"^access to attribute '(.+)' of .* is unsafe"),
     Phrase("不允许使用“{n}”", "{n} may not be used")),
    (re.compile(r"^(?:Unexpected end of template|unexpected|expected token) ?(.*)"),
     Phrase("大括号或标记不成对（{n}）", "braces or tags don't pair up ({n})")),
)  # fmt: skip


def _why(said: str) -> Phrase:
    """What the filling complains of, in words."""
    for pattern, phrase in _WHYS:
        found = pattern.search(said)
        if found:
            return Phrase(phrase.say("zh", n=found[1]), phrase.say("en", n=found[1]))
    return Phrase(said, said)


class Broken(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.said.en)


@dataclass(frozen=True, slots=True)
class Written:
    """A paper for Word; `fault`: why it was written by our template and not the centre's."""

    content: bytes
    title: str
    fault: Fault | None = None


def written(site_code: str, kind: str, sheet: Sheet) -> Written:
    """A sheet by the template in force at a site for this kind of paper."""
    template = own.in_force(site_code, kind)
    if template is None:
        return Written(_filled(ours(), sheet), sheet.title)
    try:
        return Written(_filled(template, sheet), sheet.title)
    except Broken as error:
        return Written(_filled(ours(), sheet), sheet.title, error.fault)


def fault_in_force(site_code: str, kind: str) -> Fault | None:
    """What is wrong with the centre's own template for a kind of paper; None: nothing."""
    template = own.in_force(site_code, kind)
    return check(template) if template is not None else None


def check(template: bytes) -> Fault | None:
    """What is wrong with a template, tried on a sample that has every field; None: nothing."""
    try:
        _filled(template, SAMPLE)
    except Broken as error:
        return error.fault
    return None


@cache
def ours() -> bytes:
    """Our own template, as it comes with the product."""
    return _OURS.read_bytes()


_TOO_LARGE = Phrase("解压后过大", "it is too large once unpacked")


def _filled(template: bytes, sheet: Sheet) -> bytes:
    """The template filled in. Raises Broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LARGEST:
                raise Broken(Fault(0, "", _TOO_LARGE))
        document = DocxTemplate(io.BytesIO(template))
        environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        document.render(asdict(sheet), environment, autoescape=True)
        made = io.BytesIO()
        document.save(made)
    except Broken:
        raise
    except TemplateError as error:
        raise Broken(_fault(template, error)) from error
    except Exception as error:  # whatever a broken file or a wrong expression comes to
        line = _line_of(error)
        raise Broken(_said(template, line, str(error) or type(error).__name__)) from error
    return made.getvalue()


def _fault(template: bytes, error: TemplateError) -> Fault:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    return _said(template, line, error.message or type(error).__name__)


def _line_of(error: BaseException) -> int:
    """The line of the template in a traceback, as jinja maps it."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [frame.lineno or 0 for frame in frames if frame.filename == "<template>"]
    return found[-1] if found else 0


_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_NUMBERED = re.compile(r'<w:p n="(\d+)"')
_QUOTED = re.compile(r"'(\w+)'")
_TAG = re.compile(r"<[^>]+>")


def _said(template: bytes, line: int, why: str) -> Fault:
    """A fault by the line of the document, as a reader counts its paragraphs.

    The filling puts each paragraph on a line of its own, but takes those that only steer it
    (``{%p … %}``) together with what stands before: so paragraphs are numbered first.
    """
    if line < 1:
        return Fault(0, "", _why(why))
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    given = document.get_xml()
    lines = [_TAG.sub("", f"<w:p{one}").strip() for one in _PARAGRAPH.split(given)[1:]]
    count = itertools.count(1)
    numbered = document.patch_xml(_PARAGRAPH.sub(lambda _: f'<w:p n="{next(count)}"', given))
    filled = re.split(r"(?=<w:p[ >])", numbered)
    here = _NUMBERED.match(filled[min(line, len(filled)) - 1])
    first = int(here[1]) if here else 1
    kept = {int(one[1]) for part in filled if (one := _NUMBERED.match(part))}
    after = next((n for n in range(first + 1, len(lines) + 1) if n in kept), len(lines) + 1)
    together = [n for n in range(first, after) if "{" in lines[n - 1]]
    named = [n for n in together if any(word in lines[n - 1] for word in _QUOTED.findall(why))]
    number = next(iter(named or together), first)
    return Fault(number, lines[number - 1][:_SHOWN], _why(why))


SAMPLE = Sheet(
    org="某某局", title="受理通知书", number="某字〔2026〕1号", addressee="张三",
    paragraphs=("第一段。", "第二段。"), sign_org="某某局", sign_date="2026年3月10日",
    copies=(Copy("第一联", Foot(lines=(Line("办件编号", "1"),))),),
    facts=(Row("事项名称", "某某许可", "编码 1"),),
    table=Table(("序号", "材料"), (13, 0), (("1", "身份证"),)), closing=("结尾。",),
    signed_for=("签收：",),
)  # fmt: skip
