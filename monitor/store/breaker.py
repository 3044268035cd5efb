"""The breaker of each host, kept in the database so that every process leaves a broken host in peace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from monitor.models import HostCircuit
from monitor.store.engine import Store
from scrapers.breaker import Circuit
from scrapers.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBreaker:
    """A ``scrapers.breaker.Breaker`` over the database.

    ``asked`` is true where a person started the run: a host at rest is then tried all the same.
    """

    store: Store
    clock: Clock
    asked: bool = False

    def enter(self, host: str) -> bool:
        """Return where the host may be called: whether an answer must be told; raise ``SourceResting`` where not."""
        with self.store.reading() as session:
            if session.get(HostCircuit, host) is None:
                return False
        with self.store.writing() as session:
            now = self.clock.now()
            circuit = _circuit(session, host)
            at_rest = circuit.rests_until is not None and circuit.rests_until > now
            if at_rest and self.asked:
                return True
            _put(session, host, circuit.entered(host, now))
            return circuit.failures > 0

    def failed(self, host: str, why: str) -> None:
        """Remember that a call found the host broken or out of reach."""
        with self.store.writing() as session:
            _put(session, host, _circuit(session, host).failed(self.clock.now(), why))

    def succeeded(self, host: str) -> None:
        """Forget the failures of a host: it answered."""
        with self.store.writing() as session:
            row = session.get(HostCircuit, host)
            if row is not None:
                session.delete(row)


def _circuit(session: Session, host: str) -> Circuit:
    row = session.get(HostCircuit, host)
    if row is None:
        return Circuit()
    return Circuit(failures=row.failures, rests=row.rests, rests_until=row.rests_until, why=row.why)


def _put(session: Session, host: str, circuit: Circuit) -> None:
    session.merge(
        HostCircuit(
            host=host,
            failures=circuit.failures,
            rests=circuit.rests,
            rests_until=circuit.rests_until,
            why=circuit.why,
        )
    )
