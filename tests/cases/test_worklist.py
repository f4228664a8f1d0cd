"""The desk as a working list: order, narrowing, search, pages, and what a page costs (R18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cases.story import ITEM, TACIT, WANG, Hall
from yichuang.cases import actions, queries
from yichuang.cases.queries import Asked
from yichuang.cases.queries.working import worklist
from yichuang.organization.queries import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.req("R18")]


def _numbers(reader: Reader, at: datetime, **asked: Any) -> list[str]:
    return [row.number for row in queries.worklist(reader, at, Asked(**asked)).rows]


def test_mine_come_first_then_the_nearest_due(hall: Hall, at: datetime) -> None:
    reviewed, second = hall.accepted(at), hall.accepted(at + timedelta(days=2))
    first = hall.accepted(at + timedelta(days=1))
    actions.review(number=reviewed, opinion="属实", at=at, by=hall.reviewer)
    now = at + timedelta(days=3)
    assert _numbers(hall.reviewer, now) == [first, second, reviewed]
    assert _numbers(hall.verifier, now) == [reviewed, first, second]
    assert _numbers(hall.reviewer, now, only_mine=True) == [first, second]
    hands = {row.number: row.hand for row in queries.worklist(hall.reviewer, now, Asked()).rows}
    assert hands == {reviewed: "陈静", first: "林晓", second: "林晓"}


def test_it_narrows(hall: Hall, at: datetime) -> None:
    mine, other = hall.accepted(at), hall.accepted(at, item=TACIT)
    actions.review(number=mine, opinion="属实", at=at, by=hall.reviewer)
    seen = hall.supervisor
    assert _numbers(seen, at, item=ITEM) == [mine]
    assert _numbers(seen, at, handler="2") == [mine]
    assert sorted(_numbers(seen, at, department="D1")) == sorted([mine, other])
    assert _numbers(seen, at, department="D2") == []
    assert _numbers(seen, at, light="red") == []
    assert _numbers(seen, at, words="食品") == _numbers(seen, at)
    filters = queries.filters(seen)
    assert [one.code for one in filters.departments] == ["D1"]
    assert [one.code for one in filters.items] == [ITEM, TACIT]
    assert [one.name.zh for one in filters.handlers] == ["林晓", "陈静"]


def test_a_number_or_a_name_finds_closed_cases_too(hall: Hall, at: datetime) -> None:
    done = hall.decided(at)
    other = hall.submit(at, applicant=replace(WANG, name="李大力", id_number="")).number
    assert _numbers(hall.reviewer, at) == [other]
    assert _numbers(hall.reviewer, at, words=done) == [done]
    assert _numbers(hall.reviewer, at, words=f" {done[:-1]}") in ([done, other], [other, done])
    assert _numbers(hall.reviewer, at, words="王小明") == [done]
    assert _numbers(hall.reviewer, at, words="11010519491231002x") == [done]
    assert _numbers(hall.reviewer, at, words="王小") == []
    assert _numbers(hall.stranger, at, words="王小明") == [], "another department's"


def test_pages_show_each_case_once_whatever_is_added(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang.cases.queries.working.A_PAGE", 2)
    all_ = [hall.accepted(at) for _ in range(5)]
    for number in all_[:2]:
        actions.review(number=number, opinion="属实", at=at, by=hall.reviewer)
    seen, after = list[str](), ""
    while True:
        page = worklist(hall.reviewer, at, Asked(), after)
        seen += [row.number for row in page.rows]
        if not page.next:
            break
        after = page.next
    assert seen == [*all_[2:], *all_[:2]]
    assert worklist(hall.reviewer, at, Asked(), "1.2").rows, "a place nobody gave is the beginning"


def test_a_page_costs_the_same_however_many_cases(
    hall: Hall, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        hall.accepted(at)
    queries.worklist(hall.reviewer, at, Asked())
    with django_assert_max_num_queries(8):
        few = queries.worklist(hall.reviewer, at, Asked())
    for _ in range(5):
        hall.accepted(at)
    with django_assert_max_num_queries(8):
        many = queries.worklist(hall.reviewer, at, Asked())
    assert (len(few.rows), len(many.rows)) == (3, 8)
    assert all(row.mine for row in many.rows)
