"""Fetching with manners: one connection, at the gate's pace, patient with errors, and never where it must not ask.

The only module that speaks HTTP as a client.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version
from random import Random
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from scrapers.addresses import check_address, host_of, is_private
from scrapers.answer import Memory, Response, Validators, quoted, retry_after, words
from scrapers.asking import MOST_BYTES, Again, Manners, Request
from scrapers.breaker import Breaker, MemoryBreaker
from scrapers.clock import Clock, Gate
from scrapers.errors import BadPage, RateLimited, SourceRefused, SourceUnreachable, UnsafeAddress
from scrapers.settings import ScrapersSettings
from scrapers.watchdog import Watchdog

__all__ = ["MOST_BYTES", "Client", "Manners", "Response", "Validators"]

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
BROKEN = frozenset({500, 502, 504})
QUIET_SECONDS = 30.0  # the first wait where a source asks for quiet without saying for how long
ERROR_BYTES = 4096  # enough of an error's body to quote its first words


class Client:
    """Asks one source. ``gate`` sets the pace, ``clock`` does all waiting, ``random`` the jitter.

    ``breaker`` keeps it from a host that stays broken; without one, this client remembers by itself. ``memory`` has
    earlier answers: a page that the source calls unchanged is given from there, as if it had been sent.
    """

    def __init__(
        self,
        settings: ScrapersSettings,
        gate: Gate,
        clock: Clock,
        *,
        manners: Manners,
        random: Random,
        transport: httpx.BaseTransport | None = None,
        breaker: Breaker | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.manners = manners
        self._memory = memory
        self._breaker = breaker or MemoryBreaker(clock)
        self._watchdog = Watchdog(settings.total_timeout_seconds)
        self._settings = settings
        self._gate = gate
        self._clock = clock
        self._random = random
        contact = f" (+{settings.user_agent_contact})" if settings.user_agent_contact else ""
        self._http = httpx.Client(
            # gzip alone is asked for, as it is the one whose bombs swell by no more than a thousand.
            headers={"User-Agent": f"ethos-monitor/{version('ethos-monitor')}{contact}", "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(settings.read_timeout_seconds, connect=settings.connect_timeout_seconds),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30),
            follow_redirects=False,
            trust_env=not is_private(manners.base_url),  # a proxy can't reach this machine's own addresses
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._watchdog.close()
        self._http.close()

    def may_ask(self, url: str) -> bool:
        """Whether an address is one that this source may be asked at."""
        try:
            check_address(url, self.manners.base_url)
        except UnsafeAddress:
            return False
        return True

    def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        max_bytes: int | None = None,
        missing_ok: bool = False,
        validators: Validators | None = None,
    ) -> Response:
        """The answer to a GET, tried again as manners allow. A 404 is an answer where ``missing_ok``, else an error.

        With the ``validators`` of an earlier answer it may say that this one is ``not_modified``.
        """
        known = self._memory.recall(url) if self._memory is not None and validators is None else None
        asked = validators if known is None else known.validators
        response = self._asked(Request(url, accept, max_bytes or self.manners.max_bytes, missing_ok, asked))
        if known is not None and response.not_modified:
            return replace(response, status=httpx.codes.OK, body=known.body)
        if self._memory is not None and response.validators is not None and response.status == httpx.codes.OK:
            self._memory.keep(url, response.validators, response.body)
        return response

    def _asked(self, request: Request) -> Response:
        retrying = Retrying(
            sleep=self._clock.sleep,
            retry=retry_if_exception_type(Again),
            wait=self._wait,
            stop=self._spent,
            reraise=True,
        )
        try:
            return retrying(self._try, request)
        except Again as again:
            raise self._given_up(again, retrying.statistics.get("attempt_number", 1)) from again.__cause__

    def _try(self, request: Request) -> Response:
        """One try, through the breaker: a refusal is an answer too, and a host that asks for quiet is not broken."""
        host = host_of(self.manners.base_url)
        check_address(request.url, self.manners.base_url)
        failed_before = self._breaker.enter(host)
        try:
            response = self._follow(request)
        except Again as again:
            if not again.quiet:
                self._breaker.failed(host, again.why)
            raise
        except (SourceRefused, BadPage):
            if failed_before:
                self._breaker.succeeded(host)
            raise
        if failed_before:
            self._breaker.succeeded(host)
        return response

    def _follow(self, request: Request) -> Response:
        url = request.url
        for _ in range(MOST_REDIRECTS + 1):
            check_address(url, self.manners.base_url)
            self._gate.enter(host_of(url))
            response = self._call(url, request)
            if response.status not in REDIRECTS or "location" not in response.headers:
                return self._judged(response, request)
            url = urljoin(url, response.headers["location"])
        raise SourceRefused(f"{self.manners.title} redirects more than {MOST_REDIRECTS} times from {request.url}.")

    def _call(self, url: str, request: Request) -> Response:
        started = self._clock.now()
        try:
            with (
                self._watchdog,
                self._http.stream(
                    "GET", url, headers=request.headers, extensions={"trace": self._watchdog.trace}
                ) as answer,
            ):
                body = self._body(answer, url, request.max_bytes, started)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._again(
                f"can't be reached at {url} ({words(error)})", attempts=self._settings.connect_attempts
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            if self._watchdog.fired:
                raise self._too_slow(url) from error
            raise self._again(f"broke off its answer at {url} ({words(error)})") from error
        except httpx.InvalidURL as error:
            raise UnsafeAddress(f"{url!r} is not an address ({error}), and was not asked.") from error
        return Response(
            url=url,
            status=answer.status_code,
            headers=dict(answer.headers),
            body=body,
            fetched_at=self._clock.now(),
        )

    def _body(self, answer: httpx.Response, url: str, most: int, started: datetime) -> bytes:
        if answer.is_error:
            most = ERROR_BYTES
        elif answer.headers.get("content-encoding", "identity").lower() not in {"identity", "gzip"}:
            raise BadPage(f"{self.manners.title} answers {url} in an encoding that was not asked for.")
        deadline = started + timedelta(seconds=self._settings.total_timeout_seconds)
        chunks: list[bytes] = []
        size = 0
        for chunk in answer.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > most:
                if answer.is_error:
                    break
                raise BadPage(
                    f"The answer of {self.manners.title} at {url} is larger than {most:,} bytes, "
                    "and was not read to its end."
                )
            if self._clock.now() > deadline:
                raise self._too_slow(url)
        return b"".join(chunks)

    def _too_slow(self, url: str) -> Again:
        return self._again(f"took longer than {self._settings.total_timeout_seconds:g} seconds to answer {url}")

    def _judged(self, response: Response, request: Request) -> Response:
        status = response.status
        if httpx.codes.is_success(status) or (status == httpx.codes.NOT_FOUND and request.missing_ok):
            return response
        if response.not_modified and request.validators is not None:
            return response
        what = f"answered {status} at {response.url}{quoted(response.body[:ERROR_BYTES])}"
        asked = retry_after(response.headers.get("retry-after"), response.fetched_at)
        if status in BUSY or status in self.manners.waits:
            first = self.manners.waits.get(status, QUIET_SECONDS)
            raise self._again(what, first_wait=first, asked_wait=asked, quiet=True)
        if status in BROKEN:
            raise self._again(what, asked_wait=asked)
        if httpx.codes.is_client_error(status):
            raise SourceRefused(
                f"{self.manners.title} {what}. The request is not one that it takes: see its documentation."
            )
        raise SourceUnreachable(f"{self.manners.title} {what}. {self._advice()}")

    def _again(
        self,
        why: str,
        *,
        attempts: int | None = None,
        first_wait: float | None = None,
        asked_wait: float | None = None,
        quiet: bool = False,
    ) -> Again:
        return Again(
            why,
            attempts=attempts or self._settings.attempts,
            first_wait=self._settings.first_wait_seconds if first_wait is None else first_wait,
            asked_wait=asked_wait,
            quiet=quiet,
        )

    def _wait(self, state: RetryCallState) -> float:
        """How long to wait before the next try; a host that wants quiet has it written at the gate at once."""
        again = _failure(state)
        wait = again.asked_wait
        if wait is None:
            wait = again.first_wait * 2 ** (state.attempt_number - 1) * (1 + self._random.random() / 4)
        if again.quiet:
            self._gate.closed(host_of(self.manners.base_url), wait)
        return wait

    def _spent(self, state: RetryCallState) -> bool:
        wait = state.idle_for + state.upcoming_sleep
        return state.attempt_number >= _failure(state).attempts or wait > self._settings.patience_seconds

    def _given_up(self, again: Again, attempts: int) -> SourceUnreachable:
        if again.quiet:
            asked = f" and asks for {again.asked_wait:.0f} seconds of quiet" if again.asked_wait is not None else ""
            return RateLimited(
                f"{self.manners.title} {again.why}{asked}, which is longer than a run waits: run again "
                f"later, nothing is lost (scrapers.patience_seconds is {self._settings.patience_seconds:.0f})."
            )
        return SourceUnreachable(f"{self.manners.title} {again.why}, tried {attempts} times. {self._advice()}")

    def _advice(self) -> str:
        setting = f"ETHOS_SCRAPERS__{self.manners.name.upper()}__BASE_URL"
        return (
            f"Check the network and the address {self.manners.base_url} ({setting}), then run again: "
            "what was collected is kept."
        )


def _failure(state: RetryCallState) -> Again:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Again):
        raise TypeError("only Again is tried again")
    return error
