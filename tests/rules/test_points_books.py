"""Books of points that do not fit together: every problem with its line and what is expected."""

from __future__ import annotations

from textwrap import dedent

import pytest

from yichuang.rules.book.check import check


def problems(text: str) -> list[tuple[int, str, str]]:
    found = check("name: centre\n" + dedent(text), "centre.yaml")
    assert all(p.say("zh") and p.say("en") for p in found)
    return [(p.line, p.path, p.code) for p in found]


ASSESSMENT = """\
assessment:
  article: 办法 1
  dimensions:
    a: {title: 甲, base: 30}
"""


@pytest.mark.req("R54", "R66")
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("  deductions: {a.x: {title: 乙, points: 1}}", []),
        (
            "  deductions: {b.x: {title: 乙, points: 1}}",
            [(6, "assessment.deductions.b.x.dimension", "no_dimension")],
        ),
        ("  deductions: {b.x: {title: 乙, points: 1, dimension: total}}", []),
        (
            "  deductions: {a.x: {title: 乙, points: 1, item: i}}",
            [(6, "assessment.deductions.a.x.item", "no_item")],
        ),
        (
            "  deductions: {a.x: {title: 乙}}",
            [(6, "assessment.deductions.a.x", "amount_form")],
        ),
        (
            "  deductions: {a.x: {title: 乙, points: 1, share: 1, of: total}}",
            [(6, "assessment.deductions.a.x", "amount_form")],
        ),
        (
            "  deductions: {a.x: {title: 乙, points: -1}}",
            [(6, "assessment.deductions.a.x.points", "greater_than_equal")],
        ),
        (
            "  deductions: {a.x: {points: 1}}",
            [(6, "assessment.deductions.a.x.title", "missing")],
        ),
        (
            "  deductions: {a.x: {title: 乙, point: 1}}",
            [
                (6, "assessment.deductions.a.x.point", "unknown_key"),
            ],
        ),
        (
            "  deductions: {a.x: {title: 乙, points: {at_least: 3, at_most: 2}}}",
            [(6, "assessment.deductions.a.x.points", "empty_range")],
        ),
        (
            "  deductions: {a.x: {title: 乙, how: held,"
            " tiers: [{at_least: 1, points: {at_least: 1}}]}}",
            [(6, "assessment.deductions.a.x", "amount_form")],
        ),
        (
            "  deductions: {a.x: {title: 乙,"
            " tiers: [{at_least: 2, points: 1}, {at_least: 2, points: 2}]}}",
            [(6, "assessment.deductions.a.x", "tier_overlap")],
        ),
        (
            "  deductions: {a.x: {title: 乙, unit: day, counts: {measure: single},"
            " tiers: [{over: 0, at_most: 2, points: 1}, {over: 3, points: 2}]}}",
            [(6, "assessment.deductions.a.x", "tier_gap")],
        ),
        (
            "  barred: {s: {measure: satisfactoin, under: 0.8}}",
            [(6, "assessment.barred.s.measure", "no_measure")],
        ),
        (
            "  barred: {s: {measure: satisfaction}}",
            [(6, "assessment.barred.s", "condition_form")],
        ),
        (
            "  barred: {s: {measure: satisfaction, under: 0.8, is: true}}",
            [(6, "assessment.barred.s", "condition_form")],
        ),
        (
            "  vetoes: {v: {measure: dishonesty, is: true}}",
            [(6, "assessment.vetoes.v", "veto_form")],
        ),
        (
            "  per_head: heads",
            [(6, "assessment.per_head", "no_measure")],
        ),
        (
            "  deductions: {a.x: {title: 乙, how: all, rises_by: 1,"
            " tiers: [{at_least: 1, points: 1}]}}",
            [(6, "assessment.deductions.a.x", "amount_form")],
        ),
        ("  barred: {s: {measure: results.attendance.totals.late, over: 3}}", []),
        (
            "    b: {title: 乙, base: 30, weight: 50%}",
            [(5, "assessment.dimensions.a", "weight")],
        ),
        (
            "  grades: {tiers: [{grade: good, at_least: 80}, {grade: bad, under: 60}]}",
            [(6, "assessment.grades", "tier_gap")],
        ),
        (
            "  grades: {tiers: [{grade: good, at_least: 80}, {grade: bad, under: 60}],"
            " gaps: [{at_least: 60, under: 80, note: 原文没有写}]}",
            [],
        ),
        (
            "  bonuses: {p: {title: 乙, points: 1, if: {measure: nobody_knows, is: true}}}",
            [(6, "assessment.bonuses.p.if.measure", "no_measure")],
        ),
    ],
)
def test_a_sheet_that_does_not_fit_together(more: str, expected: list[object]) -> None:
    assert problems(ASSESSMENT + more) == expected


