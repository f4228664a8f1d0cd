"""R63: no administrator becomes two: another's password takes a second administrator."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from yichuang.errors import NotAllowed, NotFound
from yichuang.journal import queries as journal
from yichuang.journal.actions import record
from yichuang.organization import actions, resets, second
from yichuang.organization.models import Account, PasswordReset, Person, SecondFactor
from yichuang.organization.queries import SYSTEM, reader_for
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

People = Mapping[str, Person]


@pytest.fixture
def people(db: None, at: datetime) -> People:
    """The three administrators, a second system administrator, and a clerk, each logged in once."""
    site = actions.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )
    hired = {}
    for number, (name, role) in enumerate({
        "system": Role.SYSTEM_ADMIN, "deputy": Role.SYSTEM_ADMIN,
        "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN, "clerk": Role.WINDOW_CLERK,
    }.items()):  # fmt: skip
        person = actions.add_person(site=site, staff_no=str(number), name=name, at=at, by=SYSTEM)
        actions.grant_role(person=person, role=role, at=at, by=SYSTEM)
        actions.open_account(person=person, username=name, password="own", must_change=False,
                             at=at, by=SYSTEM)  # fmt: skip
        hired[name] = person
    return hired


def lose_log_in(person: Person, at: datetime) -> None:
    """As if they never had one."""
    Account.objects.filter(person=person).delete()
    record(site="C", kind="test", subject="account", actor="system", at=at)


def ask(people: People, at: datetime, whose: str = "security") -> PasswordReset:
    return resets.request_reset(
        account=people[whose].account, reason="忘记密码", at=at, by=reader_for(people["system"])
    )


@pytest.mark.parametrize("whose", ["security", "audit", "deputy"])
def test_one_alone_gets_nobodys(people: People, at: datetime, whose: str) -> None:
    system = reader_for(people["system"])
    with pytest.raises(actions.TwoAdministrators):
        actions.renew_account(account=people[whose].account, at=at, by=system)
    actions.close_account(account=people[whose].account, reason="x", at=at, by=system)
    with pytest.raises(actions.TwoAdministrators):
        actions.renew_account(account=people[whose].account, at=at, by=system)


def test_two_together_do_and_both_are_on_record(people: People, at: datetime) -> None:
    reset = ask(people, at)
    account, password = resets.confirm_reset(
        reset_id=reset.pk, at=at, by=reader_for(people["audit"])
    )
    kept = Account.objects.get(pk=account.pk)
    assert kept.check_password(password)
    assert kept.must_change_password
    asked, confirmed = journal.of_subject("person:2")[-2:]
    assert (asked.kind, asked.actor) == ("account.reset_requested", "person:0")
    assert (confirmed.kind, confirmed.actor, confirmed.second) == (
        "account.reset_confirmed", "person:3", "person:0")  # fmt: skip
    assert password not in str(journal.of_subject("person:2"))
    with pytest.raises(NotFound):
        resets.confirm_reset(reset_id=reset.pk, at=at, by=reader_for(people["deputy"]))


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("system", resets.SecondAdministrator),  # who asked
        ("security", resets.SecondAdministrator),  # whose it is
        ("clerk", NotAllowed),
    ],
)
def test_the_second_is_another_administrator(
    people: People, at: datetime, who: str, refusal: type[Exception]
) -> None:
    reset = ask(people, at)
    with pytest.raises(refusal):
        resets.confirm_reset(reset_id=reset.pk, at=at, by=reader_for(people[who]))
    assert Account.objects.get(person=people["security"]).check_password("own")


def test_nor_does_an_administrator_of_another_site(people: People, at: datetime) -> None:
    reset = ask(people, at)
    branch = actions.add_site(
        code="B", name="分厅", name_en="Branch", kind="branch", at=at, by=SYSTEM
    )
    other = actions.add_person(site=branch, staff_no="9", name="外人", at=at, by=SYSTEM)
    actions.grant_role(person=other, role=Role.AUDIT_ADMIN, at=at, by=SYSTEM)
    with pytest.raises(NotFound):
        resets.confirm_reset(reset_id=reset.pk, at=at, by=reader_for(other))


def test_the_database_refuses_one_who_is_both(people: People, at: datetime) -> None:
    reset = ask(people, at)
    with pytest.raises(IntegrityError, match="two_administrators"), transaction.atomic():
        PasswordReset.objects.filter(pk=reset.pk).update(
            confirmed_by=people["system"], confirmed_at=at
        )


@pytest.mark.parametrize("who", ["security", "audit", "clerk"])
def test_only_the_administrator_of_people_asks(people: People, at: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        resets.request_reset(
            account=people["deputy"].account, reason="x", at=at, by=reader_for(people[who])
        )


def test_it_is_asked_for_once(people: People, at: datetime) -> None:
    ask(people, at)
    with pytest.raises(resets.ResetAsked):
        ask(people, at)


def test_a_clerks_password_needs_no_second(people: People, at: datetime) -> None:
    actions.renew_account(account=people["clerk"].account, at=at, by=reader_for(people["system"]))


def test_the_servers_owner_may(people: People, at: datetime) -> None:
    actions.renew_account(account=people["security"].account, at=at, by=SYSTEM)


class TestRolesAreNoWayRound:
    def _grant(self, people: People, person: Person, at: datetime) -> None:
        by = reader_for(people["security"])
        actions.grant_role(person=person, role=Role.AUDIT_ADMIN, at=at, by=by)

    @pytest.mark.parametrize("spoil", ["renewed", "closed", "none"])
    def test_no_administrators_role_while_another_knows_the_password(
        self, people: People, at: datetime, spoil: str
    ) -> None:
        system, clerk = reader_for(people["system"]), people["clerk"]
        spoilt: dict[str, Callable[[], object]] = {
            "renewed": lambda: actions.renew_account(account=clerk.account, at=at, by=system),
            "closed": lambda: actions.close_account(
                account=clerk.account, reason="x", at=at, by=system
            ),
            "none": lambda: lose_log_in(clerk, at),
        }
        spoilt[spoil]()
        with pytest.raises(actions.FirstPasswordStands):
            self._grant(people, clerk, at)

    def test_once_it_is_their_own(self, people: People, at: datetime) -> None:
        clerk = people["clerk"]
        actions.renew_account(account=clerk.account, at=at, by=reader_for(people["system"]))
        actions.change_password(
            account=clerk.account, password="New-own-1", at=at, by=reader_for(clerk)
        )
        self._grant(people, clerk, at)

    def test_no_log_in_for_who_is_administrator_already(self, people: People, at: datetime) -> None:
        lose_log_in(people["audit"], at)
        audit = Person.objects.get(pk=people["audit"].pk)
        with pytest.raises(actions.TwoAdministrators):
            actions.open_account(person=audit, username="mine", password="x", at=at,
                                 by=reader_for(people["system"]))  # fmt: skip


class TestTheServersOwner:
    def _renew(self, *words: str) -> str:
        out = io.StringIO()
        call_command("account_renew", *words, stdout=out)
        return out.getvalue().split()[-1]

    def test_renews_an_administrators_on_the_command_line(
        self, people: People, at: datetime
    ) -> None:
        password = self._renew("--person", "security")
        kept = Account.objects.get(person=people["security"])
        assert kept.check_password(password)
        assert kept.must_change_password
        assert journal.of_subject("person:2")[-1].actor == "system"

    def test_takes_a_second_factor_away_as_well(self, people: People, at: datetime) -> None:
        account = people["audit"].account
        SecondFactor.objects.create(account=account, secret=b"x", enrolled_at=at)
        record(site="C", kind="test", subject="account", actor="system", at=at)
        self._renew("--person", "audit")
        assert second.recovery_left(account) == 0, "not without being asked"
        self._renew("--person", "audit", "--second-factor")
        assert second.recovery_left(account) is None
        kinds = [fact.kind for fact in journal.of_subject("person:3")]
        assert kinds[-2:] == ["account.second_reset_confirmed", "account.renewed"]

    def test_is_told_where_there_is_no_log_in(self, people: People) -> None:
        with pytest.raises(NotFound):
            self._renew("--person", "nobody")
