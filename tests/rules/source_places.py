"""The five source documents, read to the place that a mark names (从标记找到原文的那一条).

A mark is a document and a place there: ``S0 五.2``, ``S2 考勤制度 四(二)``, ``S1-9 第七条(一)5``.
The documents hold many regulations one after another; each mark's regulation lies between two
phrases. The scans have faults (broken signs in the second, line breaks in the midst of words);
they are read through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_BROKEN = {
    "。ㄒ唬": "（一）",
    "。ǘ": "（二）",
    "。ㄈ": "（三）",
    "。ㄋ模": "（四）",
    "。ㄎ澹": "（五）",
}
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùü\u02d0]+\)")
_DIGITS = "零一二三四五六七八九十"

# Where each regulation begins, and with which words the next one does.
_S1 = "窗口服務制度 {n}\n"
_BAODI = "宝坻区行政许可服务中心"
PARTS: dict[str, tuple[int, str, str]] = {
    "S0 一": (0, "一、工作制度1、“六公开”制", "二、首问责任制度1、"),
    "S0 二": (0, "二、首问责任制度1、首问责任制是指", "三、“一次性”告知制度"),
    "S0 三": (0, "三、“一次性”告知制度", "四、计算机管理制度"),
    "S0 四": (0, "四、计算机管理制度", "五、考勤制度1"),
    "S0 五": (0, "五、考勤制度1", "六、卫生制度1"),
    "S0 六": (0, "六、卫生制度1", "七、工作人员行为规范"),
    "S0 七 仪表形象": (0, "行为规范仪表形象", "服务态度1、受理"),
    "S0 七 服务态度": (0, "服务态度1、受理", "文明用语对待办事群众"),
    "S0 七 文明用语": (0, "文明用语对待办事群众", "服务忌语1"),
    "S0 七 服务忌语": (0, "服务忌语1", "工作纪律1、必须"),
    "S0 七 工作纪律": (0, "工作纪律1、必须", "八、政务服务责任追究制度"),
    "S0 七": (0, "七、工作人员行为规范", "八、政务服务责任追究制度"),
    "S0 八": (0, "八、政务服务责任追究制度", ""),
    **{f"S1-{n}": (1, _S1.format(n=n), _S1.format(n=n + 1)) for n in range(1, 13)},
    "S1-13": (1, _S1.format(n=13), "【窗口服務制度】"),
    "S2 考勤制度": (2, f"{_BAODI}考勤制度", f"{_BAODI}廉政建设规定"),
    "S2 廉政建设规定": (2, f"{_BAODI}廉政建设规定", f"{_BAODI}投诉督察"),
    "S2 投诉督察管理办法": (2, f"{_BAODI}投诉督察", f"{_BAODI}一次性告知"),
    "S2 一次性告知制度": (2, f"{_BAODI}一次性告知", f"{_BAODI}安全保障"),
    "S2 服务规范": (2, f"{_BAODI}工作人员服务规范", f"{_BAODI}考勤制度"),
    "S2 窗口建设标准": (2, "进驻部门窗口建设标准", "服务中心工作人员行为准则"),
    "S2 工作人员行为准则": (2, "服务中心工作人员行为准则", f"{_BAODI}工作人员服务规范"),
    "S2 卫生管理制度": (2, "政务服务中心卫生管理制度一", "政务服务中心工作人员行为规范为树立"),
    "S2": (2, "政务服务中心管理制度范文为加强对", "行政服务中心管理制度\n行政服务中心管理制度1"),
    "S3": (3, "机关单位服务大厅(窗口)管理办法\n为加强局", "区综合行政服务大厅窗口工作人员"),
    "S3 平谷": (3, "特制定本办法:第一条", "服务窗口大厅管理制度\n"),
    "S3 大厅管理制度": (3, "窗口服务大厅管理制度\n", "窗口大厅 管理制度\n"),
    "S4 十六项范文": (4, "便民服务中心十六项工作制度范文1.", "村便民服务中心制度范本(6篇)"),
    "S4 村首问负责制": (4, "村便民服务中心制度范本首问负责制度", "一次性告知制度一、服务对象到窗口"),
    "S4 村一次性告知": (4, "一次性告知制度一、服务对象到窗口", "限时办结制进入大厅"),
    "S4 监督投诉制": (4, "监督投诉制服务大厅", "全程代理服务制一"),
    "S4 下班制度": (4, "范例下班制度一", "工作例会制度一"),
    "S4 工作例会制度": (4, "工作例会制度一", "安全保卫制度一"),
    "S4 安全保卫制度": (4, "安全保卫制度一", "卫生管理制度一"),
    "S4 卫生管理制度": (4, "卫生管理制度一", "便民服务中心制度范本(4篇)"),
    "S4 首问负责": (4, "便民服务中心制度范本一、单位和个人", "曾家镇便民服务中心限时办结制度为"),
    "S4 曾家镇限时办结": (4, "曾家镇便民服务中心限时办结制度为", "曾家镇便民服务中心全程代办制度一"),
    "S4 曾家镇全程代办": (4, "曾家镇便民服务中心全程代办制度一", "便民服务中心工作制度\n"),
    "S4 廉政建设制度": (4, "廉政建设制度为了加强", "工作责任追究制度为保证"),
    "S4 工作责任追究制度": (4, "工作责任追究制度为保证", "便民服务中心工作制度常用版"),
    "S4 登记交接制度": (4, "登记交接制度一、值班交接班", "值班制度一、中心工作人员"),
    "S4 值班制度": (4, "值班制度一、中心工作人员", "1. 1、下载文档前"),
    "S4 工作人员守则": (4, "➢工作人员守则", "➢办事公开制"),
    "S4 办事公开制": (4, "➢办事公开制", "➢全程代理制"),
    "S4 全程代理制": (4, "➢全程代理制", "➢首问责任制"),
    "S4 首问责任制": (4, "➢首问责任制", "➢AB岗工作制"),
    "S4 AB岗工作制": (4, "➢AB岗工作制", "➢服务承诺制"),
    "S4 服务承诺制": (4, "➢服务承诺制", "➢一次性告知制"),
    "S4 一次性告知制": (4, "➢一次性告知制", "➢限时办结制"),
    "S4 限时办结制": (4, "➢限时办结制", "➢失职追究制"),
    "S4 失职追究制": (4, "➢失职追究制", "相关文档"),
}  # fmt: skip

_STEP = re.compile(
    r"第(?P<art>[一二三四五六七八九十百]+)条|[(（](?P<par>[一二三四五六七八九十]+|\d+)[)）]"
    r"|(?P<cn>[一二三四五六七八九十]+)|(?P<ar>\d+)"
)


@dataclass(frozen=True)
class Sources:
    """The folder with the five documents."""

    folder: Path

    def text(self, number: int) -> str:
        return _read(self.folder, number)

    def place(self, mark: str) -> str:
        """The words of the place that a mark names. Raises LookupError where there is none."""
        part = max((p for p in PARTS if _begins(mark, p)), key=len, default=None)
        if part is None:
            raise LookupError(f"{mark}: no such document")
        number, start, end = PARTS[part]
        whole = self.text(number)
        first = whole.rfind(start) if number == 0 else whole.find(start)
        if first < 0:
            raise LookupError(f"{mark}: {start!r} is not in document {number}")
        last = whole.find(end, first + len(start)) if end else -1
        words = whole[first : last if last > 0 else None]
        rest = mark[len(part) :].strip().lstrip(".")
        first_place, _, last_place = rest.partition("–")
        if last_place:
            return "".join(self._at(words, one, mark) for one in (first_place, last_place))
        return self._at(words, rest, mark)

    def _at(self, words: str, place: str, mark: str) -> str:
        for step in _steps(place, mark):
            words = _inside(words, step, mark)
        return words


def _begins(mark: str, part: str) -> bool:
    rest = mark[len(part) :]
    return mark.startswith(part) and not (part[-1].isdigit() and rest[:1].isdigit())


def _steps(place: str, mark: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(place):
        if place[at] in ". ．":
            at += 1
            continue
        step = _STEP.match(place, at)
        if step is None:
            raise LookupError(f"{mark}: {place[at:]!r} is no place")
        yield step
        at = step.end()


def _inside(words: str, step: re.Match[str], mark: str) -> str:
    """The words of one numbered piece: from its number to the next one's."""
    number = _number(step["art"] or step["par"] or step["cn"] or step["ar"])
    for form in _forms(step):
        found = re.search(form(number), words)
        if found:
            rest = words[found.end() :]
            after = re.search(form(number + 1), rest)
            return found.group() + (rest[: after.start()] if after else rest)
    raise LookupError(f"{mark}: {step.group()!r} is not there")