@pytest.mark.req("R54", "R66")
def test_everything_that_does_not_fit_is_named_at_once() -> None:
    found = problems(
        ASSESSMENT
        + """\
  deductions:
    b.x: {title: 乙, points: 1}
    a.y: {title: 丙, points: 1, item: none}
  barred:
    s: {measure: satisfactoin, under: 0.8}
"""
    )
    assert [line for line, _, _ in found] == [7, 8, 10]


@pytest.mark.req("R54")
@pytest.mark.parametrize(
    ("votes", "code"),
    [
        ("{grades: [a, b], tiers: [{counting: [a], at_least: 0.9, points: 10}]}", None),
        ("{grades: [a, b], values: {a: 10, b: 5}}", None),
        ("{grades: [a, b]}", "vote_form"),
        ("{grades: [a, b], values: {a: 1}, tiers: [{counting: [a], points: 1}]}", "vote_form"),
        ("{grades: [a, b], values: {c: 1}}", "vote_grade"),
        ("{grades: [a, b], tiers: [{counting: [c], points: 1}]}", "vote_grade"),
        ("{grades: [a], values: {a: 1}}", "too_short"),
    ],
)
def test_how_votes_are_written(votes: str, code: str | None) -> None:
    text = f"assessment: {{article: x, dimensions: {{p: {{title: 甲, base: 10, votes: {votes}}}}}}}"
    assert [c for _, _, c in problems(text)] == ([code] if code else [])


ACCOUNT = """\
accountability:
  article: 办法 2
  acts:
    p: {title: 己}
"""


@pytest.mark.req("R51", "R66")
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("    q: {title: 庚, action: reminder}", []),
        (
            "    q: {title: 庚, action: remindre}",
            [(6, "accountability.acts.q.action", "no_code")],
        ),
        ("    q: {title: 庚, action: own}\n  steps: {own: {title: 检查, rank: 5}}", []),
        (
            "    q: {title: 庚, tiers: [{at_least: 1, action: x}]}",
            [(6, "accountability.acts.q.tiers[0].action", "no_code")],
        ),
        (
            "    q: {title: 庚, tiers: [{at_least: 2, action: reminder}, {at_least: 2}]}",
            [(6, "accountability.acts.q", "tier_overlap")],
        ),
        (
            "    q: {title: 庚, degrees: {grave: {action: x}}}",
            [(6, "accountability.acts.q.degrees.grave.action", "no_code")],
        ),
        (
            "  thresholds: {t: {counts: {acts: [p, r]}, tiers: [{at_least: 3, action: remindre}]}}",
            [(6, "accountability.thresholds.t.tiers[0].action", "no_code")],
        ),
        (
            "  thresholds: {t: {counts: {acts: [p]}}}",
            [(6, "accountability.thresholds.t", "threshold_form")],
        ),
        (
            "    q: {title: 庚, counts: {period: fortnight}}",
            None,
        ),
        ("    q: {title: 庚, counts: {period: {last: 6, unit: month}}}", []),
    ],
)
def test_acts_that_do_not_fit_together(more: str, expected: list[object] | None) -> None:
    found = problems(ACCOUNT + more)
    if expected is None:
        assert found
    else:
        assert found == expected


@pytest.mark.req("R60")
@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("{a: {title: 甲}, b: {title: 乙}}", None),
        ("{a: {title: 甲, points: 40}, b: {title: 乙, points: 60}}", None),
        ("{a: {title: 甲, points: 40}, b: {title: 乙, points: 50}}", "checklist_points"),
        ("{a: {title: 甲, points: 100}, b: {title: 乙}}", "checklist_points"),
    ],
)
def test_the_points_of_a_checklist(items: str, code: str | None) -> None:
    text = f"standards: {{article: x, checklists: {{w: {{title: 表, items: {items}}}}}}}"
    assert [c for _, _, c in problems(text)] == ([code] if code else [])


@pytest.mark.req("R57")
def test_an_award_has_places_or_a_share() -> None:
    text = "awards: {article: x, kinds: {w: {title: 奖, places: 3, share: 0.2}}}"
    assert [c for _, _, c in problems(text)] == ["award_form"]


@pytest.mark.req("R54", "R66")
@pytest.mark.parametrize(("last", "right"), [(30, False), (10, True), (20, False)])
def test_weights_reach_the_whole_and_no_more(last: int, right: bool) -> None:
    text = f"""\
    assessment:
      article: 细则 18
      dimensions:
        work: {{title: 业绩, base: 100, weight: 50}}
        discipline: {{title: 纪律, base: 100, weight: 40}}
        people: {{title: 民意, base: 100, weight: {last}}}
    """
    expected = [] if right else [(4, "assessment.dimensions", "weights")]
    assert problems(text) == expected
