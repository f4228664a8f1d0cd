"""Which reasons the rulings on deadlines, intake, queue, complaints and commitments give."""

from __future__ import annotations

import json
from typing import Any

import pytest

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.border import decide, read_facts, ruling_json

COUNTY, BAODI, POWER = Book.of("county-hall"), Book.of("baodi"), Book.of("power-supply")
OWN = Book.of(
    {
        "name": "own",
        "extends": ["county-hall"],
        "deadlines": {
            "segments": {
                "site_survey": {
                    "article": "本中心规定 3",
                    "name": "现场勘验",
                    "stops_clock": False,
                    "limit": {"n": 3, "unit": "working_day"},
                }
            },
            "reminders": {
                "near": {
                    "article": "监察办法 2",
                    "name": "临期催办",
                    "if": {"measure": "remaining", "at_most": 5},
                },
                "half": {
                    "article": "监察办法 1",
                    "name": "过半提醒",
                    "if": {"measure": "used", "at_least": 0.5},
                },
                "card": {
                    "article": "监察办法 3",
                    "name": "黄牌",
                    "if": {"measure": "overdue", "at_least": 0},
                },
            },
        },
        "complaints": {
            "article": "投诉办法 3",
            "warn_working_days": 1,
            "contact": {"article": "投诉办法 2", "n": 1, "unit": "working_day"},
            "reply": [
                {
                    "if": {"measure": "complex", "is": False},
                    "limit": {"n": 5, "unit": "working_day"},
                }
            ],
            "follow_up": {"article": "投诉办法 9", "n": 3, "unit": "working_day"},
            "reply_forms": {"oral": "oral", "phone": "oral", "written": "written", "web": "oral"},
        },
    }
)
CASE = {"received_at": "2026-03-02T09:00", "now": "2026-03-03T09:00", "promised": {"n": 5}}
OPEN = {**CASE, "accepted_at": "2026-03-02T09:00"}
ASKED = {
    "days": 1,
    "reason": "核查",
    "approved_by": "authority_head",
    "approved_on": "2026-03-03",
    "notified_on": "2026-03-03",
}
COMPLAINT = {"form": "oral", "received_at": "2026-03-02T10:00", "now": "2026-03-02T10:00"}
FILE = {
    "required": [{"code": "a"}, {"code": "b"}],
    "submissions": [{"on": "2026-03-02", "materials": {"a": "ok"}}],
    "now": "2026-03-02T10:00",
}
LIMITS = ["deadline.promised.working_day", "deadline.statutory.working_day"]


def said(rule_name: str, book: Book, facts: dict[str, Any]) -> list[str]:
    rule = registry.find(rule_name)
    ruling = ruling_json(decide(rule, read_facts(rule.facts, json.dumps(facts)), book))
    return [reason["key"] for reason in ruling["because"]]


def extended(**changed: object) -> dict[str, Any]:
    return {**OPEN, "extension": {**ASKED, **changed}}


