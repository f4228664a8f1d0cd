"""What the catalogue shows of itself (事项的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

MANAGE_CATALOG = Permission(
    "catalog.manage",
    Phrase("管理事项", "manage items"),
    Role.OFFICE,
    Role.SYSTEM_ADMIN,
)

FACE = Face(
    permissions=(MANAGE_CATALOG,),
    journal={
        "catalog.taken_in": Phrase("列入事项目录", "Catalogue taken in"),
        "item.admission_applied": Phrase("申请事项进退", "Admission applied for"),
        "item.admission_decided": Phrase("事项进退议定", "Admission decided"),
        "item.admission_approved": Phrase("事项进退批准", "Admission approved"),
        "item.listed_elsewhere": Phrase("列为别处办理", "Listed as handled elsewhere"),
        "item.published": Phrase("公布事项", "Item published"),
        "item.unpublished": Phrase("撤下事项", "Item unpublished"),
    },
    subjects={"item": Phrase("事项", "Item")},
    public=(Page("web:items", Phrase("办事指南", "Services"), place=10),),
    staff=(
        Page(
            "web:catalog",
            Phrase("事项管理", "Items"),
            Phrase("事项、材料、指南", "Items, materials, guides"),
            (MANAGE_CATALOG,),
            place=80,
        ),
    ),
)
