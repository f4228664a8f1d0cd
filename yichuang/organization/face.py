"""What the organization shows of itself (组织的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

WORK_WINDOW = Permission(
    "window.work",
    Phrase("窗口叫号接待", "work at a window"),
    Role.WINDOW_CLERK,
    Role.INTEGRATED_WINDOW,
)
SUPERVISE = Permission(
    "hall.supervise",
    Phrase("大厅督查", "supervise the hall"),
    Role.SUPERVISION,
    Role.DIRECTOR,
)
SEE_PERSONAL_DATA = Permission(
    "person.unmask",
    Phrase("查看未脱敏个人信息", "see personal data unmasked"),
    Role.REVIEWER,
    Role.VERIFIER,
    Role.CHIEF_REPRESENTATIVE,
)
MANAGE_PEOPLE = Permission(
    "people.manage",
    Phrase("管理人员和账号", "manage people and accounts"),
    Role.SYSTEM_ADMIN,
)
MANAGE_ROLES = Permission(
    "roles.manage",
    Phrase("授予和撤销角色", "grant and revoke roles"),
    Role.SECURITY_ADMIN,
)
MANAGE_DEVICES = Permission(
    "devices.manage",
    Phrase("管理设备", "manage devices"),
    Role.SYSTEM_ADMIN,
)
READ_AUDIT = Permission(
    "audit.read",
    Phrase("审计流水账", "audit the journal"),
    Role.AUDIT_ADMIN,
)

FACE = Face(
    permissions=(
        WORK_WINDOW,
        SUPERVISE,
        SEE_PERSONAL_DATA,
        MANAGE_PEOPLE,
        MANAGE_ROLES,
        MANAGE_DEVICES,
        READ_AUDIT,
    ),
    journal={
        "site.added": Phrase("增设场所", "Site added"),
        "department.added": Phrase("增设部门", "Department added"),
        "window.added": Phrase("增设窗口", "Window added"),
        "window.assigned": Phrase("窗口承办业务", "Service given to a window"),
        "service.added": Phrase("增设业务", "Service added"),
        "person.added": Phrase("增加人员", "Person added"),
        "account.opened": Phrase("开通账号", "Account opened"),
        "account.closed": Phrase("停用账号", "Account closed"),
        "account.renewed": Phrase("重置密码", "Password reset"),
        "account.reset_requested": Phrase("申请重置管理员密码", "Administrator's reset requested"),
        "account.reset_confirmed": Phrase("确认重置管理员密码", "Administrator's reset confirmed"),
        "account.password_changed": Phrase("修改密码", "Password changed"),
        "account.log_in_refused": Phrase("登录失败", "Log-in refused"),
        "account.locked_out": Phrase("登录锁定", "Locked out"),
        "account.second_enrolled": Phrase("启用第二因素", "Second factor set up"),
        "account.second_refused": Phrase("验证码不对", "Second factor refused"),
        "account.recovery_code_used": Phrase("使用恢复码", "Recovery code used"),
        "account.second_reset_requested": Phrase(
            "申请重置第二因素", "Second factor's reset requested"
        ),
        "account.second_reset_confirmed": Phrase(
            "确认重置第二因素", "Second factor's reset confirmed"
        ),
        "account.sessions_ended": Phrase("会话下线", "Logged out elsewhere"),
        "access.denied": Phrase("越权访问被拒", "Denied"),
        "account.logged_in": Phrase("登录", "Logged in"),
        "account.logged_out": Phrase("退出", "Logged out"),
        "role.granted": Phrase("授予角色", "Role granted"),
        "role.revoked": Phrase("撤销角色", "Role revoked"),
        "token.created": Phrase("签发令牌", "Token issued"),
        "token.revoked": Phrase("停用令牌", "Token revoked"),
        "calendar.entered": Phrase("录入节假日", "Holidays entered"),
        "calendar.completed": Phrase(
            "确认全年放假安排已齐", "A year's arrangement confirmed complete"
        ),
    },
    subjects={
        "account": Phrase("账号", "Account"),
        "calendar": Phrase("节假日", "Holidays"),
        "person": Phrase("人员", "Person"),
        "site": Phrase("场所", "Site"),
        "token": Phrase("令牌", "Token"),
        "window": Phrase("窗口", "Window"),
    },
    public=(Page("web:windows", Phrase("窗口和人员", "Windows and people"), place=40),),
    staff=(
        Page(
            "web:cockpit",
            Phrase("大厅实况", "The hall now"),
            Phrase("窗口、等候、时限", "Windows, waits, limits"),
            (SUPERVISE,),
            place=50,
        ),
        Page(
            "web:people",
            Phrase("人员和账号", "People and accounts"),
            Phrase("增加人员、开通和停用账号", "Add people, open and close accounts"),
            (MANAGE_PEOPLE,),
            place=90,
        ),
        Page(
            "web:tokens",
            Phrase("设备和令牌", "Devices and tokens"),
            Phrase("取号机、显示屏、接口令牌", "Kiosks, displays, API tokens"),
            (MANAGE_DEVICES,),
            place=100,
        ),
        Page(
            "web:resets",
            Phrase("重置确认", "Password resets"),
            Phrase("确认其他管理员的密码重置", "Confirm another administrator's reset"),
            (MANAGE_PEOPLE, MANAGE_ROLES, READ_AUDIT),
            place=110,
        ),
        Page(
            "web:roles",
            Phrase("角色授权", "Roles"),
            Phrase("谁能做什么", "Who may do what"),
            (MANAGE_ROLES,),
            place=120,
        ),
        Page(
            "web:audit",
            Phrase("审计", "Audit"),
            Phrase("流水账是否完整，谁做过什么", "Whether the record is whole, and who did what"),
            (READ_AUDIT,),
            place=130,
        ),
    ),
)
