"""What a judge learns from: rows of features, and the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Example:
    """A statement's features with and without the rules that matched, and what is true of it as ones and zeros."""

    rows: NDArray[np.int64]
    bare: NDArray[np.int64]
    truth: NDArray[np.float32]
