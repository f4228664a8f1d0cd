"""What feedback shows of itself (评价的门面)."""

from __future__ import annotations

from yichuang.cases.face import REVIEW_CASE, SEE_SITE_CASES
from yichuang.faces import Duty, Face, Page
from yichuang.feedback.suggestions.course import ANSWER, KINDS
from yichuang.organization.face import SUPERVISE, WORK_WINDOW
from yichuang.phrases import Phrase

FACE = Face(
    permissions=(ANSWER,),
    journal={
        "rating.invited": Phrase("邀请评价", "Rating invited"),
        "rating.given": Phrase("收到评价", "Rated"),
        "rating.bad": Phrase("收到差评", "Bad rating received"),
        **{f"suggestion.{kind}": words for kind, words in KINDS.items()},
    },
    subjects={"rating": Phrase("评价", "Rating"), "suggestion": Phrase("意见", "Suggestion")},
    opens={"suggestion": "web:suggestion"},
    public=(Page("web:voice", Phrase("意见投诉", "Complaints"), place=50),),
    staff=(
        Page(
            "web:ratings",
            Phrase("好差评", "Ratings"),
            Phrase("各窗口、各事项的评价", "What people said, by window and by item"),
            (SUPERVISE, SEE_SITE_CASES, WORK_WINDOW, REVIEW_CASE),
            place=70,
        ),
        Page(
            "web:suggestions",
            Phrase("意见办理", "Suggestions"),
            Phrase("答复、公开、转为改进", "Answer, publish, turn into improvements"),
            (ANSWER,),
            place=72,
        ),
    ),
    duties={
        "suggestion.answer": Duty(Phrase("答复意见", "answer the suggestion"), "web:suggestion"),
        "suggestion.publish": Duty(Phrase("公开意见和答复", "publish it"), "web:suggestion"),
        "suggestion.settle": Duty(Phrase("定是否改进", "settle what follows"), "web:suggestion"),
        "suggestion.improve": Duty(Phrase("完成改进", "do the improvement"), "web:suggestion"),
    },
)
