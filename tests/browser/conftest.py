"""A demo hall in its own folder, and a browser to walk through it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Chromium as Debian ships it; its own network chatter is switched off.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_STARTED_WITHIN = 60_000  # ms; generous, a cold machine also makes the database


@dataclass(frozen=True, slots=True)
class RunningHall:
    """A hall that answers at `url`, with its command line."""

    url: str
    environment: dict[str, str]
    terminals: str = ""
    """Where its attendance terminals speak to."""

    def command(self, *words: str) -> str:
        """What `yichuang …` prints. Fails the test where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "yichuang.config.cli", *words], env=self.environment,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def start_hall(home: Path, *words: str) -> tuple[RunningHall, subprocess.Popen[str]]:
    """Start `yichuang demo` and wait until it says that the page answers."""
    port, terminals = free_port(), free_port()
    environment = {**os.environ, "YICHUANG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "yichuang.config.cli", "demo", "--port", str(port),
         "--device-port", str(terminals), *words],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if f"http://localhost:{port}/" in line:
            url = f"http://localhost:{port}"
            return RunningHall(url, environment, f"http://localhost:{terminals}"), process
    raise AssertionError("the demo hall did not start:\n" + "".join(said))


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    """The demo hall, without its self-running day, so that tests alone move it."""
    home = tmp_path_factory.mktemp("hall")
    running, process = start_hall(home, "--no-live", "--workers", "2")
    yield running
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("YICHUANG_CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is needed (Debian package chromium, or name it in YICHUANG_CHROMIUM)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, hall: RunningHall) -> Iterator[BrowserContext]:
    """Somebody with a browser of their own, nobody logged in."""
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(15_000)
    yield context
    context.close()


Accessible = Callable[[Page], None]


@pytest.fixture(scope="session")
def accessible() -> Accessible:
    """Check a page with axe against WCAG 2.2 AA; every finding is a failure."""
    axe = Axe()

    def check(page: Page) -> None:
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = axe.run(page, options=options)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
