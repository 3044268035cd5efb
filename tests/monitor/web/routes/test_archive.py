from __future__ import annotations

import hashlib
from typing import Any

from monitor.services import Services

BODY = b'{"note": "<script>alert(1)</script>"}'


def test_a_page_comes_back_byte_for_byte_to_be_saved_and_not_shown(services: Services, web: Any) -> None:
    sha256 = services.archive.put(BODY)

    answer = web.get(f"/archive/{sha256}")

    assert answer.content == BODY
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == f'attachment; filename="{sha256}.json"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_damaged_page_is_told_and_not_served(services: Services, web: Any) -> None:
    sha256 = services.archive.put(BODY)
    for file in services.archive.path.glob("*/*.zst"):
        file.write_bytes(b"damage")

    answer = web.get(f"/api/archive/{sha256}")

    assert answer.status_code == 404
    assert "damaged" in answer.json()["error"]["message"]
