from __future__ import annotations

from typing import Any

import httpx
import pytest

from scrapers.errors import BadPage, RateLimited, SourceRefused, SourceUnreachable, UnsafeAddress
from scrapers.settings import ScrapersSettings

URL = "https://notices.example/api"


def answers(*given: httpx.Response | Exception) -> Any:
    waiting = list(given)

    def answer(_: httpx.Request) -> httpx.Response:
        following = waiting.pop(0)
        if isinstance(following, Exception):
            raise following
        return following

    return answer


def test_gives_the_answer_with_lower_case_headers_and_its_time(make_client: Any, clock: Any) -> None:
    client = make_client(answers(httpx.Response(200, headers={"X-Kind": "page"}, content=b"{}")))

    response = client.get(URL)

    assert (response.url, response.status, response.body) == (URL, 200, b"{}")
    assert response.headers["x-kind"] == "page"
    assert response.fetched_at == clock.now()


def test_says_who_asks_and_how_to_write_to_them(make_client: Any) -> None:
    seen: list[httpx.Request] = []
    settings = ScrapersSettings(user_agent_contact="monitor@northmere.example")

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    client = make_client(answer, settings=settings)

    client.get(URL, accept="text/html")

    assert seen[0].headers["user-agent"].startswith("ethos-monitor/")
    assert seen[0].headers["user-agent"].endswith("(+monitor@northmere.example)")
    assert seen[0].headers["accept"] == "text/html"


def test_enters_the_gate_before_every_try_and_redirect(make_client: Any, gate: Any) -> None:
    client = make_client(
        answers(httpx.Response(502), httpx.Response(302, headers={"Location": "/b"}), httpx.Response(200))
    )

    client.get(URL)

    assert gate.entered == ["notices.example"] * 3


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [
        pytest.param(429, "120", 120, id="429 in seconds"),
        pytest.param(503, "7", 7, id="503 in seconds"),
        pytest.param(429, "Wed, 12 Aug 2026 09:01:30 GMT", 90, id="429 with a date"),
        pytest.param(429, "Wed, 12 Aug 2026 08:00:00 GMT", 1, id="429 with a past date"),
    ],
)
def test_waits_as_long_as_retry_after_asks_and_tells_the_gate(
    make_client: Any, clock: Any, gate: Any, status: int, header: str, wait: float
) -> None:
    client = make_client(answers(httpx.Response(status, headers={"Retry-After": header}), httpx.Response(200)))

    assert client.get(URL).status == 200

    assert clock.slept == [wait]
    assert gate.closings == [("notices.example", wait)]


@pytest.mark.parametrize("header", [None, "soon"], ids=["no header", "a header that means nothing"])
def test_doubles_waits_with_jitter_where_a_busy_source_names_none(
    make_client: Any, clock: Any, header: str | None
) -> None:
    headers = {"Retry-After": header} if header else {}
    client = make_client(
        answers(httpx.Response(429, headers=headers), httpx.Response(429, headers=headers), httpx.Response(200))
    )

    client.get(URL)

    first, second = clock.slept
    assert 30 <= first <= 37.5
    assert 60 <= second <= 75


def test_a_declared_status_means_not_now_and_has_its_own_wait(make_client: Any, clock: Any) -> None:
    client = make_client(answers(httpx.Response(403), httpx.Response(200)), waits={403: 300})

    client.get(URL)

    assert 300 <= clock.slept[0] <= 375


def test_gives_up_where_a_source_asks_for_more_than_patience_and_still_tells_the_gate(
    make_client: Any, clock: Any, gate: Any
) -> None:
    client = make_client(
        answers(httpx.Response(429, headers={"Retry-After": "3600"}, text="Rate limit of 12 exceeded."))
    )

    with pytest.raises(RateLimited, match=r"answered 429 .*Rate limit of 12 exceeded.* 3600 seconds"):
        client.get(URL)

    assert clock.slept == []
    assert gate.closings == [("notices.example", 3600)]


def test_the_waits_of_one_call_together_stay_within_patience(make_client: Any, clock: Any) -> None:
    busy = [httpx.Response(429, headers={"Retry-After": "400"}) for _ in range(3)]
    client = make_client(answers(*busy))

    with pytest.raises(RateLimited):
        client.get(URL)

    assert clock.slept == [400, 400]


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(500),
        httpx.Response(502),
        httpx.Response(504),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("silent"),
        httpx.RemoteProtocolError("cut off"),
    ],
    ids=lambda trouble: str(getattr(trouble, "status_code", trouble)),
)
def test_tries_again_after_what_may_pass(make_client: Any, clock: Any, trouble: httpx.Response | Exception) -> None:
    client = make_client(answers(trouble, trouble, httpx.Response(200, content=b"ok")))

    assert client.get(URL).body == b"ok"

    first, second = clock.slept
    assert 2 <= first <= 2.5
    assert 4 <= second <= 5


