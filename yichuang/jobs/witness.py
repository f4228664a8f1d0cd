"""`yichuang witness`: cosign another office's heads (见证). Needs no database and no hall."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import django

from yichuang.journal.notes import Unreadable, key_from
from yichuang.journal.outside import Outside
from yichuang.journal.witnessing import Answer, Witness

_MOST = 64 * 1024  # bytes of a request
_PATIENCE = 10.0  # seconds for one


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    asked = _parser().parse_args(argv)
    os.environ.setdefault("YICHUANG_HOME", str(asked.folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")
    django.setup()
    try:
        halls = [key_from(text) for text in asked.hall]
    except Unreadable as error:
        print(f"公钥不可读 / not a key: {error}")
        return 2
    key = Outside(asked.folder, asked.folder).signing_key(make=True)
    witness = Witness(asked.name, key, {hall.name: hall for hall in halls}, asked.folder / "seen")
    with server(witness, asked.host, asked.port) as serving:
        print(
            f"{witness.public.witness_text}\nhttp://{asked.host}:{serving.server_port}/", flush=True
        )
        serving.serve_forever()
    return 0


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """The witness behind HTTP: ``POST /add-checkpoint``."""

    from yichuang.clock import real_now

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _PATIENCE

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > _MOST:
                self.close_connection = True
                self._say(Answer(413 if length.isdecimal() else 411))
                return
            body = self.rfile.read(int(length))
            if self.path != "/add-checkpoint":
                self._say(Answer(404))
                return
            try:
                answer = witness.add_checkpoint(body.decode(), at=real_now())
            except UnicodeDecodeError:
                answer = Answer(400)
            self._say(answer)

        def _say(self, answer: Answer) -> None:
            text = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
            """Nothing: what was seen stands in the folder."""

    return ThreadingHTTPServer((host, port), Door)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("yichuang witness", description=__doc__)
    parser.add_argument("--name", required=True, help="见证方名称 / the witness's name")
    parser.add_argument("--hall", action="append", required=True, metavar="KEY",
                        help="大厅公钥（yichuang journal key） / a hall's key")  # fmt: skip
    parser.add_argument("--folder", type=Path, required=True, help="存放目录 / where it keeps")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8700)
    return parser
