"""What was owed over a channel before there were readers is owed still once the database is brought up to date."""

from __future__ import annotations

from sqlalchemy import text

from monitor.models import Event
from monitor.store import audience, events
from monitor.store.engine import Store

FIRST = "0001_first_tables"
THEN = """
INSERT INTO flag (key, ocid, indicator, notice_id, kind, reason, evidence, legal_basis, rules, raised_at) VALUES
  (1, 'ocds-1', 'OP01', 'n1', 'duty', 'r', '[]', '[]', 'r1', '2026-11-23 09:00:00'),
  (2, 'ocds-2', 'OP01', 'n2', 'duty', 'r', '[]', '[]', 'r1', '2026-11-24 09:00:00');
INSERT INTO message (key, channel, created_at, sent_at, tries, not_before, set_aside) VALUES
  ('m1', 'email', '2026-11-23 09:00:00', '2026-11-23 09:00:01', 1, '2026-11-23 09:00:00', false);
INSERT INTO alert (flag_key, channel, created_at, message_key) VALUES
  (1, 'email', '2026-11-23 09:00:00', 'm1'), (2, 'email', '2026-11-24 09:00:00', NULL);
"""


def test_a_flag_that_was_not_told_is_told_after_the_migration(store: Store) -> None:
    store.downgrade(FIRST)
    with store.writing() as session:
        for statement in THEN.strip().split(";\n"):
            session.execute(text(statement.rstrip(";")))

    later = Store(store.url)
    with later.reading() as session:
        untold: list[Event] = list(events.unmatched(session))
        [(subscription, reader)] = audience.standing(session)
    later.close()
    assert [event.name for event in untold] == ["flag:ocds-2:OP01"]
    assert (reader.name, reader.kept_by) == ("email", "settings")
    assert subscription.created_at <= untold[0].at