def test_says_in_one_sentence_that_a_host_cannot_be_reached(make_client: Any) -> None:
    client = make_client(answers(*[httpx.ConnectError("name or service not known")] * 3))

    with pytest.raises(
        SourceUnreachable, match=r"name or service not known.*3 times.*ETHOS_SCRAPERS__EXAMPLE__BASE_URL"
    ):
        client.get(URL)


def test_a_source_that_stays_broken_is_unreachable(make_client: Any) -> None:
    client = make_client(answers(*[httpx.Response(504)] * 5))

    with pytest.raises(SourceUnreachable, match=r"answered 504 .*tried 5 times"):
        client.get(URL)


def test_a_refusal_is_not_tried_again_and_quotes_the_first_words_of_its_text(make_client: Any, gate: Any) -> None:
    client = make_client(answers(httpx.Response(400, text="Unknown parameter: month. " + "x" * 5000)))

    with pytest.raises(SourceRefused, match=r"answered 400 .*Unknown parameter: month\. x{174}'"):
        client.get(URL)

    assert len(gate.entered) == 1


def test_404_is_an_answer_only_where_the_caller_says_so(make_client: Any) -> None:
    client = make_client(lambda _: httpx.Response(404))

    assert client.get(URL, missing_ok=True).status == 404
    with pytest.raises(SourceRefused, match="404"):
        client.get(URL)


def test_follows_redirects_on_the_same_host(make_client: Any) -> None:
    client = make_client(answers(httpx.Response(301, headers={"Location": "/other?x=1"}), httpx.Response(200)))

    assert client.get(URL).url == "https://notices.example/other?x=1"


def test_stops_after_five_redirects(make_client: Any, gate: Any) -> None:
    client = make_client(lambda _: httpx.Response(302, headers={"Location": URL}))

    with pytest.raises(SourceRefused, match="more than 5 times"):
        client.get(URL)

    assert len(gate.entered) == 6


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "http://127.0.0.1:8000/",
        "http://169.254.169.254/latest/",
        "http://localhost/",
        "http://[::1]/",
        "http://notices.example/api",
        "https://notices.example:8443/",
        "https://someone@notices.example/",
        "ftp://notices.example/",
        "https://notices.example\\@elsewhere.example/",
    ],
)
def test_never_follows_a_redirect_elsewhere(make_client: Any, gate: Any, target: str) -> None:
    client = make_client(answers(httpx.Response(302, headers={"Location": target})))

    with pytest.raises(UnsafeAddress, match="not asked"):
        client.get(URL)

    assert len(gate.entered) == 1


def test_names_a_private_address_as_such(make_client: Any) -> None:
    client = make_client(answers(httpx.Response(302, headers={"Location": "http://10.0.0.7/"})))

    with pytest.raises(UnsafeAddress, match="private address"):
        client.get(URL)


def test_reads_no_more_of_an_answer_than_its_limit(make_client: Any) -> None:
    client = make_client(answers(httpx.Response(200, content=b"x" * 1001)), max_bytes=1000)

    with pytest.raises(BadPage, match="larger than 1,000 bytes"):
        client.get(URL)


def test_refuses_an_encoding_that_it_did_not_ask_for(make_client: Any) -> None:
    client = make_client(
        answers(httpx.Response(200, headers={"Content-Encoding": "zstd"}, stream=httpx.ByteStream(b"x")))
    )

    with pytest.raises(BadPage, match="encoding"):
        client.get(URL)


def test_a_body_that_trickles_past_the_total_timeout_is_broken_off(make_client: Any, clock: Any) -> None:
    class Trickle(httpx.SyncByteStream):
        def __iter__(self) -> Any:
            for _ in range(5):
                clock.sleep(100)
                yield b"x"

    client = make_client(
        lambda _: httpx.Response(200, stream=Trickle()),
        settings=ScrapersSettings(attempts=1, total_timeout_seconds=250),
    )

    with pytest.raises(SourceUnreachable, match="longer than 250 seconds"):
        client.get(URL)

    assert sum(clock.slept) == 300


class TestOverRealConnections:
    WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    @pytest.mark.parametrize(
        "trouble",
        [
            pytest.param(b"", id="dropped connection"),
            pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", id="truncated body"),
            pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}", id="truncated chunk"),
            pytest.param(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", id="no gzip"),
            pytest.param(b"nonsense\r\n\r\n", id="no HTTP"),
        ],
    )
    def test_tries_again(self, make_client: Any, raw_server: Any, trouble: bytes) -> None:
        base = raw_server(trouble, self.WHOLE)

        assert make_client(base_url=base).get(f"{base}/api").body == b"{}"

    def test_asks_a_private_address_where_the_source_is_one_and_follows_its_redirects(
        self, make_client: Any, raw_server: Any
    ) -> None:
        base = raw_server(
            b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", self.WHOLE
        )

        assert make_client(base_url=base).get(f"{base}/a").url == f"{base}/b"

    def test_a_port_where_nobody_listens_is_unreachable(self, make_client: Any) -> None:
        client = make_client(base_url="http://127.0.0.1:9")

        with pytest.raises(SourceUnreachable, match=r"can't be reached at http://127\.0\.0\.1:9/"):
            client.get("http://127.0.0.1:9/")
