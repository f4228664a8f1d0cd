"""Reading the catalogue. What an item says is public; drafts and gaps are the office's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db.models import Count, Q, QuerySet

from yichuang.catalog import models, search
from yichuang.catalog.content import ItemContent
from yichuang.catalog.disclosures import Disclosure
from yichuang.catalog.face import MANAGE_CATALOG
from yichuang.catalog.kinds import CaseKind, Kind, Served, Unit
from yichuang.catalog.refusals import NotInForce
from yichuang.catalog.versions import content_of
from yichuang.errors import NotFound
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import instant
from yichuang.phrases import Phrase

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A material a version asks for, as a window needs it."""

    code: str
    name: str
    name_en: str
    required: bool


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """One version of an item (事项版本), with what cases and pages need of it."""

    id: int
    code: str
    number: int
    name: str
    name_en: str
    kind: Kind
    case_kind: CaseKind
    department_id: int
    department: str
    department_en: str
    content: ItemContent
    missing: tuple[Disclosure, ...]
    valid_from: datetime
    valid_until: datetime | None
    published: bool
    ground: str

    @property
    def materials(self) -> tuple[Paper, ...]:
        return tuple(
            Paper(material.code, material.name.zh, material.name.en, material.required)
            for material in self.content.materials
        )

    @property
    def promised(self) -> tuple[int, Unit] | None:
        """The promised limit; None: nothing shorter is promised than the law allows."""
        limit = self.content.promised
        return (limit.n, limit.unit) if limit else None

    @property
    def statutory(self) -> tuple[int, Unit] | None:
        """The statutory limit; None: the law's default."""
        told = self.content.statutory
        return (told.limit.n, told.limit.unit) if told else None

    @property
    def tacit_basis(self) -> str:
        """The article by which silence approves (超时默许); empty: it doesn't."""
        tacit = self.content.tacit_approval
        return "、".join(citation.short for citation in tacit.basis) if tacit else ""

    @property
    def joint(self) -> bool:
        return self.case_kind == "joint"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list."""

    code: str
    version_id: int
    name: Phrase
    department: Phrase
    kind: Kind
    case_kind: CaseKind
    published: bool
    missing: tuple[Disclosure, ...]
    grounded: bool
    """It and all its parts have a legal basis."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application to admit, change or withdraw an item, and how far it got."""

    id: int
    kind: str
    stage: str
    code: str
    name: str
    reason: str
    applied_at: datetime
    applied_by: str
    minutes: str
    document: str
    effective_at: datetime | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A matter that isn't admitted, and where it is handled (未进驻事项)."""

    name: Phrase
    where: Phrase
    why: Phrase
    phone: str


def item_version_in_force(code: str, on: date | datetime) -> ItemVersion:
    """The version in force on a day (as it stands at its end) or at an instant (现行版本).

    Raises NotInForce, also for a code nobody knows.
    """
    row = _rows(_instant(on)).filter(item__code=code).first()
    if row is None:
        names = models.ItemVersion.objects.filter(item__code=code).order_by("-number")
        raise NotInForce(code=code, name=names.values_list("name", flat=True).first() or "—")
    return _version(row)


def item_version(version_id: int) -> ItemVersion:
    """A version by its id, in force or not: what a case was accepted under."""
    row = (
        models.ItemVersion.objects.select_related("item__department")
        .filter(pk=version_id, status=models.ItemVersion.Status.ADOPTED)
        .first()
    )
    if row is None:
        raise NotFound(what=f"version {version_id}")
    return _version(row)


def public_item(code: str, at: datetime) -> ItemVersion:
    """An item as the public sees it (办事指南). Raises NotFound unless it is published."""
    row = _rows(at).filter(item__code=code, published_at__lte=at).first()
    if row is None:
        raise NotFound(what=code, field="code")
    return _version(row)


