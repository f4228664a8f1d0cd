"""What an intake ruling says."""

from __future__ import annotations

from yichuang.phrases import phrase
from yichuang.rules.effects import effects

effects(
    "intake",
    accept=("予以受理", "accepted"),
    correct_on_spot=("当场更正", "corrected on the spot"),
    notify=("一次性告知补正", "told once of everything to correct"),
    refuse=("不予受理", "not accepted"),
    await_applicant=("等待申请人补正", "waiting for the applicant"),
    oral_warning=("口头警告", "oral warning"),
    admonishing_talk=("诫勉谈话", "admonishing talk"),
    efficiency_notice=("效能告诫", "efficiency notice"),
    bulletin=("通报", "bulletin"),
    breach=("违反一次性告知", "once-only notification broken"),
    would_breach=("再告知即构成违反", "telling it now is a breach"),
    silent_too_long=("逾期未告知", "not told in time"),
    not_required=("不予考虑", "plays no part"),
    none=("手册未规定", "the book is silent"),
)

ALL_OK = phrase(
    "intake.all_ok", "{n} 项材料齐全且符合形式", "all {n} materials are there and in order"
)
NOT_COMPETENT = phrase(
    "intake.not_competent",
    "申请事项不属于本机关职权范围，应告知向何处申请",
    "the matter is not within this authority's powers; the applicant is told where to go",
)
FALSE = phrase(
    "intake.false_materials",
    "申请材料经查不实，予以记录",
    "the materials were found to be false, which is recorded",
)
ON_SPOT = phrase(
    "intake.correct_on_spot",
    "仅有可当场更正的：{items}",
    "only what can be corrected on the spot: {items}",
)
TELL = phrase(
    "intake.notify",
    "{on} 提交的材料缺少或有误：{items}；应于 {by} 前一次性书面告知",
    "the submission of {on} lacks or has wrong {items}; all to be told in writing by {by}",
)
SILENT = phrase(
    "intake.silent_too_long",
    "已过 {by} 而未告知，申请人可主张视为受理",
    "{by} is past and nothing was told: the applicant may claim acceptance by silence",
)
TOLD = phrase(
    "intake.await_applicant",
    "{on} 提交的材料已于 {told} 告知补正，等候申请人",
    "what is wrong with the submission of {on} was told on {told}; it is the applicant's turn",
)
BREACH = phrase(
    "intake.breach",
    "{on} 的告知增加了 {items}，而 {earlier} 告知时已有此问题却未指出",
    "the notice of {on} adds {items}, already wrong when that of {earlier} was silent on it",
)
STEP = phrase("intake.breach_step", "第 {n} 次违反一次性告知：{zh}", "breach number {n}: {en}")
BULLETIN = phrase(
    "intake.breach_step_bulletin",
    "第 {n} 次违反一次性告知：{zh}，并通报",
    "breach number {n}: {en}, and a bulletin",
)
NO_STEP = phrase(
    "intake.breach_no_step",
    "第 {n} 次违反一次性告知，手册不按次数规定处理方式，由调查认定",
    "breach number {n}; the book has no steps by count: what follows is found by investigation",
)
WOULD = phrase(
    "intake.would_breach",
    "{items} 在此前告知时已有问题却未指出，现在再告知即构成违反",
    "{items} should have been told before; telling it now is a breach",
)
NOT_REQUIRED = phrase(
    "intake.not_required",
    "{items} 不在所需材料之列，不予考虑",
    "{items} is not among the required materials and plays no part",
)
