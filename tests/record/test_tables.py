"""Every table of the product is compared with the record, or says why not."""

from __future__ import annotations

from django.apps import apps

from yichuang.jobs.record import KEPT, UNBOUND


def test_every_table_is_kept_or_says_why_not() -> None:
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    kept, unbound = {one.table for one in KEPT}, {one.table for one in UNBOUND}
    assert not kept & unbound
    assert models - kept - unbound == set(), "name them in yichuang/jobs/record.py"
    assert kept | unbound <= models | {"django_migrations"}
    assert all(one.why.zh and one.why.en for one in UNBOUND)
