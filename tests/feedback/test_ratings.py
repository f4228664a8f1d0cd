"""R15: the applicant rates after each service, once, of their own free choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.feedback.conftest import Finish, make_window
from yichuang.errors import HallError, NotAllowed
from yichuang.feedback import actions, codes, queries
from yichuang.feedback.levels import BAD_TAGS, GOOD_TAGS, Level
from yichuang.feedback.models import Invitation, Rating
from yichuang.journal import queries as journal
from yichuang.organization.models import Person, Site, Window
from yichuang.organization.queries import Reader, reader_for
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R15")]

DeviceAt = Callable[[Window], Reader]
PersonWith = Callable[[Role], Reader]


def test_a_service_is_rated_once(finish: Finish, window: Window, at: datetime) -> None:
    code = finish("ticket:1", window)
    assert (
        actions.rate(code=code, level=5, tags=["quick"], text="很好", at=at) is Level.VERY_SATISFIED
    )
    with pytest.raises(actions.AlreadyRated):
        actions.rate(code=code, level=1, at=at)
    kept = Rating.objects.get()
    assert (kept.level, kept.tags, kept.text, kept.channel) == (5, ["quick"], "很好", "code")


def test_the_database_itself_refuses_a_second_rating(
    finish: Finish, window: Window, at: datetime
) -> None:
    actions.rate(code=finish("ticket:1", window), level=5, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            invitation=Invitation.objects.get(), level=1, channel="code", rated_at=at
        )
    finish("ticket:2", window)
    second = Invitation.objects.get(subject="ticket:2")
    with pytest.raises(IntegrityError, match="rating_of_five_levels"), transaction.atomic():
        Rating.objects.create(invitation=second, level=6, channel="code", rated_at=at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE feedback_rating SET level = 5",
        "DELETE FROM feedback_rating",
        "DELETE FROM feedback_invitation",
        "UPDATE feedback_invitation SET person_id = NULL",
    ],
)
def test_a_rating_is_never_changed(
    finish: Finish, window: Window, at: datetime, statement: str
) -> None:
    actions.rate(code=finish("ticket:1", window), level=1, at=at)
    with pytest.raises(ProgrammingError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_bad_rating_is_noted_for_following_up(
    finish: Finish, window: Window, at: datetime, level: int
) -> None:
    actions.rate(code=finish("ticket:1", window), level=level, at=at)
    facts = journal.of_subject(f"rating:{Rating.objects.get().pk}")
    assert [f.kind for f in facts] == ["rating.bad" if level <= 2 else "rating.given"]
    assert facts[0].actor == "applicant"
    assert "ticket" not in str(facts[0].data), "the journal doesn't say who rated what"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"level": 0}, actions.LevelUnknown),
        ({"level": 6}, actions.LevelUnknown),
        ({"tags": ["bribe"]}, actions.TagUnknown),
        ({"text": "字" * 501}, actions.TextTooLong),
        ({"code": "0000-0000-0000"}, actions.UnknownCode),
        ({"code": ""}, actions.UnknownCode),
    ],
)
def test_what_cant_be_a_rating_is_refused(
    finish: Finish, window: Window, at: datetime, change: dict[str, object],
    refusal: type[HallError],
) -> None:  # fmt: skip
    given: dict[str, object] = {"code": finish("ticket:1", window), "level": 4, **change}
    with pytest.raises(refusal):
        actions.rate(at=at, **given)  # type: ignore[arg-type]
    assert not Rating.objects.exists()


def test_a_code_works_only_once_the_service_is_finished(
    finish: Finish, window: Window, at: datetime
) -> None:
    printed = codes.code_of("case:7")
    with pytest.raises(actions.UnknownCode):
        actions.rate(code=printed, level=5, at=at)
    assert finish("case:7", window) == printed
    assert finish("case:7", window, at + timedelta(days=1)) == printed
    assert Invitation.objects.get().invited_at == at
    assert len(journal.of_subject("case:7")) == 1


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("0", "o").replace("1", "l")])  # fmt: skip
def test_a_code_may_be_typed_as_it_is_read(
    finish: Finish, window: Window, at: datetime, typed: Callable[[str], str]
) -> None:
    code = finish("ticket:1", window)
    asked = queries.asked_by_code(typed(code))
    assert asked is not None
    assert not asked.is_rated
    assert asked.about.zh == "A001 号"


def test_two_services_have_two_codes() -> None:
    made = {codes.code_of(f"ticket:{n}") for n in range(2000)}
    assert len(made) == 2000


class TestStaff:
    def test_cant_rate_for_anybody(
        self, finish: Finish, window: Window, clerk: Person, device_at: DeviceAt, at: datetime
    ) -> None:
        code = finish("ticket:1", window)
        reader = reader_for(clerk)
        with pytest.raises(actions.StaffCannotRate):
            actions.rate(code=code, level=5, at=at, by=reader)
        with pytest.raises(actions.StaffCannotRate):
            actions.rate_at_window(
                invitation_id=Invitation.objects.get().pk, level=5, at=at, by=reader
            )

    def test_see_shares_but_no_small_groups_and_no_words(
        self, finish: Finish, window: Window, person_with: PersonWith, at: datetime
    ) -> None:
        actions.rate(code=finish("ticket:1", window), level=1, text="不好", at=at)
        clerk = person_with(Role.WINDOW_CLERK)
        (share,) = queries.shares(clerk, since=at, until=at + timedelta(days=1))
        assert (share.invited, share.rated, share.bad, share.good_rate) == (1, 1, None, None)
        with pytest.raises(NotAllowed):
            queries.said(clerk, since=at, until=at + timedelta(days=1))

    def test_nothing_that_is_shown_names_the_served(
        self, finish: Finish, window: Window, person_with: PersonWith, at: datetime
    ) -> None:
        actions.rate(code=finish("ticket:1", window), level=2, tags=["unclear"],
                     text="我是张三，电话 13812345678，证号 35052119900101123X", at=at)  # fmt: skip
        (words,) = queries.said(
            person_with(Role.SUPERVISION), since=at, until=at + timedelta(days=1)
        )
        assert words.text == "我是张三，电话 ***，证号 ***"
        assert set(words.__slots__) == {"level", "tags", "text"}


class TestTheDeviceAtTheWindow:
    def test_asks_for_what_was_just_served_there(
        self, finish: Finish, window: Window, site: Site, device_at: DeviceAt, at: datetime
    ) -> None:
        other = make_window(site, "A02", at)
        finish("ticket:1", window)
        finish("ticket:2", other)
        device = device_at(window)
        asked = queries.asked_at_window(at=at + timedelta(minutes=2), by=device)
        assert asked is not None
        level = actions.rate_at_window(invitation_id=asked.invitation_id, level=4, at=at, by=device)
        assert level is Level.SATISFIED
        assert Rating.objects.get().channel == "window"
        assert queries.asked_at_window(at=at + timedelta(minutes=3), by=device) is None

    @pytest.mark.parametrize(("minutes", "asks"), [(-1, False), (0, True), (9, True), (10, False)])
    def test_stops_asking_after_a_while(
        self, finish: Finish, window: Window, device_at: DeviceAt, at: datetime, minutes: int,
        *, asks: bool,
    ) -> None:  # fmt: skip
        finish("ticket:1", window)
        asked = queries.asked_at_window(at=at + timedelta(minutes=minutes), by=device_at(window))
        assert (asked is not None) is asks

    def test_rates_nothing_of_another_window(
        self, finish: Finish, window: Window, site: Site, device_at: DeviceAt, at: datetime
    ) -> None:
        finish("ticket:1", window)
        pk = Invitation.objects.get().pk
        for device in (
            device_at(make_window(site, "A02", at)),
            Reader(name="device:window:1", site_id=site.pk, site_code="C", window_id=window.pk, scope="window"),
            Reader(name="device:kiosk:1", site_id=site.pk, site_code="C", scope="kiosk"),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                actions.rate_at_window(invitation_id=pk, level=5, at=at, by=device)


class TestShares:
    def test_not_rated_is_not_rated(
        self, finish: Finish, window: Window, person_with: PersonWith, at: datetime
    ) -> None:
        for n, level in enumerate([5, 4, 3, 2, 1, None, None, None, None, None]):
            code = finish(f"ticket:{n}", window)
            if level:
                actions.rate(code=code, level=level, at=at)
        (share,) = queries.shares(
            person_with(Role.SUPERVISION), since=at, until=at + timedelta(seconds=1)
        )
        assert (share.invited, share.rated, share.not_rated) == (10, 5, 5)
        assert share.active_rate == 0.5
        assert share.bad == 2
        assert share.good_rate == pytest.approx(0.6)
        assert dict(share.levels) == dict.fromkeys(Level, 1)

    def test_by_window_and_item_in_one_query(
        self, finish: Finish, window: Window, site: Site, person_with: PersonWith, at: datetime,
        django_assert_num_queries: Callable[[int], object],
    ) -> None:  # fmt: skip
        second = make_window(site, "A02", at)
        for n in range(6):
            actions.rate(code=finish(f"ticket:{n}", window), level=5, at=at)
        finish("ticket:9", second)
        reader = person_with(Role.WINDOW_CLERK)
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            found = queries.shares(reader, since=at, until=at + timedelta(days=1))
        assert [(s.code, s.invited, s.rated, s.good_rate) for s in found] == [
            ("A01", 6, 6, 1.0),
            ("A02", 1, 0, None),
        ]
        assert found[1].active_rate == 0
        for other in ("site", "item"):
            (whole,) = queries.shares(reader, since=at, until=at + timedelta(days=1), by=other)
            assert (whole.invited, whole.rated) == (7, 6)

    def test_only_the_own_site_and_the_asked_time(
        self, finish: Finish, window: Window, person_with: PersonWith, at: datetime
    ) -> None:
        finish("ticket:1", window)
        reader = person_with(Role.SUPERVISION)
        assert (
            queries.shares(reader, since=at + timedelta(seconds=1), until=at + timedelta(days=1))
            == []
        )
        stranger = Reader(name="person:x", site_id=-1, site_code="X", roles=reader.roles)
        assert queries.shares(stranger, since=at, until=at + timedelta(days=1)) == []


def test_good_and_bad_tags_are_told_apart() -> None:
    assert not set(GOOD_TAGS) & set(BAD_TAGS)
    assert all(p.zh and p.en for p in (*GOOD_TAGS.values(), *BAD_TAGS.values()))
    assert [level.words.zh for level in sorted(Level, reverse=True)] == [
        "非常满意", "满意", "基本满意", "不满意", "非常不满意"]  # fmt: skip