def _forms(step: re.Match[str]) -> list[Callable[[int], str]]:

    def article(n: int) -> str:
        return f"第{_numeral(n)}條|第{_numeral(n)}条"

    if step["art"]:
        return [article]
    if step["par"]:
        signs = "①②③④⑤⑥⑦⑧⑨"
        if step["par"].isdigit():
            return [
                lambda n: rf"[(（]{n}[)）]",
                lambda n: signs[n - 1] if n <= len(signs) else "(?!)",
            ]
        return [lambda n: rf"[(（]{_numeral(n)}[)）]"]
    if step["cn"]:
        return [lambda n: rf"(?<![{_DIGITS}]){_numeral(n)}、", article]
    return [
        lambda n: rf"(?<![\d.]){n}(?:、|[.．](?!\d))",
        lambda n: rf"[(（]{n}[)）]",
        article,
    ]


def _number(figure: str) -> int:
    if figure.isdigit():
        return int(figure)
    tens, _, ones = figure.rpartition("十")
    if "十" not in figure:
        return _DIGITS.index(figure)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    said = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return said + (_DIGITS[ones] if ones else "")


@cache
def _read(folder: Path, number: int) -> str:
    (path,) = folder.glob(f"{number:03d}_*.txt")
    text = path.read_text("utf-8", errors="replace")
    if number == 1:
        for broken, whole in _BROKEN.items():
            text = text.replace(broken, whole)
        text = _PINYIN.sub("", re.sub(r"。(\d)\)", r"（\1）", text))
    return text