def public_items(
    at: datetime, *, words: str = "", department_id: int | None = None, kind: Kind | None = None,
    served: Served | None = None, limit: int = 50, offset: int = 0,
) -> list[ItemRow]:  # fmt: skip
    """Published items, found by what people say (办事搜索): everyday words, pinyin, text.

    The best answer comes first. Ask for one more than a page holds to know whether there
    is a next one.
    """
    rows = _rows(at).filter(published_at__lte=at)
    if department_id is not None:
        rows = rows.filter(item__department=department_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if served is not None:
        rows = rows.filter(content__served__contains=[served])
    return _listed(rows, words, limit, offset)


def nearest_items(at: datetime, *, words: str, limit: int = 3) -> list[ItemRow]:
    """Published items most like words that nothing answers (相近事项), so there is a way on."""
    documents = _documents(_rows(at).filter(published_at__lte=at))
    return _in_order(search.nearest(search.question(words), documents, limit))


def items_at_window(
    at: datetime, *, words: str = "", department_ids: Sequence[int] | None = None,
    limit: int = 50, offset: int = 0,
) -> list[ItemRow]:  # fmt: skip
    """Items a window may accept now (可受理事项): all in force, complete or not."""
    rows = _rows(at)
    if department_ids is not None:
        rows = rows.filter(item__department__in=department_ids)
    return _listed(rows, words, limit, offset)


def departments_with_items(at: datetime) -> list[tuple[int, Phrase, int]]:
    """Departments with published items: id, name, how many; the largest first."""
    rows = (
        _rows(at)
        .filter(published_at__lte=at)
        .values_list("item__department", "item__department__name", "item__department__name_en")
        .annotate(items=Count("id"))
        .order_by("-items", "item__department__name")
    )
    return [(pk, Phrase(zh, en or zh), items) for pk, zh, en, items in rows]


def incomplete_items(
    at: datetime, *, reader: Reader, words: str = "", limit: int = 50, offset: int = 0
) -> list[ItemRow]:
    """Items in force that can't be published yet, with what is missing (六公开不全)."""
    _must_manage(reader)
    rows = _rows(at).filter(Q(missing__len__gt=0) | Q(grounded=False))
    return _listed(rows, words, limit, offset)


def guides_past_review(on: date, *, reader: Reader) -> list[tuple[ItemRow, date]]:
    """Items whose guide should have been looked over by now, with the day (R08, R54)."""
    _must_manage(reader)
    rows = _rows(_instant(on)).filter(content__review_by__lt=on.isoformat())
    return [
        (_row(row), review_by)
        for row in rows.order_by("content__review_by")
        if (review_by := content_of(row).review_by) is not None
    ]


def versions_of(code: str) -> list[ItemVersion]:
    """Every version an item ever had in force, the newest first (历史版本)."""
    rows = models.ItemVersion.objects.select_related("item__department").filter(
        item__code=code, status=models.ItemVersion.Status.ADOPTED
    )
    return [_version(row) for row in rows.order_by("-valid__startswith")]


def applications(*, reader: Reader, open_only: bool = True, limit: int = 50) -> list[Application]:
    """Applications to admit, change or withdraw items (进驻申请), the newest first."""
    _must_manage(reader)
    rows = models.Admission.objects.select_related("item", "version").order_by("-applied_at", "-id")
    if open_only:
        rows = rows.filter(stage__in=["applied", "agreed"])
    return [
        Application(
            row.pk, row.kind, row.stage, row.item.code, row.version.name if row.version else "",
            row.reason, row.applied_at, row.applied_by, row.minutes, row.document,
            row.effective_at,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def handled_elsewhere() -> list[Elsewhere]:
    """Matters that aren't admitted, and where they are handled (未进驻事项)."""
    return [
        Elsewhere(Phrase(row.name, row.name_en), Phrase(row.where, row.where_en),
                  Phrase(row.why, row.why_en), row.phone)
        for row in models.HandledElsewhere.objects.order_by("name")
    ]  # fmt: skip


def found_elsewhere(words: str) -> list[Elsewhere]:
    """Matters asked for that are handled outside the hall."""
    asked = search.question(words)
    matters = dict(enumerate(handled_elsewhere()))
    documents = {n: search.named(one.name.zh, english=one.name.en) for n, one in matters.items()}
    return [matters[n] for n in search.ranked(asked, documents)]


def last_contents(codes: Iterable[str]) -> dict[str, ItemContent]:
    """What each of these items said last, by code; codes nobody knows are left out."""
    rows = (
        models.ItemVersion.objects.filter(
            item__code__in=list(codes), status=models.ItemVersion.Status.ADOPTED
        )
        .select_related("item")
        .order_by("item_id", "-valid__startswith")
        .distinct("item_id")
    )
    return {row.item.code: content_of(row) for row in rows}


def items_by_code(codes: Iterable[str], at: datetime) -> dict[str, ItemRow]:
    """Items in force by code, for pages that name several (a joint item's parts)."""
    return {row.item.code: _row(row) for row in _rows(at).filter(item__code__in=list(codes))}


def _must_manage(reader: Reader) -> None:
    if reader is not SYSTEM:
        reader.must(MANAGE_CATALOG)


def _instant(on: date | datetime) -> datetime:
    """The last moment of a day; an instant as it is."""
    if isinstance(on, datetime):
        return on
    return instant(datetime.combine(on, time())) + timedelta(days=1) - _MOMENT


def _rows(at: datetime) -> QuerySet[models.ItemVersion]:
    return models.ItemVersion.objects.select_related("item__department").filter(
        status=models.ItemVersion.Status.ADOPTED, valid__contains=at
    )


def _listed(
    rows: QuerySet[models.ItemVersion], words: str, limit: int, offset: int
) -> list[ItemRow]:
    """A page of the rows: by department and name, or as they answer the words."""
    ordered = rows.order_by("item__department__name", "name", "id")
    if not words.strip():
        return [_row(row) for row in ordered[offset : offset + limit]]
    found = search.ranked(search.question(words), _documents(ordered))
    return _in_order(found[offset : offset + limit])


_prepared: dict[tuple[str, str, str], search.Document] = {}
"""What was prepared, by what it was made from: content, code, department."""


def _documents(rows: QuerySet[models.ItemVersion]) -> dict[int, search.Document]:
    """What each row is found by, in their order; only what is new is read and prepared."""
    made_from = {
        pk: key
        for pk, *key in rows.values_list("pk", "digest", "item__code", "item__department__name")
    }
    fresh = [pk for pk, key in made_from.items() if tuple(key) not in _prepared]
    new = models.ItemVersion.objects.select_related("item__department").filter(pk__in=fresh)
    for row in new if fresh else ():
        department = row.item.department
        _prepared[row.digest, row.item.code, department.name] = search.document(
            content_of(row), code=row.item.code, department=(department.name, department.name_en)
        )
    known = {
        pk: _prepared.get((digest, code, name)) for pk, (digest, code, name) in made_from.items()
    }
    return {pk: document for pk, document in known.items() if document}


def _in_order(ids: Sequence[int]) -> list[ItemRow]:
    rows = models.ItemVersion.objects.select_related("item__department").in_bulk(ids)
    return [_row(rows[pk]) for pk in ids]


def _row(row: models.ItemVersion) -> ItemRow:
    department = row.item.department
    return ItemRow(
        code=row.item.code, version_id=row.pk, name=Phrase(row.name, row.name_en),
        department=Phrase(department.name, department.name_en or department.name),
        kind=cast(Kind, row.kind), case_kind=cast(CaseKind, row.case_kind),
        published=row.published_at is not None, missing=_missing(row), grounded=row.grounded,
    )  # fmt: skip


def _missing(row: models.ItemVersion) -> tuple[Disclosure, ...]:
    return tuple(cast(list[Disclosure], row.missing))


def _version(row: models.ItemVersion) -> ItemVersion:
    content, department, valid = content_of(row), row.item.department, row.valid
    assert valid is not None
    return ItemVersion(
        id=row.pk, code=row.item.code, number=row.number, name=row.name, name_en=row.name_en,
        kind=content.kind, case_kind=content.case_kind, department_id=department.pk,
        department=department.name, department_en=department.name_en or department.name,
        content=content, missing=_missing(row), valid_from=valid.lower,
        valid_until=valid.upper, published=row.published_at is not None, ground=row.ground,
    )  # fmt: skip
