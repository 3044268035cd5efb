"""How far a share that was counted may be from the share there is."""

from __future__ import annotations

import math

Z95 = 1.959963984540054


def wilson(hits: int, total: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (E. B. Wilson, 1927), or nothing where there is nothing to share."""
    if total == 0:
        return None
    share = hits / total
    centre = share + Z95**2 / (2 * total)
    spread = Z95 * math.sqrt(share * (1 - share) / total + Z95**2 / (4 * total**2))
    scale = 1 + Z95**2 / total
    low = 0.0 if hits == 0 else (centre - spread) / scale
    high = 1.0 if hits == total else (centre + spread) / scale
    return low, high
