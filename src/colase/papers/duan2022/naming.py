"""duan2022: whether TE and TM 163 to 166 are the only names that eight such peaks can carry.

The peaks of Fig. 4a stand in a figure only; those of the exact coated sphere take their place (core 20 um,
coat 490 nm of index 1.76). `colase.measurement.assign_modes` then lists every naming that radius, index
and the error of the peaks allow, with its share of the posterior probability. How well size and index were
known is not printed; the errors here are guesses of what microscopy and ellipsometry give.
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from colase.materials import ConstantIndex
from colase.measurement.assign import Assignments, Known, RoundCavity, assign_modes
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber

from .geometry import COAT, INDEX, POLARIZATIONS, POLARS, SILICA, core_sphere, mode

_claim = partial(Claim, paper="duan2022", place="Section 2.3.1, Fig. 4a")
_SIZE, _PEAK_ERROR = 20e-6, 0.04e-9
_GUESSED = "coat as printed; radius known to 1 %, index to 0.01, peaks to 40 pm: guesses"


@cache
def named() -> Assignments:
    """Return all namings of the eight peaks."""
    sphere = core_sphere(_SIZE)
    peaks = [float(mode(sphere, p, l).wavelength) for p in POLARIZATIONS for l in POLARS]
    cavity = RoundCavity(
        kind="coated-sphere",
        core=ConstantIndex(SILICA),
        radius=Known(_SIZE / 2, 0.01 * _SIZE / 2),
        shell=Known(COAT),
        index=Known(INDEX, 0.01),
    )
    return assign_modes(sorted(peaks), cavity, _PEAK_ERROR)


def shares() -> tuple[float, ...]:
    """Return the share of every acceptable naming, the most probable first."""
    data = named().data
    return tuple(float(v) for v in data.weight.where(data.acceptable, drop=True).values)


def printed_share() -> float:
    """Return the share of the naming TE and TM 163 to 166, q = 1; 0 if it is not acceptable."""
    wanted = {f"{p} {l} q=1" for p in POLARIZATIONS for l in POLARS}
    labels = named().data.label.values
    same = np.array([set(row) == wanted for row in labels])
    return float(np.sum(named().data.weight.values[same]))


CLAIMS = (
    _claim(
        quantity="probability that eight peaks of such a sphere are TE and TM l = 163-166",
        printed=Bounds(
            "the peaks are labelled so, without a doubt", 0.95, 1.0, "a label without a doubt: 95 % sure"
        ),
        unit="",
        compute=printed_share,
        method="global fit of radius and index; every naming that chi-square allows",
        inputs=_GUESSED,
        missing="the peak positions of Fig. 4a, and how well size and index were known",
    ),
    _claim(
        quantity="shares of all acceptable namings, lowest l = 163, 164, 162, 165, 161",
        printed=NoNumber("one naming", "a figure only"),
        unit="",
        compute=shares,
        method="the same fit; a neighbour shifts all l by one and radius and index with it",
        inputs=_GUESSED,
        missing="the peak positions of Fig. 4a, and how well size and index were known",
    ),
)
