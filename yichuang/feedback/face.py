"""What feedback shows of itself (评价的门面)."""

from __future__ import annotations

from yichuang.cases.face import REVIEW_CASE, SEE_SITE_CASES
from yichuang.faces import Face, Page
from yichuang.organization.face import SUPERVISE, WORK_WINDOW
from yichuang.phrases import Phrase

FACE = Face(
    journal={
        "rating.invited": Phrase("邀请评价", "Rating invited"),
        "rating.given": Phrase("收到评价", "Rated"),
        "rating.bad": Phrase("收到差评", "Bad rating received"),
    },
    subjects={"rating": Phrase("评价", "Rating")},
    public=(Page("web:voice", Phrase("意见投诉", "Complaints"), place=50),),
    staff=(
        Page(
            "web:ratings",
            Phrase("好差评", "Ratings"),
            Phrase("各窗口、各事项的评价", "What people said, by window and by item"),
            (SUPERVISE, SEE_SITE_CASES, WORK_WINDOW, REVIEW_CASE),
            place=70,
        ),
    ),
)
