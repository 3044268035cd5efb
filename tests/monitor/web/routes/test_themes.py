from __future__ import annotations

from typing import Any

from nlp.taxonomy.themes import themes


def test_every_theme_is_told_with_what_counts(web: Any) -> None:
    page, twin = web.get("/themes").text, web.get("/themes.json").json()

    assert [one["code"] for one in twin["items"]] == [theme.code for theme in themes()]
    assert all(f'id="{theme.code}"' in page for theme in themes())
    assert [one["level"] for one in twin["levels"]] == [0, 1, 2, 3, 4]
    assert all(one["meaning"] in page for one in twin["levels"])
