"""`yichuang rules …`: rule books and rulings at the command line (规则命令).

Nothing here touches a database, so anyone can check the system against paper. Facts come in
on standard input, rulings go out on standard output. What is wrong is one JSON object on
standard error and exit code 2, never a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from yichuang.phrases import Language, Phrase

# Plugins of pydantic are looked up in every installed package; there are none, and a call
# of this command is to be quick.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

OK, WRONG = 0, 2

_NO_RULE = Phrase("没有名为“{name}”的规则", "there is no rule called {name}")
_RULES = Phrase("以下之一：{known}", "one of {known}")
_BOOK = Phrase("可用的规则手册", "a rule book that can be used")
_SOUND = Phrase("{name}：没有问题", "{name}: nothing wrong")
_COUNT = Phrase("{name}：{n} 处问题", "{name}: {n} problem(s)")
_REMARKS = Phrase("另有 {n} 处请留意", "{n} thing(s) to look at besides")
_PROVED = Phrase("判例：{what}", "cases: {what}")
_RECEIPT = Phrase(
    "yichuang rules explain --receipt 的输出", "what yichuang rules explain --receipt printed"
)
_NO_RECEIPT = Phrase("不是裁定回执（{detail}）", "this is no receipt of a ruling ({detail})")
_SAME = Phrase("没有差别", "no difference")
_USAGE = Phrase("命令用法有误：{detail}", "the command is used wrongly: {detail}")
_HELP = Phrase("见 yichuang rules --help", "see yichuang rules --help")
_PRESET = Phrase("手册", "book")
_RULE = Phrase("规则", "rule")


class _Wrong(Exception):
    """Something the caller gave is wrong: what is printed."""

    def __init__(self, error: str, at: str, expected: str, **more: object) -> None:
        self.json = {"error": error, "at": at, "expected": expected, **more}
        super().__init__(error)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse speaks before the language is known; both are said.
        said = "；".join(_USAGE.say(lang, detail=message) for lang in ("zh", "en"))
        raise _Wrong(said, "argv", "；".join(_HELP.say(lang) for lang in ("zh", "en")))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command. Exit codes: 0 done, 2 something given is wrong."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        args = _parser().parse_args(argv)
        run: Callable[[argparse.Namespace], int] = args.run
        return run(args)
    except _Wrong as wrong:
        print(_json(wrong.json), file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more to say, and no traceback at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="yichuang rules", description="规则手册与裁定 / rule books and rulings")
    parser.set_defaults(run=lambda _: _help(parser))
    commands = parser.add_subparsers()

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> _Parser:
        made = commands.add_parser(name, help=about, description=about)
        made.add_argument("--lang", choices=["zh", "en"], default="zh", help="语言 / language")
        made.set_defaults(run=run)
        assert isinstance(made, _Parser)
        return made

    explain = command("explain", _explain, "裁定事实并说明理由 / rule on facts, with reasons")
    explain.add_argument("rule")
    explain.add_argument("--book", action="append", default=[], help="内置手册或 YAML 文件")
    explain.add_argument("--jsonl", action="store_true", help="一行一组事实 / facts, one a line")
    explain.add_argument("--receipt", action="store_true", help="附回执 / with its receipt")
    rerun = command("rerun", _rerun, "按回执重新裁定 / rule again by a receipt")
    rerun.add_argument("file", type=Path, help="explain --receipt 的输出 / its output")
    rerun.add_argument("--book", action="append", default=[], help="改用的手册 / other books")
    command("list", _list, "列出内置手册与规则 / presets and rules")
    show = command("show", _show, "合成后的手册 / a book after composition, as YAML")
    show.add_argument("name", nargs="+")
    check = command("check", _check, "检查手册 / every problem of a book, with its line")
    check.add_argument("file", type=Path, nargs="+", help="依次叠加 / later over earlier")
    check.add_argument("--json", action="store_true")
    check.add_argument(
        "--checked-since", type=_day, help="此前核对的也列出 / what was last checked before"
    )
    diff = command("diff", _diff, "两册的差别 / what differs between two books")
    diff.add_argument("a")
    diff.add_argument("b")
    schema = command("schema", _schema, "手册的 JSON Schema / the JSON Schema of a book")
    schema.add_argument("--count", action="store_true", help="有多少种键 / how many keys")
    replay = command("replay", _replay, "用两册重演事实 / facts ruled on under two books")
    replay.add_argument("--book", action="append", required=True, help="新手册 / the new book")
    replay.add_argument("--against", action="append", default=[], help="旧手册 / the old book")
    replay.add_argument("--json", action="store_true")
    replay.add_argument("file", type=Path, help="JSONL；- 为标准输入 / - is standard input")
    return parser


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return OK


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _book(wanted: Sequence[str], language: Language) -> Any:
    from yichuang.jobs.book_files import Shelf
    from yichuang.rules.book import BookError

    try:
        return Shelf().open(wanted)
    except BookError as error:
        raise _of_book(error, language) from None


def _of_book(error: Any, language: Language) -> _Wrong:
    first = error.problems[0]
    at = f"{first.book}:{first.line}" if first.line else first.book
    return _Wrong(
        "\n".join(p.say(language) for p in error.problems),
        f"{at} {first.path}".rstrip(),
        first.expected.say(language, **first.args),
        problems=[p.to_json(language) for p in error.problems],
    )


def _explain(args: argparse.Namespace) -> int:
    from yichuang.rules import registry
    from yichuang.rules.book import BookError

    language: Language = args.lang
    if args.rule not in registry.RULES:
        known = ", ".join(registry.RULES)
        error = _NO_RULE.say(language, name=args.rule)
        raise _Wrong(error, "RULE", _RULES.say(language, known=known))
    rule = registry.find(args.rule)
    book = _book(args.book, language)
    try:
        if args.jsonl:
            for line in sys.stdin.buffer:
                print(_json(_ruling_or_error(rule, line, book, language)))
            return OK
        text = sys.stdin.buffer.read()
        ruling = _ruling(rule, text, book, language)
        if args.receipt:
            ruling = _with_receipt(rule.name, book, args.book, text, ruling)
    except BookError as error:
        raise _of_book(error, language) from None
    print(_json(ruling))
    return OK


def _ruling(rule: Any, text: bytes, book: Any, language: Language) -> Any:
    from yichuang.rules.border import decide, read_facts, ruling_json
    from yichuang.rules.facts import FactsError

    try:
        return ruling_json(decide(rule, read_facts(rule.facts, text), book), language)
    except FactsError as error:
        raise _Wrong(**error.to_json(language)) from None


def _ruling_or_error(rule: Any, text: bytes, book: Any, language: Language) -> Any:
    try:
        return _ruling(rule, text, book, language)
    except _Wrong as wrong:
        return wrong.json


def _with_receipt(
    rule: str, book: Any, given: Sequence[str], text: bytes, ruling: dict[str, Any]
) -> dict[str, Any]:
    from yichuang import __version__
    from yichuang.rules.receipt import receipt

    facts = json.loads(text)
    return {**ruling, "receipt": receipt(rule, __version__, book, given, facts, ruling)}


def _rerun(args: argparse.Namespace) -> int:
    from yichuang.rules import registry
    from yichuang.rules.book import BookError
    from yichuang.rules.receipt import compare

    language: Language = args.lang
    try:
        old = json.loads(args.file.read_text("utf-8"))
        made = old["receipt"]
        name, given, facts = made["rule"], args.book or made["book"]["given"], made["facts"]
        rule = registry.find(name)
        book = _book(given, language)
        text = json.dumps(facts, ensure_ascii=False).encode()
        ruling = _ruling(rule, text, book, language)
        found = compare(old, _with_receipt(name, book, given, text, ruling))
    except BookError as error:
        raise _of_book(error, language) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        wanted = _RECEIPT.say(language)
        raise _Wrong(_NO_RECEIPT.say(language, detail=error), str(args.file), wanted) from None
    print(_json({**found._asdict(), "ruling": ruling}))
    return OK if found.same else WRONG


def _list(args: argparse.Namespace) -> int:
    from yichuang.rules import registry
    from yichuang.rules.book.presets import names, preset

    for name in names():
        print(_PRESET.say(args.lang), name, preset(name).title.say(args.lang), sep="\t")
    for name, entry in registry.RULES.items():
        print(_RULE.say(args.lang), name, entry.title.say(args.lang), sep="\t")
    return OK


def _show(args: argparse.Namespace) -> int:
    from yichuang.rules.book import BookError
    from yichuang.rules.book.show import show

    try:
        print(show(_book(args.name, args.lang)), end="")
    except BookError as error:
        raise _of_book(error, args.lang) from None
    return OK


def _check(args: argparse.Namespace) -> int:
    from yichuang.jobs.book_files import Shelf

    shelf = Shelf()
    problems = shelf.check(*args.file, since=args.checked_since)
    wrong = sum(problem.level == "error" for problem in problems)
    if args.json:
        print(_json([p.to_json(args.lang) for p in problems]))
        return WRONG if wrong else OK
    for problem in problems:
        print(problem.say(args.lang))
    name = "、".join(map(str, args.file))
    print((_COUNT if wrong else _SOUND).say(args.lang, name=name, n=wrong))
    if len(problems) > wrong:
        print(_REMARKS.say(args.lang, n=len(problems) - wrong))
    if not wrong and (proved := shelf.proved(*args.file)):
        between = "，" if args.lang == "zh" else ", "
        what = between.join(f"{article} × {n}" for article, n in sorted(proved.items()))
        print(_PROVED.say(args.lang, what=what))
    return WRONG if wrong else OK


def _diff(args: argparse.Namespace) -> int:
    from yichuang.rules.book import BookError
    from yichuang.rules.book.diff import diff

    try:
        changes = diff(_book([args.a], args.lang), _book([args.b], args.lang))
    except BookError as error:
        raise _of_book(error, args.lang) from None
    for change in changes:
        print(change.say(args.lang))
    if not changes:
        print(_SAME.say(args.lang))
    return OK


def _schema(args: argparse.Namespace) -> int:
    from yichuang.rules.book.schema import keys_of, schema

    if args.count:
        print(len(keys_of()))
        return OK
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return OK


def _replay(args: argparse.Namespace) -> int:
    from yichuang.jobs.rules_replay import run

    new = _book(args.book, args.lang)
    old = _book(args.against, args.lang) if args.against else _beneath(new)
    source: BinaryIO = sys.stdin.buffer
    if str(args.file) != "-":
        try:
            source = args.file.open("rb")
        except OSError as error:
            raise _Wrong(str(error), str(args.file), _BOOK.say(args.lang)) from None
    with source:
        return run(source, old, new, args.lang, as_json=args.json)


def _beneath(book: Any) -> Any:
    """What the topmost book stands on: without another to compare with, its own effect shows."""
    from yichuang.rules.book import Book

    return Book(book.layers[:-1] or book.layers)


if __name__ == "__main__":
    raise SystemExit(main())
