from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from alerts.signing import secret_of, signature

AT = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)


def test_each_address_has_its_own_secret_that_never_changes() -> None:
    assert secret_of("master", "7") == secret_of("master", "7")
    assert len({secret_of("master", "7"), secret_of("master", "8"), secret_of("other", "7")}) == 3
    assert "master" not in secret_of("master", "7")


def test_signs_the_time_and_the_body() -> None:
    expected = hmac.new(b"secret", b'1780302600.{"a":1}', hashlib.sha256).hexdigest()

    assert signature("secret", AT, b'{"a":1}') == f"t=1780302600,v1={expected}"
