"""The printed report of a replay (重演报告)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from yichuang.phrases import Language, Phrase
from yichuang.rules.book import Book
from yichuang.rules.replay import Replay, as_json, plain_number, replay
from yichuang.rules.words import value_text

_HEAD = Phrase(
    "{lines} 组事实：旧 {old}，新 {new}", "{lines} set(s) of facts: old {old}, new {new}"
)
_SUBJECT = Phrase("{subject}（{rule}，第 {line} 行）", "{subject} ({rule}, line {line})")
_CHANGE = Phrase("  {path}：{old} → {new}{by}", "  {path}: {old} → {new}{by}")
_READ = Phrase("  换了解释 {name}：{old} → {new}", "  another reading, {name}: {old} → {new}")
_TOTALS = Phrase("合计", "Totals")
_AFFECTED = Phrase(
    "受影响 {subjects} 人（项），{affected} 组裁定", "{subjects} affected, {affected} ruling(s)"
)
_TURNED = Phrase("  {rule} {path}：{old} → {new} × {n}", "  {rule} {path}: {old} → {new} × {n}")
_SUM = Phrase("  {rule} {path}：{old} → {new}（{by}）", "  {rule} {path}: {old} → {new} ({by})")
_NOBODY = Phrase("无人受影响", "nobody is affected")
_FAILED = Phrase("第 {line} 行无法裁定：{error}", "line {line} can't be ruled on: {error}")


def run(lines: Iterable[bytes], old: Book, new: Book, language: Language, *, as_json: bool) -> int:
    """Replay and print. Exit code 2 where lines couldn't be ruled on."""
    report = replay(lines, old, new, language)
    if as_json:
        print(json.dumps(_as_json(report), ensure_ascii=False))
    else:
        _print(report, old, new, language)
    return 2 if report.failed else 0


_as_json = as_json


def _print(report: Replay, old: Book, new: Book, language: Language) -> None:
    names = {"old": " < ".join(old.names), "new": " < ".join(new.names)}
    print(_HEAD.say(language, lines=report.lines, **names))
    for one in report.affected:
        print(_SUBJECT.say(language, subject=one.subject, rule=one.rule, line=one.line))
        for change in one.changes:
            by = f"（{plain_number(change.by, '+')}）" if change.by is not None else ""
            shown = {k: value_text(getattr(change, k), language) for k in ("old", "new")}
            print(_CHANGE.say(language, path=change.path, by=by, **shown))
        for read in one.readings:
            shown = {"old": value_text(read.old, language), "new": value_text(read.new, language)}
            print(_READ.say(language, name=read.name, **shown))
    for failed in report.failed:
        print(_FAILED.say(language, line=failed.line, error=failed.error["error"]))
    if not report.affected:
        print(_NOBODY.say(language))
        return
    subjects, affected = len(report.subjects), len(report.affected)
    print(_AFFECTED.say(language, subjects=subjects, affected=affected))
    print(_TOTALS.say(language))
    for (rule, path), total in report.totals.items():
        where = {"rule": rule, "path": path}
        if total.old != total.new:
            by = plain_number(total.new - total.old, "+")
            sums = {"old": plain_number(total.old), "new": plain_number(total.new)}
            print(_SUM.say(language, **where, **sums, by=by))
        for (was, now), n in total.turned.items():
            shown = {"old": value_text(was, language), "new": value_text(now, language)}
            print(_TURNED.say(language, **where, **shown, n=n))
