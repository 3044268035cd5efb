"""The themes of commitments, and where each stands in the models and laws that ask for them."""

from __future__ import annotations

from nlp.taxonomy.themes import Crosswalk, Principle, Theme, crosswalk, themes

__all__ = ["Crosswalk", "Principle", "Theme", "crosswalk", "themes"]
