"""The queue in a book (排队叫号): classes of tickets, their ranks, and fairness."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.named import Named
from yichuang.rules.parts.node import Node

Since = Literal["taken_at", "slot", "returned_at"]


class Ground(Named):
    """A ground on which a number of a class may be taken (取号理由)."""

    at_machine: Annotated[bool, Field(description="取号机和自己的手机上是否可选")] = True


class TicketClass(Named):
    """A class of tickets (号别): its rank, and who may claim it on what ground.

    Where it names no ground, anybody may take it, as with the ordinary one.
    """

    grounds: Annotated[dict[str, Ground], Field(description="凭什么理由可取；不写即不问")] = Field(
        default_factory=dict
    )
    otherwise: Annotated[
        str | None, Field(description="没有说明理由时记为哪一理由；不写即须说明")
    ] = None

    rank: Annotated[int, Field(ge=1, description="次序，小者先叫")]
    since: Annotated[
        Since,
        Field(description="同级先后所依的时间：taken_at 取号，slot 预约时段，returned_at 返回窗口"),
    ] = "taken_at"


class Appointments(Node):
    """When an appointment counts as one (预约)."""

    grace_minutes: Annotated[int, Field(ge=0, description="超过预约时段多少分钟以内签到仍按预约")]
    late_as: Annotated[str, Field(description="更晚签到的，自签到起按哪一号别等候")]


class Numbers(Node):
    """Until when numbers are given around the hours (取号时间), and when a day closes by itself."""

    before_opening_minutes: Annotated[
        int | None, Field(ge=0, description="开始办公前多少分钟起可取号；不写：随时可取")
    ] = None
    before_closing_minutes: Annotated[
        int | None, Field(ge=0, description="办公结束前多少分钟起不再发号；不写：不停发")
    ] = None
    by_browser: Annotated[bool, Field(description="不在取号机上、用自己的手机或电脑是否可取号")] = (
        True
    )
    closes_itself_after_minutes: Annotated[
        int, Field(ge=0, description="办公结束多少分钟后无人闭厅的，自动闭厅")
    ]


class Missed(Node):
    """When a called number is missed (过号), and where it stands when its holder is back."""

    calls: Annotated[
        int | None, Field(ge=1, description="叫几次不到才可过号；不写：叫一次即可")
    ] = None
    seconds_between: Annotated[
        int | None, Field(ge=1, description="两次呼叫至少相隔多少秒；不写：不限")
    ] = None
    places_back: Annotated[
        int | None,
        Field(
            ge=0,
            le=50,
            description="回来重新排队的，排在同业务、同号别的前几个号之后；不写：排到最后",
        ),
    ] = None


class NoShows(Node):
    """After how many bookings that somebody didn't come to they can't book for a while (爽约)."""

    limit: Annotated[int, Field(ge=1, description="爽约达到几次即暂停预约")]
    within_days: Annotated[int, Field(ge=1, description="多少天以内的爽约计算在内")]
    barred_days: Annotated[int, Field(ge=1, description="自最后一次爽约起暂停预约多少天")]


class Booking(Node):
    """Which times can be booked, how many each, and how long one is held (预约时段)."""

    slot_minutes: Annotated[int, Field(ge=5, le=240, description="每个时段多少分钟")]
    per_window: Annotated[int, Field(ge=1, description="承办的每个窗口每个时段可约几人")]
    days_ahead: Annotated[int, Field(ge=1, le=60, description="可约今后多少天以内的时段")]
    held_minutes: Annotated[int, Field(ge=1, description="没有确认的预约保留多少分钟")]
    freed_after_minutes: Annotated[
        int, Field(ge=0, description="取消的预约过多少分钟后名额放出，以免有人占号转让")
    ]
    no_shows: Annotated[NoShows | None, Field(description="爽约的限制；不写即不限制")] = None


class Queue(Node):
    """Who is called next (叫号)."""

    ratio: Annotated[int, Field(ge=1, description="连续叫了多少个非普通号之后，必叫一个普通号")]
    ordinary_run: Annotated[int, Field(ge=1, description="轮到普通号时连续叫几个")] = 1
    max_wait_minutes: Annotated[int, Field(ge=1, description="普通号等候达到多少分钟即升级")]
    ordinary: Annotated[str, Field(description="普通号的号别")]
    promoted_to: Annotated[str, Field(description="普通号等候过久升为哪一号别的次序")]
    promoted_since: Annotated[
        Literal["taken", "promoted"],
        Field(
            description="升级后同级先后：taken 按取号时间，promoted 按升级时间（条文不明时的选择）"
        ),
    ] = "taken"
    appointments: Annotated[Appointments, Field(description="预约")]
    numbers: Annotated[Numbers | None, Field(description="取号时间和闭厅")] = None
    booking: Annotated[Booking | None, Field(description="预约时段；不写即不开放预约")] = None
    missed: Annotated[Missed | None, Field(description="重呼和过号")] = None
    classes: Annotated[dict[str, TicketClass], Field(min_length=1, description="各号别")]

    @model_validator(mode="after")
    def _names_classes(self) -> Self:
        for code in (self.ordinary, self.promoted_to, self.appointments.late_as):
            if code not in self.classes:
                raise wrong(
                    "unknown_class",
                    "classes 中的号别（{known}），而不是 {code}",
                    "one of the classes ({known}), not {code}",
                    code=code,
                    known=", ".join(self.classes),
                )
        for code, one in self.classes.items():
            if one.otherwise is not None and one.otherwise not in one.grounds:
                raise wrong(
                    "unknown_ground",
                    "{code} 的 grounds 之一（{known}），而不是 {found}",
                    "one of the grounds of {code} ({known}), not {found}",
                    code=code,
                    found=one.otherwise,
                    known=", ".join(one.grounds) or "—",
                )
        if self.classes[self.promoted_to].rank > self.classes[self.ordinary].rank:
            raise wrong(
                "promotion_downwards",
                "次序不低于 {ordinary} 的号别",
                "a class that ranks no lower than {ordinary}",
                ordinary=self.ordinary,
            )
        return self

    @cached_property
    def longest_wait(self) -> timedelta:
        """How long an ordinary ticket waits before it ranks higher."""
        return timedelta(minutes=self.max_wait_minutes)

    @cached_property
    def grounds(self) -> dict[str, Ground]:
        """Every ground of the book; of one that several classes have, the first class's."""
        found: dict[str, Ground] = {}
        for one in self.classes.values():
            for code, ground in one.grounds.items():
                found.setdefault(code, ground)
        return found

    def before(self, rank: str) -> list[str]:
        """The classes that are called before one, by their ranks."""
        own = self.classes[rank].rank if rank in self.classes else 0
        return [code for code, one in self.classes.items() if one.rank < own]

    @cached_property
    def places(self) -> dict[str, tuple[int, Since]]:
        """Of each class its rank, and the time that orders it."""
        return {code: (one.rank, one.since) for code, one in self.classes.items()}
