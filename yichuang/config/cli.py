"""`yichuang`: one command line for the hall.

`yichuang rules …` needs no database and starts in a moment. Everything else runs with
the hall's database up: a server named by DATABASE_URL, or the embedded one, started here
and stopped when the last command that uses it ends.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import nullcontext
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

_WITHOUT_DATABASE = {
    "rules": "yichuang.jobs.rules_cli",
    "bench rules": "yichuang.jobs.bench_rules",
    "bench hall": "yichuang.jobs.bench_hall",  # starts a hall of its own
    "bench obligations": "yichuang.jobs.bench_obligations",  # so does this
    "bench staff": "yichuang.jobs.bench_staff",  # and this
    "bench journal": "yichuang.jobs.bench_journal",
    "device simulate": "yichuang.jobs.device_simulate",  # speaks to a hall as terminals do
    "witness": "yichuang.jobs.witness",
}
_FAILED = 3
_NO_SUCH_TABLE = "42P01"  # nothing was ever set up in this database
_HELP = frozenset({"-h", "--help"})
_DJANGOS = frozenset({
    "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color",
    "skip_checks",
})  # fmt: skip
_AS_OWNER = {"migrate", "makemigrations", "sqlmigrate"}
"""What works on the tables themselves; all else runs as the role that owns nothing."""
_OWNER_ALONE = 0o077


def main(argv: list[str] | None = None) -> NoReturn:
    arguments = list(sys.argv[1:] if argv is None else argv)
    for words, module in _WITHOUT_DATABASE.items():
        count = len(words.split())
        if " ".join(arguments[:count]) == words:
            from importlib import import_module

            sys.exit(import_module(module).main(arguments[count:]))
    sys.exit(_with_database(arguments))


def _with_database(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")
    signal.signal(signal.SIGTERM, _interrupted)
    os.umask(_OWNER_ALONE)  # data, keys and logs of a hall are nobody else's to read
    from yichuang.config.home import home
    from yichuang.config.postgres import Cluster
    from yichuang.errors import HallError

    cluster = None
    try:
        name, rest = _command(arguments)
        if name == "overview" or not _HELP.isdisjoint(rest):  # neither asks the database anything
            return _django(name, rest)
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(home().postgres)
            cluster.start()
        return _django(name, rest)
    except HallError as error:
        print(f"{error.say('zh')}\n{error.say('en')} [{error.code}]", file=sys.stderr)
        return _FAILED
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or ''} [system]", file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        return 130
    finally:
        if cluster:
            cluster.release()


def _command(arguments: list[str]) -> tuple[str, list[str]]:
    """The command asked for and its own arguments."""
    import django
    from django.core.management import get_commands

    django.setup()
    return _name(arguments, set(get_commands()))


def _django(name: str, rest: list[str]) -> int:
    from django.core.management import get_commands, load_command_class
    from django.db.utils import OperationalError, ProgrammingError

    from yichuang.config.refusals import DatabaseGone
    from yichuang.database import as_owner
    from yichuang.errors import HallError
    from yichuang.journal.actions import NotOpened

    try:
        app = get_commands().get(name, "django.core")
        command = load_command_class(app, name) if isinstance(app, str) else app
        if not _HELP.isdisjoint(rest) and name != "overview":
            _show_own_options(command, name)
            return 0
        with as_owner() if name in _AS_OWNER else nullcontext():
            command.run_from_argv(["yichuang", name, *rest])
    except OperationalError as error:
        raise DatabaseGone(why=str(error).strip().splitlines()[-1]) from error
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != _NO_SUCH_TABLE:
            raise
        if name == "journal_verify":  # what isn't there can't be vouched for
            print(f"{NotOpened().say('zh')}\n{NotOpened().say('en')}", file=sys.stderr)
            return 1
        raise NotOpened from error
    except HallError:
        raise
    except SystemExit as stop:
        return int(stop.code or 0) if not isinstance(stop.code, str) else 1
    return 0


def _show_own_options(command: BaseCommand, name: str) -> None:
    """The command's help without the options every Django command has."""
    parser = command.create_parser("yichuang", name.replace("_", " "))
    for action in parser._actions:
        if action.dest in _DJANGOS:
            action.help = argparse.SUPPRESS
    parser.print_help()


def _name(arguments: list[str], known: set[str]) -> tuple[str, list[str]]:
    """`journal verify` is the command journal_verify; one word is a command by itself."""
    joined = "_".join(arguments[:2])
    if len(arguments) > 1 and joined in known:
        return joined, arguments[2:]
    if not arguments or arguments[0] not in known:
        return "overview", arguments
    return arguments[0], arguments[1:]


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
