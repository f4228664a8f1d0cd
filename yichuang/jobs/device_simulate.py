"""`yichuang device simulate`: a terminal that behaves, or not (考勤机模拟).

It needs no database: it speaks to a receiver's port as any terminal does, so a hall can be tried
from another machine, too. The people it knows come at 7:48 and 14:18 and leave at 12:10 and
17:42, give or take some minutes by the seed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from yichuang.jobs.terminal import FAULTS, Terminal, Unheard, misbehave, over_http

_COMES = (time(7, 48), time(12, 10), time(14, 18), time(17, 42))
_GIVE_OR_TAKE = 12  # minutes
_AS_IT_COMES = 4  # records sent together; one that was offline sends a hundred at once
_FORGED = "FORGED0001"


def main(argv: Sequence[str] | None = None) -> int:
    """Run it. Exit 1 where the hall took nothing."""
    args = _parser().parse_args(argv)
    serial = _FORGED if "forged-serial" in args.fault else args.serial
    terminal = Terminal(serial, over_http(args.url), charset=args.charset, strict=args.strict)
    if "offline" not in args.fault:
        terminal.batch = _AS_IT_COMES
    try:
        options = terminal.handshake()
        now = terminal.clock
        assert now is not None
        _live(terminal, args.pin or ["1001", "1002", "1003"], args.date or now.date(), args.days,
              args.seed, until=now)  # fmt: skip
        misbehave(terminal, args.fault, now)
        sent = terminal.replay() if "replay" not in args.fault else _twice(terminal)
        done = terminal.settle()
    except Unheard as error:
        sys.stdout.write(f"未收 not taken: {serial} {error}\n")
        return 1
    sys.stdout.write(
        f"{serial}: TimeZone={options.get('TimeZone')}, 发送 sent {sent}, 指令 commands {done}\n"
    )
    return 0


def _twice(terminal: Terminal) -> int:
    return terminal.flush() + terminal.replay()


def _live(
    terminal: Terminal, pins: Sequence[str], last: date, days: int, seed: int, *, until: datetime
) -> None:
    """Fill the log with days up to one, each of the people four times a day."""
    chance = random.Random(f"{terminal.serial}:{seed}")  # noqa: S311 (a play, no secret)
    for back in range(days - 1, -1, -1):
        day = last - timedelta(days=back)
        found = []
        for pin in pins:
            for when in _COMES:
                minutes = chance.uniform(-_GIVE_OR_TAKE, _GIVE_OR_TAKE)
                at = datetime.combine(day, when) + timedelta(minutes=minutes)
                found.append((at.replace(microsecond=0), pin))
        for at, pin in sorted(found):
            if at <= until:
                terminal.punch(pin, at)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yichuang device simulate", description="考勤机模拟 / a terminal that isn't there"
    )
    parser.add_argument("--url", default="http://127.0.0.1:8081", help="接收端 / the receiver")
    parser.add_argument("--serial", default="SIM0000001", help="序列号 / serial number")
    parser.add_argument("--pin", action="append", help="考勤号，可多个 / a number; may be repeated")
    parser.add_argument(
        "--date", type=date.fromisoformat, help="最后一天（默认今天）/ the last day"
    )
    parser.add_argument("--days", type=int, default=1, help="几天 / how many days")
    parser.add_argument("--seed", type=int, default=0, help="随机种子 / seed")
    parser.add_argument("--charset", choices=["gb2312", "utf-8"], default="gb2312")
    parser.add_argument("--strict", action="store_true", help="新固件，只认 OK:n / newer firmware")
    parser.add_argument(
        "--fault", action="append", default=[], choices=FAULTS,
        help="故障，可多个 / a fault to show; may be repeated",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
