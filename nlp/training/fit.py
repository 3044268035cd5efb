"""Fitting linear judges: logistic, by L-BFGS from nought. The problem is convex, so no seed and no luck is in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from nlp.features import BUCKETS, Block
from nlp.model import Floats, LinearModel

RARE = 2
"""A feature that fewer examples have is left out."""
_STEPS, _MEMORY, _ENOUGH = 120, 8, 2e-3
_ARMIJO, _SHORTEST = 1e-4, 1e-8
_LEAST, _MOST = 0.2, 1.5


@dataclass(frozen=True, slots=True)
class _Sparse:
    """Examples as one sparse matrix, by row and by column."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    order: NDArray[np.int64]
    owner: NDArray[np.int64]
    firsts: NDArray[np.int64]


def fit(blocks: Sequence[Block], truth: Floats, names: tuple[str, ...], importance: Floats) -> LinearModel:
    """Fit one judge for each column of ``truth``; ``importance`` says how much each example counts for each."""
    kept, rarity = _columns(blocks, len(truth))
    matrix = _sparse(blocks, kept, rarity, len(truth))
    size = (len(kept) + 1, truth.shape[1])
    found = _lbfgs(
        lambda flat: _loss(flat.reshape(size), matrix, truth, importance), np.zeros(size[0] * size[1], dtype=np.float32)
    ).reshape(size)
    return LinearModel(names, kept, found[:-1] * rarity[:, None], found[-1].copy())


def _columns(blocks: Sequence[Block], count: int) -> tuple[NDArray[np.int64], Floats]:
    """The numbers of the features that are kept, and how much each weighs by its rarity."""
    cells = np.unique(np.concatenate([block.owners * BUCKETS + block.numbers for block in blocks]))
    every, often = np.unique(cells % BUCKETS, return_counts=True)
    mean = np.log((1 + count) / (1 + often)).mean()
    kept = often >= RARE
    rarity = (np.log((1 + count) / (1 + often[kept])) / mean).clip(_LEAST, _MOST).astype(np.float32)
    return every[kept], rarity


def _sparse(blocks: Sequence[Block], kept: NDArray[np.int64], rarity: Floats, count: int) -> _Sparse:
    rows = np.full(BUCKETS, -1, dtype=np.int64)
    rows[kept] = np.arange(len(kept))
    bias = Block(np.zeros(count, dtype=np.int64), np.arange(count), np.ones(count, dtype=np.float32))
    columns = np.concatenate([*(rows[block.numbers] for block in blocks), np.full(count, len(kept))])
    owners = np.concatenate([block.owners for block in (*blocks, bias)])
    scales = np.concatenate([block.scales[block.owners] for block in (*blocks, bias)])
    order = np.flatnonzero(columns >= 0)
    order = order[np.argsort(owners[order], kind="stable")]
    column, owner = columns[order], owners[order]
    value = scales[order] * np.append(rarity, np.float32(1))[column]
    by_column = np.argsort(column, kind="stable")
    starts = np.searchsorted(owner, np.arange(count))
    firsts = np.searchsorted(column[by_column], np.arange(len(kept) + 1))
    return _Sparse(starts, column, value, by_column, owner[by_column], firsts)


def _loss(weights: Floats, matrix: _Sparse, truth: Floats, importance: Floats) -> tuple[float, Floats]:
    logits = np.empty(truth.shape, dtype=np.float32)
    slope = weights.copy()
    for output in range(truth.shape[1]):
        column = np.ascontiguousarray(weights[:, output])
        logits[:, output] = np.add.reduceat(column[matrix.columns] * matrix.values, matrix.starts)
    error = (1 / (1 + np.exp(-logits)) - truth) * importance
    sorted_values = matrix.values[matrix.order]
    for output in range(truth.shape[1]):
        column = np.ascontiguousarray(error[:, output])
        slope[:, output] += np.add.reduceat(column[matrix.owner] * sorted_values, matrix.firsts)
    unlikely = ((np.logaddexp(0, logits) - truth * logits) * importance).sum(dtype=np.float64)
    return float(0.5 * _dot(weights, weights) + unlikely), slope.ravel()


def _lbfgs(loss: Callable[[Floats], tuple[float, Floats]], at: Floats) -> Floats:
    value, slope = loss(at)
    first = sqrt(_dot(slope, slope))
    pairs: list[tuple[Floats, Floats, float]] = []
    for _ in range(_STEPS):
        way = _direction(slope, pairs)
        rate, descent = (1.0 if pairs else 1 / max(1.0, first)), _dot(slope, way)
        while True:
            candidate = at + np.float32(rate) * way
            found, steep = loss(candidate)
            if found <= value + _ARMIJO * rate * descent or rate < _SHORTEST:
                break
            rate /= 2
        moved, turned = candidate - at, steep - slope
        curve = _dot(moved, turned)
        if curve > 0:
            pairs = [*pairs[-_MEMORY + 1 :], (moved, turned, curve)]
        at, value, slope = candidate, found, steep
        if sqrt(_dot(slope, slope)) <= _ENOUGH * first:
            break
    return at


def _direction(slope: Floats, pairs: list[tuple[Floats, Floats, float]]) -> Floats:
    way = -slope
    shares = []
    for moved, turned, curve in reversed(pairs):
        share = np.float32(_dot(moved, way) / curve)
        way -= share * turned
        shares.append(share)
    if pairs:
        _, turned, curve = pairs[-1]
        way *= np.float32(curve / _dot(turned, turned))
    for (moved, turned, curve), share in zip(pairs, reversed(shares), strict=True):
        way += (share - np.float32(_dot(turned, way) / curve)) * moved
    return way


def _dot(first: Floats, second: Floats) -> float:
    """A sum in a fixed order, whatever the number of threads."""
    return float((first * second).sum(dtype=np.float64))
