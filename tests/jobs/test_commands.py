"""The command line, as an administrator types it, on a hall of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from yichuang.journal import notes
from yichuang.journal.tree import consistent, includes

SET_UP = """
import django; django.setup()
from datetime import timedelta
from yichuang import clock
from yichuang.journal.actions import open_hall, record
open_hall(training=False, at=clock.real_now(), by="system")
for n in range(3):
    record(site="C", kind="k", subject=f"s:{n}", actor="a", at=clock.real_now())
record(site="C", kind="late", subject="s:late", actor="a", at=clock.real_now() - timedelta(hours=2))
"""


class Hall:
    """A hall in a folder, driven by the command line."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "YICHUANG_HOME": str(home)}
        self.environment.pop("DATABASE_URL", None)
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)  # as anybody runs it

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "yichuang.config.cli", *words],
            env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def python(self, code: str) -> None:
        wrapped = (
            "import os; os.environ['DJANGO_SETTINGS_MODULE']='yichuang.config.settings'\n"
            "from yichuang.config.home import home\n"
            "from yichuang.config.postgres import Cluster\n"
            "cluster = Cluster(home().postgres); cluster.start()\n"
            "import django; django.setup()\n"
            "from yichuang.database import as_owner, migrate\n"
            "migrate()\n"
            f"with as_owner():\n{indent(code, '    ')}\n"
            "from django.db import connection; connection.close(); cluster.release()\n"
        )
        subprocess.run([sys.executable, "-c", wrapped], env=self.environment, check=True)


@pytest.mark.req("R17")
def test_the_journal_is_sealed_verified_and_tampering_is_found(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.python(SET_UP)
    waiting = hall.run("journal", "verify")
    assert waiting.returncode == 1, "nothing is sealed, so nothing is vouched for"
    assert "Not sealed yet: 5 (from entry 1)" in waiting.stdout
    assert "nothing is sealed" in waiting.stderr
    assert "5 entries sealed" in hall.run("journal", "seal").stdout
    whole = hall.run("journal", "verify")
    assert whole.returncode == 0, whole.stderr
    assert "Whole: 5 entries sealed" in whole.stdout
    assert "s:late 事后补录 / recorded late (120 min)" in whole.stdout
    hall.python(
        "from django.db import connection as c\n"
        'k = c.cursor(); k.execute("SET session_replication_role = replica")\n'
        "k.execute(\"UPDATE journal_entry SET actor = 'b' WHERE id = 3\")\n"
    )
    broken = hall.run("journal", "verify")
    assert broken.returncode == 1
    assert "entry 3 (leaf 2) was changed" in broken.stderr


@pytest.mark.req("R17")
def test_proofs_are_printed_for_anybody_to_check(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    untouched = hall.run("journal", "verify")
    assert (untouched.returncode, "Traceback" in untouched.stderr) == (1, False)
    hall.python(SET_UP)
    assert "[journal.not_sealed]" in hall.run("journal", "proof", "--entry", "3").stderr
    hall.run("journal", "seal")
    key = notes.key_from(hall.run("journal", "key").stdout)
    proof = json.loads(hall.run("journal", "proof", "--entry", "3").stdout)
    leaf = hashlib.sha256(b"\0" + proof["text"].encode()).digest()
    path = [bytes.fromhex(step) for step in proof["path"]]
    assert includes(leaf, proof["index"], proof["tree_size"], path, bytes.fromhex(proof["root"]))
    head = notes.read_head(proof["checkpoint"])
    assert head.is_by(key)
    assert (head.size, head.root.hex()) == (proof["tree_size"], proof["root"])
    tlog = hall.run("journal", "proof", "--entry", "3", "--tlog-proof").stdout
    assert tlog.startswith("c2sp.org/tlog-proof@v1\nindex 2\n")
    assert tlog.endswith("\n\n" + proof["checkpoint"])
    grown = json.loads(hall.run("journal", "consistency", "--from", "2", "--to", "5").stdout)
    roots = bytes.fromhex(grown["from_root"]), bytes.fromhex(grown["to_root"])
    assert consistent(2, 5, *roots, [bytes.fromhex(step) for step in grown["path"]])
    refused = hall.run("journal", "consistency", "--from", "2", "--to", "9")
    assert "[journal.no_such_size]" in refused.stderr
    assert (tmp_path / "keys" / "journal").stat().st_mode & 0o777 == 0o600
    said = json.loads(hall.run("journal", "verify", "--all", "--json").stdout)
    assert (said["whole"], said["sealed"], said["broken"]) == (True, 5, None)


def test_an_unknown_command_shows_what_there_is(tmp_path: Path) -> None:
    done = Hall(tmp_path).run("jurnal", "verify")
    assert done.returncode == 2
    assert "journal verify" in done.stdout


def test_a_database_that_is_away_is_said_in_a_sentence(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    hall.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    done = hall.run("journal", "verify")
    assert done.returncode == 3
    assert "[database.unreachable]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [(), ("--help",), ("serve", "--help"), ("token", "create", "-h"), ("nothing",)]
)
def test_help_starts_no_database_and_shows_our_options_alone(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = Hall(tmp_path).run(*words)
    assert done.returncode == (2 if words == ("nothing",) else 0), done.stderr
    assert not (tmp_path / "postgres").exists()
    for option in ("--settings", "--pythonpath", "--traceback", "--no-color", "--skip-checks"):
        assert option not in done.stdout
