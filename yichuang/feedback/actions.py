"""Inviting to rate, and rating (好差评, R15): once per service, by the applicant alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import IntegrityError, transaction

from yichuang.database import ask
from yichuang.errors import HallError, NotAllowed
from yichuang.feedback.codes import code_of, digest_of
from yichuang.feedback.levels import LONGEST_TEXT, TAGS, Channel, Level
from yichuang.feedback.models import Invitation, Rating
from yichuang.feedback.queries import is_over
from yichuang.journal.actions import ENTRY_COLUMNS, record
from yichuang.journal.rows import digest_of_row
from yichuang.phrases import Phrase
from yichuang.reception.actions import Also
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader


class UnknownCode(HallError):
    code: ClassVar[str] = "feedback.unknown_code"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有这个评价码，或者这项服务还没有办完。请核对单据上的评价码；办完以后再评。",
        "No such rating code, or the service isn't finished yet. Check the code on your receipt, "
        "and rate when it is done.",
    )


class AlreadyRated(HallError):
    code: ClassVar[str] = "feedback.already_rated"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这项服务已经评价过了，一次服务只评一次。还有意见请走投诉建议渠道。",
        "This service was rated already; each is rated once. For anything more, "
        "use the complaint channels.",
    )


class StaffCannotRate(HallError):
    code: ClassVar[str] = "feedback.staff_cannot_rate"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "评价只由办事人自己作出，工作人员不能代评。请先退出工作账号。",
        "Only the applicant rates; staff cannot rate for them. Log out of the staff account first.",
    )


class LevelUnknown(HallError):
    code: ClassVar[str] = "feedback.level_unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请在五档满意程度中选一档（5 为非常满意，1 为非常不满意）。",
        "Choose one of the five levels (5 very satisfied … 1 very dissatisfied).",
    )


class TagUnknown(HallError):
    code: ClassVar[str] = "feedback.tag_unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("没有“{tag}”这个评价标签。", "There is no tag “{tag}”.")


class TextTooLong(HallError):
    code: ClassVar[str] = "feedback.text_too_long"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "意见请不超过 {most} 个字。", "Please keep your words to {most} characters."
    )


def _inviting(rows: str) -> str:
    """The parts of a WITH that invite the rating of a service, once, and write it down.

    Subject and code are both unique, and of several at once either may be found taken
    first: any conflict means that somebody was invited already.
    """
    return f"""invitation AS (
  INSERT INTO feedback_invitation (subject, digest, site_id, window_id, department_id, person_id,
    item, about, about_en, invited_at)
  {rows} ON CONFLICT DO NOTHING RETURNING subject, 'feedback_invitation.' || id AS key,
    {digest_of_row("feedback_invitation")} AS digest
), invited AS (
  INSERT INTO journal_entry ({ENTRY_COLUMNS})
  SELECT %(site_code)s::text, 'rating.invited', subject, %(actor)s::text,
    %(at)s::timestamptz, jsonb_build_object('rows', jsonb_build_object(key, digest))
  FROM invitation RETURNING id
)"""  # noqa: S608 (constants of ours)


_ONE = """VALUES (%(subject)s::text, %(digest)s::text, %(site)s::bigint, %(window)s::bigint,
    %(department)s::bigint, %(person)s::bigint, %(item)s::text, %(about)s::text,
    %(about_en)s::text, %(at)s::timestamptz)"""
_INVITE = f"WITH {_inviting(_ONE)} SELECT id FROM invited"  # noqa: S608 (constants of ours)
_INVITE_TURN = _inviting(
    """SELECT %(subject)s::text, %(digest)s::text, %(site)s::bigint, served_at, NULL, served_by,
    '', name, name_en, %(at)s::timestamptz FROM moved"""
)


def inviting_turn(ticket_id: int) -> Also:
    """What the end of a turn writes so that its visitor may rate it.

    Turns end at every window all the time, so their invitation is no statement of its own.
    """
    subject = f"ticket:{ticket_id}"
    return Also(_INVITE_TURN, {"subject": subject, "digest": digest_of(code_of(subject))})


def invite(
    *, subject: str, about: Phrase, site_id: int, site_code: str, window_id: int | None = None,
    department_id: int | None = None, person_id: int | None = None, item: str = "",
    at: datetime, by: Reader,
) -> str:  # fmt: skip
    """Invite to rate a finished service (邀请评价); the one-time code for the applicant.

    Called by whoever finishes a ticket (`ticket:ID`) or closes a case (`case:NUMBER`), in the
    same transaction. A second call for the same service changes nothing. `person_id` is who
    served: counted in shares, never shown beside a single rating.
    """
    code = code_of(subject)
    ask(
        _INVITE,
        {
            "subject": subject, "digest": digest_of(code), "site": site_id, "window": window_id,
            "department": department_id, "person": person_id, "item": item, "about": about.zh,
            "about_en": about.en, "at": at, "site_code": site_code, "actor": by.name,
        },
    )  # fmt: skip
    return code


def rate(
    *, code: str, level: int, tags: Iterable[str] = (), text: str = "",
    channel: Channel = Channel.CODE, at: datetime, by: Reader | None = None,
) -> Level:  # fmt: skip
    """Rate one service, once (评价), with the code that only its applicant was given.

    `by` is the staff or device that is logged in, if any: the applicant is nobody. Raises
    StaffCannotRate, UnknownCode, AlreadyRated, LevelUnknown, TagUnknown, TextTooLong. A bad
    rating needs no reason: asking one for those alone would tilt the figures.
    """
    if by is not None:
        raise StaffCannotRate
    invitation = Invitation.objects.select_related("site").filter(digest=digest_of(code)).first()
    if invitation is None:
        raise UnknownCode(field="token")
    return _keep(invitation, level, tags, text, channel, at)


def rate_at_window(
    *, invitation_id: int, level: int, tags: Iterable[str] = (), text: str = "",
    at: datetime, by: Reader,
) -> Level:  # fmt: skip
    """Rate on the device that faces the visitor at the window (窗口评价器).

    The device stands in for the code, so it may rate what its own window served and nothing
    else. A person's log-in is no device. Raises as `rate` does.
    """
    if by.person_id is not None:
        raise StaffCannotRate
    invitation = Invitation.objects.select_related("site").filter(pk=invitation_id).first()
    if invitation is None:
        raise UnknownCode
    if by.scope != "display" or by.window_id is None or by.window_id != invitation.window_id:
        raise NotAllowed(what=Phrase("在这台设备上评价", "rate on this device"))
    return _keep(invitation, level, tags, text, Channel.WINDOW, at)


def _keep(
    invitation: Invitation, level: int, tags: Iterable[str], text: str,
    channel: Channel, at: datetime,
) -> Level:  # fmt: skip
    chosen, words, said = _level(level), _tags(tags), passage(text)
    if len(said) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT, field="text")
    try:
        with transaction.atomic():
            if not is_over(invitation.subject, hold=True):  # its window fetched it back
                raise UnknownCode(field="token")
            rating = Rating.objects.create(
                invitation=invitation, level=chosen, tags=words, text=said, channel=channel,
                rated_at=at,
            )  # fmt: skip
            # The journal names the rating, not the service: nobody reads there who said what.
            kind = "rating.bad" if chosen.is_bad else "rating.given"
            record(
                site=invitation.site.code,
                kind=kind,
                subject=f"rating:{rating.pk}",
                actor="applicant",
                at=at,
                data={"level": int(chosen), "channel": channel.value},
            )
    except IntegrityError as error:
        raise AlreadyRated from error
    return chosen


def _level(level: int) -> Level:
    try:
        return Level(level)
    except ValueError as error:
        raise LevelUnknown(field="level") from error


def _tags(tags: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(tags))
    for tag in chosen:
        if tag not in TAGS:
            raise TagUnknown(tag=tag, field="tags")
    return chosen
