"""R33: what terminals send is taken once, whole, and from terminals that were admitted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from tests.attendance.conftest import SERIAL, Hall, Hands, directly
from yichuang.attendance.asking import whole_days
from yichuang.attendance.devices import admit, assign_pin, refuse
from yichuang.attendance.models import Alarm, Count, Device, Enrolled, OddLine, Punch
from yichuang.attendance.queries import terminals, unknown_pins
from yichuang.attendance.refusals import PinTaken
from yichuang.jobs import device_server
from yichuang.jobs.record import disagreements
from yichuang.jobs.terminal import FAULTS, Terminal, Unheard, misbehave
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
MONDAY = datetime.fromisoformat("2026-03-09T08:01:02")
# As recorded from a terminal in use: undefined status, an empty work code, trailing fields.
CAPTURED = "1001\t2026-03-09 08:01:02\t255\t1\t\t0\t0\t2\n"


def post(path: str, body: bytes) -> tuple[int, str]:
    status, answer, _ = directly()("POST", path, body)
    return status, answer.decode()


def get(path: str) -> tuple[int, str]:
    status, answer, _ = directly()("GET", path, b"")
    return status, answer.decode()


def test_the_handshake_sets_zone_and_real_time(terminal: Terminal) -> None:
    status, text = get(f"/iclock/cdata?SN={SERIAL}&options=all&pushver=2.4.1&language=83")
    first, *rest = text.splitlines()
    options = dict(line.partition("=")[::2] for line in rest)
    assert (status, first) == (200, f"GET OPTION FROM: {SERIAL}")
    assert options["TimeZone"] == "8"
    assert options["Realtime"] == "1"
    assert options["ServerVer"] == "2.4.1"
    assert "FP" not in options["TransFlag"], "no templates are asked for"


def test_the_answer_says_the_halls_time(terminal: Terminal, at: datetime) -> None:
    _, said = device_server.answer_to("GET", "/iclock/getrequest", {"SN": SERIAL}, b"", "10.0.0.7")
    assert said == "Tue, 10 Mar 2026 01:30:00 GMT"


@pytest.mark.parametrize(
    "path", ["/iclock/cdata", "/iclock/cdata.aspx", "/iclock/iclock/cdata", "/secret/iclock/cdata"]
)
def test_a_punch_is_taken_under_every_form_of_the_address(terminal: Terminal, path: str) -> None:
    assert post(f"{path}?SN={SERIAL}&table=ATTLOG&Stamp=9999", CAPTURED.encode()) == (200, "OK:1")
    punch = Punch.objects.get()
    assert (punch.pin, punch.status, punch.verify) == ("1001", 255, 1)


def test_one_fact_however_often_it_is_sent(terminal: Terminal) -> None:
    body = (CAPTURED + CAPTURED.replace("\n", "\r\n")).encode()
    for _ in range(3):
        answer = post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=0", body)
        assert answer == (200, "OK:2"), "what is there already counts as received"
    assert Punch.objects.count() == 1
    assert not list(disagreements())


def test_another_record_of_the_same_second_is_kept_beside(terminal: Terminal) -> None:
    body = (CAPTURED + CAPTURED.replace("255", "1")).encode()
    assert post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG", body) == (200, "OK:2")
    assert Punch.objects.count() == 1
    assert OddLine.objects.get().kind == "again"
    assert post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG", body) == (200, "OK:2")
    assert OddLine.objects.count() == 1


def test_two_people_of_one_second_are_two_facts(terminal: Terminal) -> None:
    body = (CAPTURED + CAPTURED.replace("1001", "1002")).encode()
    assert post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG", body) == (200, "OK:2")
    assert Punch.objects.count() == 2


@pytest.mark.parametrize(
    "line", ["1001", "", "1001\t1971--10--29 08:00:00\t0\t1", "1001\t2026-02-30 08:00:00\t0\t1",
             "张三\t2026-03-09 08:00:00\t0\t1", "1001\t1999-12-31 08:00:00\t0\t1"],
)  # fmt: skip
def test_what_is_no_record_is_kept_aside_and_counted(terminal: Terminal, line: str) -> None:
    body = f"{line}\n{CAPTURED}".encode("gb2312")
    expected = 2 if line else 1
    for _ in range(2):
        assert post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG", body) == (200, f"OK:{expected}")
    assert Punch.objects.count() == 1
    assert OddLine.objects.count() == expected - 1


def test_numbers_of_identity_cards_are_not_kept(terminal: Terminal) -> None:
    line = CAPTURED.rstrip() + "\t511602199001011234\n"
    post(f"/iclock/cdata?SN={SERIAL}&table=ATTLOG", line.encode())
    held = [str(value) for row in Punch.objects.values() for value in row.values()]
    assert not any("511602199001011234" in value for value in held)


def test_names_in_gb2312_are_read(terminal: Terminal) -> None:
    terminal.upload("OPERLOG", ["USER PIN=77\tName=王小明\tPri=0\tPasswd=1\tCard=2"])
    assert Enrolled.objects.get().name == "王小明"
    terminal.punch("77", MONDAY)
    terminal.flush()
    assert [(one.pin, one.name, one.count) for one in unknown_pins(SYSTEM)] == [("77", "王小明", 1)]


def test_the_other_dialect_gives_punches_and_no_doors(terminal: Terminal) -> None:
    body = (
        "time=2026-03-09 08:01:02\tpin=1001\tevent=0\tinoutstatus=0\tverifytype=4\n"
        "time=2026-03-09 08:01:03\tpin=0\tevent=206\tinoutstatus=2\tverifytype=200\n"
    )
    assert post(f"/iclock/cdata?SN={SERIAL}&table=rtlog", body.encode()) == (200, "OK:2")
    assert Punch.objects.get().pin == "1001"


class TestAnUnknownSerial:
    def test_is_answered_but_its_data_are_not_taken(self, terminal: Terminal) -> None:
        path = "/iclock/cdata?SN=FORGED1"
        assert get(f"{path}&options=all")[0] == 200
        assert get("/iclock/getrequest?SN=FORGED1") == (200, "OK")
        assert post(f"{path}&table=ATTLOG", CAPTURED.encode())[0] == 503
        assert not Punch.objects.exists()

    def test_is_shown_and_counts_once_admitted(
        self, terminal: Terminal, hall: Hall, at: datetime
    ) -> None:
        stranger = Terminal("NEW1", directly())
        stranger.handshake()
        stranger.punch("1001", MONDAY)
        with pytest.raises(Unheard):
            stranger.flush()
        states = {one.serial: one.state for one in terminals(hall.reader("office"))}
        assert states == {SERIAL: "admitted", "NEW1": "quarantined"}
        admit(serial="NEW1", site="C", at=at, by=SYSTEM)
        assert stranger.flush() == 1
        assert Punch.objects.get().device.serial == "NEW1"

    def test_stays_out_when_refused(self, terminal: Terminal, at: datetime) -> None:
        get("/iclock/getrequest?SN=NEW2")
        refuse(serial="NEW2", at=at, by=SYSTEM)
        assert post("/iclock/cdata?SN=NEW2&table=ATTLOG", CAPTURED.encode())[0] == 503
        assert not list(disagreements())

    def test_many_are_not_all_written_down(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("yichuang.attendance.taking.MOST_QUARANTINED", 3)
        for number in range(5):
            assert get(f"/iclock/getrequest?SN=X{number}") == (200, "OK")
        assert Device.objects.filter(state="quarantined").count() == 3


class TestTheProofOfADay:
    def test_a_day_is_proven_by_its_count(self, terminal: Terminal, hall: Hall) -> None:
        day = MONDAY.date()
        terminal.punch("1001", MONDAY)
        terminal.flush()
        assert day not in whole_days(hall.site.pk, day, day)
        _, text = get(f"/iclock/getrequest?SN={SERIAL}")
        assert re.fullmatch(
            r"C:\d+:VERIFY SUM ATTLOG StartTime=2026-03-09 00:00:00\tEndTime=2026-03-09 23:59:59",
            text,
        )
        ident = text.split(":")[1]
        body = f"ID={ident}&Return=0&CMD=VERIFY SUM&AttlogSum=1\n"
        for _ in range(2):
            assert post(f"/iclock/devicecmd?SN={SERIAL}", body.encode()) == (200, "OK")
        assert Count.objects.count() == 1
        assert day in whole_days(hall.site.pk, day, day)

    def test_a_gap_is_asked_for_again(self, terminal: Terminal, hall: Hall) -> None:
        day = MONDAY.date()
        terminal.punch("1001", MONDAY)
        terminal.flush()
        terminal.punch("1001", MONDAY + timedelta(hours=4))
        terminal.sent = 2  # lost on the way
        terminal.settle()
        assert Punch.objects.count() == 2
        assert [one.proven for one in Count.objects.order_by("pk")] == [False, True]
        assert day in whole_days(hall.site.pk, day, day)
        assert not list(disagreements())

    def test_a_gap_that_stays_is_not_asked_for_without_end(
        self, terminal: Terminal, hall: Hall
    ) -> None:
        terminal.punch("1001", MONDAY)
        terminal.flush()
        terminal.log.append(terminal.log[0])  # it counts one twice and sends the same
        assert terminal.settle() < 20
        assert MONDAY.date() not in whole_days(hall.site.pk, MONDAY.date(), MONDAY.date())

    def test_today_is_never_proven(self, terminal: Terminal, at: datetime) -> None:
        terminal.punch("1001", at.replace(hour=8, tzinfo=None))
        terminal.flush()
        assert get(f"/iclock/getrequest?SN={SERIAL}") == (200, "OK")

    def test_a_second_terminal_holds_the_day_open(
        self, terminal: Terminal, hall: Hall, at: datetime
    ) -> None:
        admit(serial="OTHER", site="C", at=at - timedelta(days=3), by=SYSTEM)
        terminal.punch("1001", MONDAY)
        terminal.flush()
        terminal.settle()
        assert not whole_days(hall.site.pk, MONDAY.date(), MONDAY.date())


@pytest.mark.parametrize("fault", FAULTS)
def test_the_simulator_shows_its_faults(
    terminal: Terminal, hall: Hall, at: datetime, fault: str
) -> None:
    """Whatever the terminal does, no record is lost or doubled, and the record stays whole."""
    for hour in (8, 12, 14, 17):
        terminal.punch("1001", MONDAY.replace(hour=hour))
    misbehave(terminal, [fault], at.replace(tzinfo=None))
    terminal.flush()
    terminal.replay()
    facts = {(row.pin, row.at) for row in terminal.log}
    assert Punch.objects.count() == len(facts)
    assert not list(disagreements())


def test_a_clock_that_jumps_raises_an_alarm(terminal: Terminal, at: datetime) -> None:
    terminal.punch("1001", MONDAY)
    misbehave(terminal, ["clock-jump"], at.replace(tzinfo=None))
    terminal.flush()
    terminal.replay()
    assert sorted(Alarm.objects.values_list("kind", flat=True)) == ["clock_ahead", "clock_set"]


def test_another_address_raises_an_alarm(terminal: Terminal) -> None:
    terminal.handshake()
    Terminal(SERIAL, directly("10.0.0.99")).handshake()
    assert Alarm.objects.get().kind == "address"


def test_photographs_are_received_and_thrown_away(terminal: Terminal) -> None:
    body = b"PIN=20260309080102-1001.jpg\nSN=X\nsize=4\nCMD=uploadphoto\0\xff\xd8\xff\xe0"
    status, text = post(f"/iclock/fdata?SN={SERIAL}&table=ATTPHOTO", body)
    assert (status, text[:2]) == (200, "OK")


def test_offline_for_a_week_then_flushed(terminal: Terminal, hall: Hall, now: Hands) -> None:
    for back in range(7):
        for minute in range(40):
            terminal.punch("1001", MONDAY - timedelta(days=back, minutes=minute))
    terminal.batch = 33
    assert terminal.flush() == 280
    assert Punch.objects.count() == 280


def test_a_number_belongs_to_one_person(terminal: Terminal, at: datetime) -> None:
    with pytest.raises(PinTaken):
        assign_pin(staff_no="1001", pin="1002", at=at, by=SYSTEM)
    assign_pin(staff_no="1002", pin="77", at=at, by=SYSTEM)
    with pytest.raises(PinTaken):
        assign_pin(staff_no="1001", pin="77", at=at, by=SYSTEM)
    assign_pin(staff_no="1001", pin="77", from_on=date(2026, 4, 1), at=at, by=SYSTEM)
    assign_pin(staff_no="1001", pin="1002", at=at, by=SYSTEM)
