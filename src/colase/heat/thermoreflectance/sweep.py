"""A measured sweep: phase and amplitude against modulation frequency, and the scatter between neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import final

import numpy as np

from colase.errors import InputError


@final
@dataclass(frozen=True, slots=True)
class Sweep:
    """Frequency (Hz), phase (rad), beam radii (m) where the file gives them, amplitude in any unit.

    Raises
    ------
    InputError
        If there are fewer than three frequencies, or numbers are missing, not finite or not positive.
    """

    frequency: tuple[float, ...]
    phase: tuple[float, ...]
    pump_radius: float | None = None
    probe_radius: float | None = None
    header: str = ""
    amplitude: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        f, p = np.asarray(self.frequency), np.asarray(self.phase)
        if f.size != p.size or f.size < 3 or not (np.isfinite(f).all() and np.isfinite(p).all()):
            raise InputError("thermoreflectance: a sweep needs three or more frequencies and as many phases.")
        if (f <= 0).any():
            raise InputError("thermoreflectance: frequencies of a sweep must be positive.")
        if self.amplitude is not None:
            a = np.asarray(self.amplitude)
            if a.size != f.size or not np.isfinite(a).all() or (a <= 0).any():
                raise InputError(
                    "thermoreflectance: amplitudes of a sweep must be positive, one a frequency."
                )

    def between(self, lowest: float, highest: float) -> Sweep:
        """Return the part of the sweep from one frequency to another (Hz)."""
        f = np.asarray(self.frequency)
        keep = (f >= lowest) & (f <= highest)

        def part(values: tuple[float, ...]) -> tuple[float, ...]:
            return tuple(np.asarray(values)[keep].tolist())

        amplitude = None if self.amplitude is None else part(self.amplitude)
        return replace(self, frequency=part(self.frequency), phase=part(self.phase), amplitude=amplitude)


def noise(sweep: Sweep) -> float:
    """Return the scatter from point to point in rad, for a phase that is smooth between neighbours.

    Fourth differences need no model: sigma^2 = <(d^4 phi)^2>/70.
    """
    order = np.argsort(sweep.frequency)
    if order.size < 6:
        raise InputError(f"suspects: {order.size} frequencies are too few to see scatter; give six or more.")
    bends = np.diff(np.asarray(sweep.phase)[order], 4)
    return float(np.sqrt((bends**2).mean() / 70))


_BEAM = re.compile(r"(Probe|Pump)\s+rad:\s*([0-9.eE+-]+)\s*um", re.IGNORECASE)


def read_sweep(text: str) -> Sweep:
    """Return the sweep that a text holds: beam radii in a header, then frequency, amplitude, degrees.

    Raises
    ------
    InputError
        If a line is not three numbers; the sentence names the line.
    """
    lines = text.splitlines()
    beams = {name.lower(): float(value) * 1e-6 for name, value in _BEAM.findall(lines[0] if lines else "")}
    rows = []
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if not parts or not parts[0][:1].isdigit() or (number == 1 and beams):
            continue
        rows.append(_row(number, parts))
    if not rows:
        raise InputError("thermoreflectance: the text holds no rows of frequency, amplitude and phase.")
    frequency, amplitude, phase = zip(*rows, strict=True)
    return Sweep(
        frequency,
        tuple(np.radians(phase).tolist()),
        beams.get("pump"),
        beams.get("probe"),
        lines[0].strip(),
        amplitude,
    )


def _row(number: int, parts: list[str]) -> tuple[float, float, float]:
    try:
        frequency, amplitude, phase = (float(part) for part in parts)
    except ValueError:
        raise InputError(
            f"thermoreflectance: line {number} is not frequency, amplitude and phase: {' '.join(parts)[:60]}"
        ) from None
    if not all(isfinite(v) for v in (frequency, amplitude, phase)):
        raise InputError(f"thermoreflectance: line {number} holds a value that is not a finite number.")
    return frequency, amplitude, phase
