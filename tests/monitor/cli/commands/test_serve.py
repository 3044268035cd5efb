from __future__ import annotations

import re
import socket

import pytest

from monitor.cli.commands.serve import APPLICATION, address, listen
from monitor.errors import BadInput
from monitor.web import app


def test_port_0_picks_one_and_the_address_names_it() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d+", address(listening))


def test_a_port_in_use_is_one_sentence_that_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(BadInput, match="--port 0 to pick a free one"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_the_application_that_is_named_is_there() -> None:
    module, _, name = APPLICATION.partition(":")

    assert module == app.__name__
    assert callable(getattr(app, name))