DEADLINES: list[tuple[Book, dict[str, Any], list[str]]] = [
    (COUNTY, OPEN, ["deadline.explicit", *LIMITS, "deadline.light"]),
    (COUNTY, CASE, ["deadline.pending"]),
    (COUNTY, {**CASE, "correction_notices": ["2026-03-02"]}, ["deadline.awaiting"]),
    (
        COUNTY,
        {**CASE, "now": "2026-03-09T18:00"},
        ["deadline.deemed.working_day", *LIMITS, "deadline.overdue"],
    ),
    (
        COUNTY,
        {**CASE, "correction_notices": ["2026-03-10"], "now": "2026-03-10T18:00"},
        ["deadline.deemed.working_day", "deadline.told_late", *LIMITS, "deadline.overdue"],
    ),
    (
        COUNTY,
        {**OPEN, "accepted_at": "2026-03-09T17:31"},
        ["deadline.explicit_late", *LIMITS, "deadline.light"],
    ),
    (
        COUNTY,
        {**OPEN, "accepted_at": "2026-03-09T17:30"},
        ["deadline.explicit", *LIMITS, "deadline.light"],
    ),
    (
        COUNTY,
        {**OPEN, "correction_notices": ["2026-03-02"], "accepted_at": "2026-03-19T17:31"},
        ["deadline.explicit", *LIMITS, "deadline.light"],
    ),
    (
        COUNTY,
        {**OPEN, "promised": None},
        [
            "deadline.explicit",
            "deadline.statutory.working_day",
            "deadline.nothing_promised",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        {**OPEN, "promised": {"n": 2, "unit": "month"}},
        [
            "deadline.explicit",
            "deadline.statutory.working_day",
            "deadline.promise_exceeds_statutory",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        {**OPEN, "decided_at": "2026-03-03T09:00"},
        ["deadline.explicit", *LIMITS, "deadline.done"],
    ),
    (
        COUNTY,
        {
            **OPEN,
            "segments": [
                {
                    "kind": "testing",
                    "from": "2026-03-02",
                    "to": "2026-03-03",
                    "notified_on": "2026-03-02",
                },
                {"kind": "hearing", "from": "2026-03-02", "notified_on": "2026-03-02"},
                {"kind": "hearing", "from": "2026-03-02"},
                {"kind": "lunch", "from": "2026-03-02"},
            ],
        },
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.segment_stops",
            "deadline.segment_stops_still",
            "deadline.segment_due",
            "deadline.segment_not_notified",
            "deadline.segment_due",
            "deadline.segment_does_not_stop_clock",
            "deadline.clock_stopped",
        ],
    ),
    (
        OWN,
        {**OPEN, "segments": [{"kind": "site_survey", "from": "2026-03-02"}]},
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.segment_does_not_stop_clock",
            "deadline.segment_due",
            "deadline.light",
            "deadline.reminder_left",
        ],
    ),
    (
        OWN,
        {**OPEN, "now": "2026-03-09T17:31"},
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.overdue",
            "deadline.reminder_past",
        ],
    ),
    (
        COUNTY,
        extended(),
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.extended.working_day",
            "deadline.extended_to",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        extended(notified_on=None),
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.extended.working_day",
            "deadline.extension_not_notified",
            "deadline.extended_to",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        extended(days=11),
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.extension_too_long.working_day",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        extended(days=10, approved_by="x", reason=" ", approved_on="2026-03-10"),
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.extension_wrong_approver",
            "deadline.extension_no_reason",
            "deadline.extension_too_late",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        extended(reason=None, approved_on=None),
        [
            "deadline.explicit",
            *LIMITS,
            "deadline.extension_no_reason",
            "deadline.extension_not_approved",
            "deadline.light",
        ],
    ),
    (
        COUNTY,
        {**OPEN, "now": "2026-03-09T17:31", "tacit_approval": {"legal_basis": "某法"}},
        ["deadline.explicit", *LIMITS, "deadline.overdue", "deadline.tacitly_approved"],
    ),
    (
        COUNTY,
        {**OPEN, "now": "2026-03-09T17:31", "tacit_approval": {}},
        ["deadline.explicit", *LIMITS, "deadline.overdue", "deadline.tacit_approval_without_basis"],
    ),
    (
        COUNTY,
        {**OPEN, "tacit_approval": {}},
        ["deadline.explicit", *LIMITS, "deadline.light"],
    ),
    (
        COUNTY,
        {**OPEN, "received_at": "2026-12-28T09:00", "accepted_at": "2026-12-28T09:00"},
        ["deadline.explicit", *LIMITS, "deadline.light", "calendar.provisional"],
    ),
    (
        COUNTY,
        {**CASE, "received_at": "2026-12-28T09:00", "now": "2026-12-28T09:00"},
        ["deadline.pending", "calendar.provisional"],
    ),
]
OTHERS: list[tuple[str, Book, dict[str, Any], list[str]]] = [
    ("intake", COUNTY, FILE, ["intake.notify"]),
    (
        "intake",
        COUNTY,
        {**FILE, "now": "2026-03-09T17:31"},
        ["intake.notify", "intake.silent_too_long"],
    ),
    ("intake", COUNTY, {**FILE, "competent": False}, ["intake.not_competent"]),
    ("intake", COUNTY, {**FILE, "false_materials": True}, ["intake.false_materials"]),
    (
        "intake",
        COUNTY,
        {
            **FILE,
            "submissions": [{"on": "2026-03-02", "materials": {"a": "ok", "b": "ok", "c": "ok"}}],
        },
        ["intake.all_ok", "intake.not_required"],
    ),
    (
        "intake",
        COUNTY,
        {
            **FILE,
            "submissions": [{"on": "2026-03-02", "materials": {"a": "ok", "b": "correctable"}}],
        },
        ["intake.correct_on_spot"],
    ),
    (
        "intake",
        COUNTY,
        {**FILE, "notices": [{"on": "2026-03-02", "items": ["b"]}]},
        ["intake.await_applicant"],
    ),
    (
        "intake",
        COUNTY,
        {
            **FILE,
            "submissions": [{"on": "2026-03-02"}, {"on": "2026-03-05"}],
            "notices": [{"on": "2026-03-02", "items": ["b"]}],
        },
        ["intake.notify", "intake.would_breach"],
    ),
    (
        "intake",
        COUNTY,
        {
            **FILE,
            "submissions": [{"on": "2026-03-02"}],
            "notices": [{"on": "2026-03-02", "items": ["b"]}, {"on": "2026-03-03", "items": ["a"]}],
            "prior_breaches": 2,
        },
        ["intake.await_applicant", "intake.breach", "intake.breach_step_bulletin"],
    ),
    (
        "complaint",
        BAODI,
        COMPLAINT,
        ["complaint.same_day", "complaint.reply_oral", "complaint.near"],
    ),
    (
        "complaint",
        BAODI,
        {**COMPLAINT, "complex": True, "severe": True},
        ["complaint.reply.working_day", "complaint.severe", "complaint.light"],
    ),
    (
        "complaint",
        BAODI,
        {
            **COMPLAINT,
            "form": "web",
            "replied_at": "2026-03-03T10:00",
            "reply_form": "oral",
            "now": "2026-03-03T10:00",
        },
        [
            "complaint.same_day",
            "complaint.reply_written",
            "complaint.replied_orally",
            "complaint.late",
            "complaint.replied",
        ],
    ),
    (
        "complaint",
        BAODI,
        {**COMPLAINT, "complex": True, "extension": ASKED},
        [
            "complaint.reply.working_day",
            "deadline.extension_not_allowed",
            "complaint.reply_oral",
            "complaint.light",
        ],
    ),
    (
        "complaint",
        OWN,
        {**COMPLAINT, "complex": True, "now": "2026-03-04T10:00"},
        [
            "complaint.no_limit",
            "complaint.contact.working_day",
            "complaint.reply_oral",
            "complaint.contact_late",
        ],
    ),
    (
        "complaint",
        OWN,
        {**COMPLAINT, "replied_at": "2026-03-02T11:00", "reply_form": "oral"},
        [
            "complaint.reply.working_day",
            "complaint.contact.working_day",
            "complaint.follow_up.working_day",
            "complaint.reply_oral",
            "complaint.replied",
        ],
    ),
    (
        "commitment",
        POWER,
        {
            "business": "connection",
            "customer": "resident",
            "started_at": "2026-03-02T09:00",
            "now": "2026-03-02T09:00",
        },
        ["commitment.due.working_day", "commitment.light"],
    ),
    (
        "commitment",
        POWER,
        {
            "business": "counter_fee",
            "customer": "resident",
            "started_at": "2026-03-02T09:00",
            "done_at": "2026-03-02T09:05",
            "now": "2026-03-02T09:10",
        },
        ["commitment.due.minute", "commitment.done"],
    ),
]
QUEUE: list[tuple[dict[str, Any], list[str]]] = [
    ({"class": "normal"}, ["queue.by_rank"]),
    ({"class": "normal", "taken_at": "2026-03-02T09:30"}, ["queue.risen", "queue.by_rank"]),
    (
        {"class": "appointment", "slot": "2026-03-02T09:40", "checked_in_at": "2026-03-02T09:51"},
        ["queue.late_appointment", "queue.by_rank"],
    ),
    (
        {"class": "appointment", "slot": "2026-03-02T09:10", "checked_in_at": "2026-03-02T09:30"},
        ["queue.late_appointment", "queue.risen", "queue.by_rank"],
    ),
    (
        {"class": "appointment", "slot": "2026-03-02T10:01", "checked_in_at": "2026-03-02T09:51"},
        ["queue.early_appointment"],
    ),
    ({"class": "appointment", "slot": "2026-03-02T10:01"}, ["queue.nobody"]),
]


