"""The menus: what the public finds at the top, what each member of staff starts from.

One table each. A page that isn't part of this hall is left out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yichuang import clock
from yichuang.cases.queries.stuck import is_any_stuck
from yichuang.organization.queries import Reader
from yichuang.organization.roles import Permission
from yichuang.phrases import Phrase

_P = Permission
_NONE = Phrase("", "")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the menu: its address by name, what it is called and what it is for."""

    name: str
    words: Phrase
    purpose: Phrase = _NONE
    any_of: tuple[Permission, ...] = ()

    @property
    def address(self) -> str:
        """Where it is; empty where this hall doesn't have it."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    words: Phrase
    purpose: Phrase
    here: bool = False


PUBLIC = (
    Page("web:items", Phrase("办事指南", "Services")),
    Page("web:number", Phrase("取号排队", "Numbers and queues")),
    Page("web:follow", Phrase("查进度", "Follow a case")),
    Page("web:windows", Phrase("窗口和人员", "Windows and people")),
    Page("web:voice", Phrase("意见投诉", "Complaints")),
    Page("web:library", Phrase("制度库", "Regulations")),
)

_STUCK = (_P.REVIEW_CASE, _P.VERIFY_CASE, _P.ACCEPT_CASE, _P.SEE_SITE_CASES)

STAFF = (
    Page("web:window", Phrase("窗口工作台", "Window"),
         Phrase("叫号、接待、受理", "Call, receive, accept"), (_P.WORK_WINDOW,)),
    Page("web:desk", Phrase("审批工作台", "Desk"),
         Phrase("审查、核准、办理时限", "Review, verify, limits"),
         (_P.REVIEW_CASE, _P.VERIFY_CASE, _P.EXTEND_CASE, _P.SEE_SITE_CASES)),
    Page("web:stuck", Phrase("待人工认定", "To be decided by hand"),
         Phrase("到期而系统不能认定的办件", "Due, and the system could not rule"), _STUCK),
    Page("web:issuing", Phrase("出证送达", "Issuing"),
         Phrase("打印、签收、邮寄结果", "Print, hand over or post results"), (_P.ISSUE_RESULT,)),
    Page("web:kiosk", Phrase("导办取号", "Guide desk"),
         Phrase("替来办事的人取号", "Take a number for a visitor"), (_P.TAKE_TICKET_FOR,)),
    Page("web:cockpit", Phrase("大厅实况", "The hall now"),
         Phrase("窗口、等候、时限", "Windows, waits, limits"), (_P.SUPERVISE,)),
    Page("web:day", Phrase("闭厅", "Closing the day"),
         Phrase("结束当天，看每个号的去向", "End the day; see what became of each number"),
         (_P.CLOSE_DAY,)),
    Page("web:ratings", Phrase("好差评", "Ratings"),
         Phrase("各窗口、各事项的评价", "What people said, by window and by item"),
         (_P.SUPERVISE, _P.SEE_SITE_CASES, _P.WORK_WINDOW, _P.REVIEW_CASE)),
    Page("web:catalog", Phrase("事项管理", "Items"),
         Phrase("事项、材料、指南", "Items, materials, guides"), (_P.MANAGE_CATALOG,)),
    Page("web:people", Phrase("人员和账号", "People and accounts"),
         Phrase("增加人员、开通和停用账号", "Add people, open and close accounts"),
         (_P.MANAGE_PEOPLE,)),
    Page("web:tokens", Phrase("设备和令牌", "Devices and tokens"),
         Phrase("取号机、显示屏、接口令牌", "Kiosks, displays, API tokens"),
         (_P.MANAGE_DEVICES,)),
    Page("web:resets", Phrase("重置确认", "Password resets"),
         Phrase("确认其他管理员的密码重置", "Confirm another administrator's reset"),
         (_P.MANAGE_PEOPLE, _P.MANAGE_ROLES, _P.READ_AUDIT)),
    Page("web:roles", Phrase("角色授权", "Roles"),
         Phrase("谁能做什么", "Who may do what"), (_P.MANAGE_ROLES,)),
    Page("web:audit", Phrase("审计", "Audit"),
         Phrase("流水账是否完整，谁做过什么", "Whether the record is whole, and who did what"),
         (_P.READ_AUDIT,)),
)  # fmt: skip


LIBRARY = Page("web:library", Phrase("制度库", "Regulations"),
               Phrase("现行制度、条文、历次版本", "In force, word by word"))  # fmt: skip


MESSAGES = Page("web:messages", Phrase("消息", "Messages"),
                Phrase("系统告知我的事", "What the system told me"))  # fmt: skip


def public_menu(request: HttpRequest) -> list[Link]:
    return _links(PUBLIC, request)


def staff_menu(request: HttpRequest, reader: Reader) -> list[Link]:
    """The pages that this person's roles open."""
    opened = [page for page in STAFF if any(map(reader.may, page.any_of))]
    if not (any(map(reader.may, _STUCK)) and is_any_stuck(reader, clock.now())):
        opened = [page for page in opened if page.any_of is not _STUCK]  # nothing there
    return _links([*opened, MESSAGES, LIBRARY], request)


def _links(pages: Iterable[Page], request: HttpRequest) -> list[Link]:
    found = []
    for page in pages:
        address = page.address
        if address:
            here = request.path == address or request.path.startswith(address.rstrip("/") + "/")
            found.append(Link(address, page.words, page.purpose, here))
    return found
