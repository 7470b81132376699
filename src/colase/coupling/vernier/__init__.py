"""Vernier design: common lines of several cavities, spectral range, tolerance, and the chance of one line."""

from .chance import best_pair, meeting_statistics
from .combs import (
    Comb,
    coincidences,
    comb,
    common_lines,
    common_range,
    free_spectral_range,
    pair_range,
    tolerance,
)
from .table import CombTable, comb_table

__all__ = [
    "Comb",
    "CombTable",
    "best_pair",
    "coincidences",
    "comb",
    "comb_table",
    "common_lines",
    "common_range",
    "free_spectral_range",
    "meeting_statistics",
    "pair_range",
    "tolerance",
]
