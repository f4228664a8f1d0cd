"""The month's ratings as a bulletin (好差评通报): drafted from the data, edited by people."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from yichuang.feedback.queries import FEWEST_SHOWN, Share, shares

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader


def drafted(reader: Reader, month: date, *, since: datetime, until: datetime) -> tuple[str, str]:
    """Title and text of a month's bulletin, from its ratings.

    Levels of groups of fewer than `FEWEST_SHOWN` ratings are left out, whoever drafts it: a
    bulletin is read by everybody.
    """
    title = f"{month.year}年{month.month}月政务服务好差评通报"
    whole = shares(reader, since=since, until=until, by="site")
    rows = shares(reader, since=since, until=until, by="department")
    lines = [_whole(month, one) for one in whole] or ["本月没有办结的服务。"]
    told = [_line(one) for one in rows if one.rated >= FEWEST_SHOWN]
    if told:
        lines += ["各部门情况：", *told]
    lines.append(f"评价少于{FEWEST_SHOWN}个的部门不列分档。没有评价的按未评价统计，不计入好评率。")
    return title, "\n".join(lines)


def _whole(month: date, one: Share) -> str:
    said = f"{month.month}月共办结服务{one.invited}件，收到评价{one.rated}个"
    if one.active_rate is not None:
        said += f"，主动评价率{one.active_rate:.1%}"
    if one.good_rate is not None and one.rated >= FEWEST_SHOWN:
        said += f"，好评率{one.good_rate:.1%}，差评{one.bad}个"
    return f"{said}。"


def _line(one: Share) -> str:
    good = f"，好评率{one.good_rate:.1%}" if one.good_rate is not None else ""
    return f"{one.name.zh}：办结{one.invited}件，评价{one.rated}个{good}。"
