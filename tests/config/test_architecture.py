"""The ladder holds in the database too: a foreign key points down, as imports do."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey, Model

ROOT = Path(__file__).parents[2]


def _rungs() -> dict[str, int]:
    """Each package's rung, the lowest highest, from the same contract that holds imports."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    ladder = next(c for c in contracts if c["type"] == "layers")
    return {
        name.strip().strip("()"): rung
        for rung, names in enumerate(ladder["layers"])
        for name in names.split("|")
    }


def _ours(model: type[Model]) -> bool:
    return model.__module__.startswith("yichuang.")


def _package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_foreign_keys_point_down_the_ladder() -> None:
    rungs, seen = _rungs(), 0
    for model in filter(_ours, apps.get_models()):
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or not _ours(field.related_model):
                continue
            here, there = _package(model), _package(field.related_model)
            assert rungs[there] >= rungs[here], f"{model.__name__}.{field.name} points up"
            seen += 1
    assert seen > 20, "the keys were looked at"
