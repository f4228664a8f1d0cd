"""The intake ruling itself; what it means is told by the package."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks
from yichuang.rules.intake import said
from yichuang.rules.intake.facts import Breach, Decision, Facts, Ruling
from yichuang.rules.intake.file import TO_TELL, File, day_of
from yichuang.rules.limits import day_end, due
from yichuang.rules.parts.consequence import as_consequence, follows
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.intake import Intake
from yichuang.rules.wording import quoted
from yichuang.rules.worktime import WorkCalendar, calendar_of


@ruled("intake")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Decide what happens to handed-in materials (收件处理).

    By the book in force on the day of the latest submission; a breach by that in force on
    the day of the latest notice in breach. Articles: 行政许可法 32, S0 三. Raises FactsError
    where the facts contradict one another, BookLacks where the book has no `intake`.
    """
    file = File(facts)
    on = day_of(file.latest.on)
    section, calendar = _section(book, on), calendar_of(book).legal
    state = file.states[-1]
    outstanding = tuple(code for code in file.codes if state[code] != "ok")
    wrong = tuple(code for code in outstanding if state[code] in TO_TELL)
    decision = _decision(facts, file, outstanding, wrong)
    notifies = decision == "notify"
    by = _notify_by(on, section, calendar) if notifies else None
    breach, because = _breach(facts, file, book, reasons=reasons)
    provisional = calendar.provisional_reason(on, by) if by is not None else None
    made = Ruling(
        decision=decision,
        to_notify=wrong if notifies else (),
        to_correct=tuple(code for code in outstanding if code not in wrong),
        outstanding=outstanding,
        notify_by=by,
        silent_too_long=by is not None and facts.now > day_end(by, calendar),
        would_breach=tuple(c for c in wrong if notifies and file.should_have_been_told(c)),
        breach=breach,
        provisional=provisional is not None,
        because=(),
    )
    if not reasons:
        return made
    said_last = (provisional,) if provisional is not None else ()
    return replace(made, because=(*_why(made, facts, file, section), *because, *said_last))


def _section(book: Book, day: date) -> Intake:
    section = book.on(day).intake
    if section is None:
        raise BookLacks("intake", book.name)
    return section


def _decision(
    facts: Facts, file: File, outstanding: tuple[str, ...], wrong: tuple[str, ...]
) -> Decision:
    if not facts.competent or facts.false_materials:
        return "refuse"
    if not outstanding:
        return "accept"
    if not wrong:
        return "correct_on_spot"
    return "notify" if file.told is None else "await_applicant"


def _notify_by(on: date, section: Intake, calendar: WorkCalendar) -> date:
    """The last day on which the applicant can be told in time."""
    start = datetime.combine(on, time())
    return due(section.notify, start, calendar, at="facts.submissions").date()


def _breach(
    facts: Facts, file: File, book: Book, *, reasons: bool
) -> tuple[Breach | None, list[Reason]]:
    lapses = file.lapses()
    if not lapses:
        return None, []
    ladder = _section(book, max(lapse.on for lapse in lapses)).breach
    nth = facts.prior_breaches + 1
    laid = ladder.at(nth)
    step = None if laid is None else laid.tier
    late = {lapse.item for lapse in lapses}
    items = tuple(code for code in file.codes if code in late)
    breach = Breach(items, step=None, bulletin=False)
    bulletin = False
    if step is not None:
        bulletin = any(c.action == "bulletin" and c.to == "person" for c in step.consequences)
        found = tuple(
            follows(c, "breach", step.article)
            for c in step.consequences
            if not (c.action == "bulletin" and c.to == "person")
        )
        breach = Breach(items, step.action, bulletin, found)
    if not reasons:
        return breach, []
    because: list[Reason] = []
    for on, earlier in dict.fromkeys((lapse.on, lapse.earlier) for lapse in lapses):
        named = dict.fromkeys(la.item for la in lapses if (la.on, la.earlier) == (on, earlier))
        args: dict[str, object] = {"on": on, "earlier": earlier, "items": quoted(named)}
        because.append(Reason(ladder.article, said.BREACH, args, "breach"))
    if step is None:
        because.append(Reason(ladder.article, said.NO_STEP, {"n": nth}, "none"))
    else:
        fact = said.BULLETIN if bulletin else said.STEP
        words = as_consequence(step)
        called = words.words if words is not None else Phrase("", "")
        args = {"n": nth, "zh": called.zh, "en": called.en}
        because.append(Reason(step.article, fact, args, step.action or ""))
    return breach, because


def _why(ruling: Ruling, facts: Facts, file: File, section: Intake) -> list[Reason]:
    made = [_decided(ruling, facts, file, section)]
    article = section.notify.article
    args: dict[str, object]
    if ruling.silent_too_long:
        made.append(Reason(article, said.SILENT, {"by": ruling.notify_by}, "silent_too_long"))
    if ruling.would_breach:
        args = {"items": quoted(ruling.would_breach)}
        made.append(Reason(section.breach.article, said.WOULD, args, "would_breach"))
    beyond = file.beyond_list()
    if beyond:
        args = {"items": quoted(beyond)}
        made.append(Reason(section.examination.article, said.NOT_REQUIRED, args, "not_required"))
    return made


def _decided(ruling: Ruling, facts: Facts, file: File, section: Intake) -> Reason:
    on = day_of(file.latest.on)
    if ruling.decision == "refuse":
        fact = said.FALSE if facts.competent else said.NOT_COMPETENT
        return Reason(section.examination.article, fact, {}, "refuse")
    if ruling.decision == "accept":
        return Reason(section.examination.article, said.ALL_OK, {"n": len(file.codes)}, "accept")
    items = quoted(ruling.to_notify or ruling.outstanding)
    if ruling.decision == "correct_on_spot":
        return Reason(
            section.examination.article, said.ON_SPOT, {"items": items}, "correct_on_spot"
        )
    if ruling.decision == "notify":
        args: dict[str, object] = {"on": on, "items": items, "by": ruling.notify_by}
        return Reason(section.notify.article, said.TELL, args, "notify")
    told = file.told
    assert told is not None
    args = {"on": on, "told": day_of(told.on)}
    return Reason(section.notify.article, said.TOLD, args, "await_applicant")