@pytest.mark.req("R16", "R18", "R19", "R24")
@pytest.mark.parametrize(("book", "facts", "keys"), DEADLINES)
def test_a_deadline_says_why(book: Book, facts: dict[str, Any], keys: list[str]) -> None:
    assert said("deadline", book, facts) == keys


@pytest.mark.req("R04", "R32", "R48")
@pytest.mark.parametrize(("rule_name", "book", "facts", "keys"), OTHERS)
def test_intake_complaints_and_commitments_say_why(
    rule_name: str, book: Book, facts: dict[str, Any], keys: list[str]
) -> None:
    assert [key for key in said(rule_name, book, facts) if key != "book.cannot_say"] == keys


@pytest.mark.req("R11", "R12")
@pytest.mark.parametrize(("ticket", "keys"), QUEUE)
def test_a_call_says_why(ticket: dict[str, Any], keys: list[str]) -> None:
    waiting = [{"no": "A001", "service": "tax", "taken_at": "2026-03-02T09:55", **ticket}]
    facts = {"now": "2026-03-02T10:00", "waiting": waiting, "window": {"services": ["tax"]}}
    assert said("queue", COUNTY, facts) == keys


@pytest.mark.req("R11")
def test_a_normal_ticket_called_for_fairness_says_so() -> None:
    facts = {
        "now": "2026-03-02T10:00",
        "waiting": [
            {"no": "A1", "service": "t", "taken_at": "2026-03-02T09:00", "class": "normal"}
        ],
        "window": {"services": ["t"]},
        "recent": ["priority", "priority"],
    }
    assert said("queue", COUNTY, facts) == ["queue.ratio"]


@pytest.mark.req("R18", "R32")
def test_a_light_is_explained_by_its_deciding_rung() -> None:
    """Past the due time nothing is "nearly due"; minutes speak of minutes; a stop names no date."""

    def sentences(**facts: Any) -> str:
        rule = registry.find("deadline")
        text = json.dumps({**OPEN, **facts})
        ruling = ruling_json(decide(rule, read_facts(rule.facts, text), OWN))
        return "\n".join(reason["fact"] for reason in ruling["because"])

    over = sentences(now="2026-03-09T17:31")
    assert "已过期限" in over
    assert "逾期 0" not in over
    assert "剩余" not in over
    quick = sentences(promised={"n": 30, "unit": "minute"}, now="2026-03-02T09:10")
    assert "尚余 20 分钟" in quick
    hearing = {"kind": "hearing", "from": "2026-03-02", "notified_on": "2026-03-02"}
    stopped = sentences(segments=[hearing])
    assert "计时已中止" in stopped
