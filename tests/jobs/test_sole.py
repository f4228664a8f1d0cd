"""One hall at a port, one in a home: whoever comes second is told who holds it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from yichuang.jobs.sole import HomeTaken, PortInUse, PortTaken, sole_hall
from yichuang.jobs.supervisor import free_port

HERE = "127.0.0.1"


@pytest.mark.django_db
@pytest.mark.parametrize(("same_home", "refusal"), [(True, HomeTaken), (False, PortTaken)])
def test_the_second_is_told_who_holds_it(
    tmp_path: Path, same_home: bool, refusal: type[HomeTaken | PortTaken]
) -> None:
    port = free_port()
    with sole_hall(tmp_path / "a", HERE, port):
        home, other = (tmp_path / "a", free_port()) if same_home else (tmp_path / "b", port)
        with pytest.raises(refusal) as refused, sole_hall(home, HERE, other):
            pass
        said = refused.value.say("en")
        assert f"process {os.getpid()}" in said
        assert str(tmp_path / "a") in said
        assert str(port) in said
    with sole_hall(tmp_path / "a", HERE, port):
        pass


@pytest.mark.django_db
def test_a_port_that_shares_itself_is_taken_all_the_same(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind((HERE, 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(PortInUse), sole_hall(tmp_path, HERE, port):
            pass
