"""What a reader takes out of a file, before anything is believed about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Numbers and facts of one file, as they stand there.

    Attributes
    ----------
    axis : ndarray, shape (pixel,)
        Spectral axis in the unit of the file, in the order of the file.
    counts : ndarray, shape (spectrum, pixel)
        Signal of every spectrum.
    unit : str
        "nm", "um", "m", "eV", "raman" (shift in 1/cm), "1/cm" (absolute), or "" where the file is silent.
    habit : str
        Unit that the software of this vendor writes when it does not say ("" if it has no habit).
    along : mapping
        One number a spectrum, such as ``time`` in s: name to (values, SI unit, meaning).
    facts : mapping
        exposure (s, of one accumulation), accumulations, saturation (counts), resolution (m), date,
        instrument, excitation (m).
    calibration : str
        Where the spectral axis comes from.
    dark : ndarray, shape (pixel,), optional
        Dark spectrum stored beside the signal.
    """

    axis: Array
    counts: Array
    unit: str = ""
    habit: str = ""
    along: Mapping[str, tuple[Array, str, str]] = field(default_factory=dict)
    facts: Mapping[str, float | str] = field(default_factory=dict)
    calibration: str = "axis written in the file"
    dark: Array | None = None


class UnreadableError(Exception):
    """A file is of the reader's kind but cannot be used; the words say why, without the file's name."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One instrument format.

    Attributes
    ----------
    kind : str
        Short name, stored with the data.
    meaning : str
        What it reads, for people.
    recognises : callable
        Whether the first bytes (64 kB) and the name look like this format; content decides before the name.
    parse : callable
        From all bytes to `Content`; raises `UnreadableError`.
    """

    kind: str
    meaning: str
    recognises: Callable[[bytes, str], bool]
    parse: Callable[[bytes], Content]
