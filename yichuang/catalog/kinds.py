"""The code sets an item is described with (GB/T 39046), and how each is said.

A kind is what an item *is* in law (许可, 确认 …); a case kind is how it is *handled*
(即办, 承诺 …). Both are closed sets of a standard, so they are tables here and not rows.
"""

from __future__ import annotations

from typing import Literal, get_args

from yichuang.phrases import Phrase

Kind = Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"]
CaseKind = Literal["instant", "promised", "reply", "joint", "forwarded"]
Served = Literal[
    "natural_person", "enterprise", "institution", "social_organization", "government", "other"
]
Unit = Literal["working_day", "calendar_day", "minute"]
Channel = Literal["window", "online", "mobile", "mail", "kiosk", "agent"]
Level = Literal["national", "province", "city", "county", "township", "village"]
StepKind = Literal[
    "accept",
    "review",
    "verify",
    "decide",
    "issue",
    "site_survey",
    "collective_discussion",
    "public_notice",
    "forward",
    "consult",
    "hearing",
    "bidding",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
]

KINDS: dict[Kind, Phrase] = {
    "01": Phrase("行政许可", "Licence"),
    "02": Phrase("行政处罚", "Penalty"),
    "03": Phrase("行政强制", "Compulsory measure"),
    "04": Phrase("行政征收", "Levy"),
    "05": Phrase("行政给付", "Payment or benefit"),
    "06": Phrase("行政检查", "Inspection"),
    "07": Phrase("行政确认", "Confirmation"),
    "08": Phrase("行政奖励", "Reward"),
    "09": Phrase("行政裁决", "Adjudication"),
    "10": Phrase("其他行政权力", "Other administrative power"),
    "20": Phrase("公共服务", "Public service"),
}
CASE_KINDS: dict[CaseKind, Phrase] = {
    "instant": Phrase("即办件", "Done at once"),
    "promised": Phrase("承诺件", "Done within a promised limit"),
    "reply": Phrase("答复件", "Answered in writing"),
    "joint": Phrase("联办件", "Handled jointly by several departments"),
    "forwarded": Phrase("上报件", "Forwarded to a higher authority"),
}
SERVED: dict[Served, Phrase] = {
    "natural_person": Phrase("自然人", "People"),
    "enterprise": Phrase("企业法人", "Enterprises"),
    "institution": Phrase("事业法人", "Public institutions"),
    "social_organization": Phrase("社会组织法人", "Social organisations"),
    "government": Phrase("行政机关", "Government bodies"),
    "other": Phrase("其他组织", "Other organisations"),
}
CHANNELS: dict[Channel, Phrase] = {
    "window": Phrase("窗口办理", "At the window"),
    "online": Phrase("网上办理", "Online"),
    "mobile": Phrase("掌上办理", "By phone"),
    "mail": Phrase("邮寄办理", "By post"),
    "kiosk": Phrase("自助终端", "At a self-service machine"),
    "agent": Phrase("帮办代办", "Through an agent of the town or village"),
}
UNITS: dict[Unit, Phrase] = {
    "working_day": Phrase("{n} 个工作日", "{n} working days"),
    "calendar_day": Phrase("{n} 日", "{n} days"),
    "minute": Phrase("{n} 分钟", "{n} minutes"),
}
LEVELS: dict[Level, tuple[str, Phrase]] = {
    "national": ("1", Phrase("国家级", "National")),
    "province": ("2", Phrase("省级", "Provincial")),
    "city": ("3", Phrase("市级", "Prefecture")),
    "county": ("4", Phrase("县级", "County")),
    "township": ("5", Phrase("乡镇级", "Township")),
    "village": ("6", Phrase("村级", "Village")),
}
"""Level of the body that handles an item: the digit of the implementation code, its name."""

STEPS: dict[StepKind, Phrase] = {
    "accept": Phrase("受理", "Acceptance"),
    "review": Phrase("审查", "Review"),
    "verify": Phrase("核准", "Verification"),
    "decide": Phrase("决定", "Decision"),
    "issue": Phrase("颁证送达", "Issue and delivery"),
    "site_survey": Phrase("现场核查", "Site survey"),
    "collective_discussion": Phrase("集体讨论", "Collective discussion"),
    "public_notice": Phrase("公示", "Public notice"),
    "forward": Phrase("上报上级机关", "Forwarding to the higher authority"),
    "consult": Phrase("征求意见", "Consultation of other bodies"),
    "hearing": Phrase("听证", "Hearing"),
    "bidding": Phrase("招标", "Bidding"),
    "auction": Phrase("拍卖", "Auction"),
    "inspection": Phrase("检验", "Inspection"),
    "testing": Phrase("检测", "Testing"),
    "quarantine": Phrase("检疫", "Quarantine"),
    "appraisal": Phrase("鉴定", "Appraisal"),
    "expert_review": Phrase("专家评审", "Expert review"),
}
EXTERNAL_STEPS: frozenset[StepKind] = frozenset(get_args(StepKind)) - {
    "accept",
    "review",
    "verify",
    "decide",
    "issue",
}
"""Steps outside the hall's own desk (转外环节); which of them stop a clock is a rule's question."""

MINUTES_PER_DAY = 24 * 60
