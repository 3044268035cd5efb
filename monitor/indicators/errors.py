"""What can go wrong in judging.

IndicatorError
└── BadIndicator    a module of the catalogue is not as it should be: names the module and what is wrong
"""

from __future__ import annotations


class IndicatorError(Exception):
    """Root of all errors of judging."""


class BadIndicator(IndicatorError):
    """A module of the catalogue is not as it should be."""
