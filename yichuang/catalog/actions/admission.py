"""Admitting, changing and withdrawing an item by procedure (项目管理, R06).

A window unit applies; the centre's directors' meeting decides; the government approves;
only then does it take effect, from a date that is not in the past. Each step is a fact of
its own, and whoever applied doesn't enter the meeting's decision.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max

from yichuang.catalog.actions.access import must_apply_for, must_manage, one_at_a_time
from yichuang.catalog.actions.publication import in_force_row, must_be_grounded
from yichuang.catalog.admission import AdmissionDossier, Kind
from yichuang.catalog.content import ItemContent
from yichuang.catalog.models import Admission, ItemVersion, ServiceItem
from yichuang.catalog.refusals import AlreadyApplied, NotBackwards, VersionAhead
from yichuang.catalog.versions import new_version
from yichuang.courses.store import begin, hold
from yichuang.courses.writing import happen, refusal
from yichuang.errors import NotFound
from yichuang.organization.queries import SYSTEM, Reader, departments
from yichuang.text import passage


def apply_to_admit(
    *, code: str, department_id: int, content: ItemContent, reason: str, basic_code: str = "",
    at: datetime, by: Reader,
) -> int:  # fmt: skip
    """Apply to admit an item (申请进驻); returns the application's id.

    Raises NotAllowed, NoLegalBasis with every part that has none, AlreadyApplied, NotFound.
    """
    must_apply_for(by, department_id)
    must_be_grounded(content)
    department = departments().filter(pk=department_id).first()
    if department is None:
        raise NotFound(what="department")
    with transaction.atomic():
        one_at_a_time()
        item, _ = ServiceItem.objects.get_or_create(
            code=code, defaults={"department": department, "basic_code": basic_code}
        )
        return _apply(Admission.Kind.ADMIT, item, content, reason, at, by)


def apply_to_change(
    *, code: str, content: ItemContent, reason: str, at: datetime, by: Reader
) -> int:
    """Apply to change an item in force (申请变更); the case keeps the version it had.

    Raises NotInForce, NotAllowed, NoLegalBasis, AlreadyApplied.
    """
    must_be_grounded(content)
    with transaction.atomic():
        one_at_a_time()
        item = in_force_row(code, at).item
        must_apply_for(by, item.department_id)
        return _apply(Admission.Kind.CHANGE, item, content, reason, at, by)


def apply_to_withdraw(*, code: str, reason: str, at: datetime, by: Reader) -> int:
    """Apply to withdraw an item (申请取消). Raises NotInForce, NotAllowed, AlreadyApplied."""
    with transaction.atomic():
        one_at_a_time()
        item = in_force_row(code, at).item
        must_apply_for(by, item.department_id)
        return _apply(Admission.Kind.WITHDRAW, item, None, reason, at, by)


def enter_decision(
    *, application: int, agreed: bool, minutes: str, at: datetime, by: Reader
) -> None:
    """Enter what the directors' meeting decided (主任会议决定), by the number of its minutes.

    Raises NotAllowed, SamePerson, OutOfOrder.
    """
    with transaction.atomic():
        dossier = _hold(application, by)
        said = {"agreed": agreed, "minutes": passage(minutes)}
        _happen(dossier, Kind.DECIDED if agreed else Kind.REJECTED, said, at, by)


def enter_approval(
    *, application: int, granted: bool, document: str, effective_at: datetime,
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Enter the government's approval (政府批准); the change takes effect at `effective_at`.

    Raises NotAllowed, OutOfOrder before the meeting agreed, NotBackwards, VersionAhead.
    """
    document = passage(document)
    with transaction.atomic():
        one_at_a_time()
        dossier, kind = _hold(application, by), Kind.APPROVED if granted else Kind.DENIED
        said = {
            "granted": granted, "document": document, "effective_at": effective_at.isoformat(),
        }  # fmt: skip
        _must(dossier, kind, by)
        if granted and effective_at < at:
            raise NotBackwards(field="effective_at")
        if granted:
            _take_effect(dossier.application, effective_at, document)
        _happen(dossier, kind, said, at, by)


def _apply(
    kind: Admission.Kind,
    item: ServiceItem,
    content: ItemContent | None,
    reason: str,
    at: datetime,
    by: Reader,
) -> int:
    version, reason = None, passage(reason)
    if content is not None:
        highest = item.versions.aggregate(highest=Max("number"))["highest"] or 0
        version = new_version(
            item, content, number=highest + 1,
            ground="", at=at, by=by.name,
        )  # fmt: skip
        version.save()
    try:
        with transaction.atomic():
            row = Admission.objects.create(
                kind=kind, item=item, version=version, reason=reason, applied_at=at,
                applied_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyApplied(code=item.code) from error
    dossier = begin(
        AdmissionDossier, str(row.pk), subject=f"item:{item.code}",
        department_id=item.department_id, at=at,
    )  # fmt: skip
    dossier.application = row
    _happen(dossier, Kind.APPLIED, {"kind": str(kind), "reason": reason}, at, by)
    return row.pk


def _hold(application: int, by: Reader) -> AdmissionDossier:
    """The application under its lock. The catalogue is one for all sites."""
    must_manage(by)
    row = (
        Admission.objects.select_for_update(of=("self",))
        .select_related("item", "version")
        .filter(pk=application)
        .first()
    )
    if row is None:
        raise NotFound(what="application")
    dossier = hold(AdmissionDossier, str(application), SYSTEM)
    dossier.application = row
    return dossier


def _must(dossier: AdmissionDossier, kind: Kind, by: Reader) -> None:
    refused = refusal(dossier, kind, by)
    if refused is not None:
        raise refused


def _happen(
    dossier: AdmissionDossier, kind: Kind, said: dict[str, object], at: datetime, by: Reader
) -> None:
    """Write the step; a refusal drops the draft with it."""
    _must(dossier, kind, by)
    if kind in (Kind.REJECTED, Kind.DENIED):
        _drop_draft(dossier.application)
    told = {"application": dossier.application.pk, **said}
    happen(dossier, kind, said, at=at, by=by, told=told)


def _take_effect(row: Admission, effective_at: datetime, document: str) -> None:
    """End the version in force at that instant and begin the new one, if there is one."""
    adopted = ItemVersion.objects.filter(item=row.item, status=ItemVersion.Status.ADOPTED)
    if adopted.filter(valid__startswith__gte=effective_at).exists():
        raise VersionAhead(code=row.item.code)
    for running in adopted.filter(valid__contains=effective_at):
        assert running.valid is not None
        running.valid = DateTimeTZRange(running.valid.lower, effective_at)
        running.save(update_fields=["valid"])
    if row.version is not None:
        draft = row.version
        draft.status = ItemVersion.Status.ADOPTED
        draft.valid = DateTimeTZRange(effective_at, None)
        draft.ground = document
        if not draft.missing and draft.grounded:
            draft.published_at = effective_at
        draft.save()


def _drop_draft(row: Admission) -> None:
    """A refused draft stays on record as refused."""
    if row.version is not None:
        row.version.status = ItemVersion.Status.REFUSED
        row.version.save(update_fields=["status"])
