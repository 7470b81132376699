"""From the content of a file to a labelled dataset, and everything that makes an axis unbelievable.

Wavelengths are in m and ascend, whatever the file did. A photon energy in eV or an absolute wavenumber is
turned into a wavelength; counts are per pixel and stay as they are. A Raman shift becomes a
wavelength only with the excitation, 1/lambda = 1/lambda_0 - shift; without it the axis stays a shift.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import numpy as np
import xarray as xr

from colase.constants import ELEMENTARY_CHARGE, HC
from colase.results import dataset, variable

from .content import Array, Content, UnreadableError

AXES = ("nm", "um", "m", "eV", "1/cm", "raman")
_SCALE = {"nm": 1e-9, "um": 1e-6, "m": 1.0}
_LIKELY = (150.0, 3000.0)  # nm: what an unnamed axis of a text is believed to be
_SANE = (1e-7, 5e-5)  # m


def labelled(
    content: Content,
    kind: str,
    name: str,
    sha256: str,
    axis: str = "",
    excitation: float | None = None,
    gaps: bool = False,
) -> xr.Dataset:
    """Return counts over (spectrum, wavelength), or over (spectrum, raman_shift) if no excitation is known.

    Raises
    ------
    UnreadableError
        If the axis or the counts cannot be believed.
    """
    values, counts = np.asarray(content.axis, float), np.atleast_2d(np.asarray(content.counts, float))
    if values.ndim != 1 or values.size < 3 or counts.shape[1] != values.size:
        raise UnreadableError(
            f"it has {values.size} axis values for {counts.shape[-1]} pixels; at least 3 are needed"
        )
    if not np.all(np.isfinite(values)) or not np.all(np.isfinite(counts)) or np.abs(counts).max() > 1e18:
        raise UnreadableError("it holds numbers that are not finite or too large to be meant")
    _check_steps(values, gaps)
    unit, source = _unit(content, values, axis)
    excitation = excitation if excitation is not None else _number(content.facts.get("excitation"))
    if unit == "raman" and excitation is None:
        dim, x = "raman_shift", values * 100
        coords = {dim: variable(dim, x, "1/m", "Raman shift")}
    else:
        dim, x = "wavelength", _wavelengths(values, unit, excitation)
        energy = HC / x
        coords = {
            dim: variable(dim, x, "m", "vacuum wavelength as calibrated by the instrument"),
            "photon_energy": variable(dim, energy, "J", "photon energy", electronvolt=ELEMENTARY_CHARGE),
        }
    for key, (along, si, words) in content.along.items():
        coords[key] = variable("spectrum", along, si, words)
    rows: dict[str, tuple] = {"counts": variable(("spectrum", dim), counts, "1", "counts")}
    if content.dark is not None:
        rows["dark"] = variable(dim, content.dark, "1", "dark counts stored in the file")
    attrs = _attributes(content, kind, name, sha256, f"{content.calibration}; {source}", excitation)
    return dataset(rows, coords, **attrs).sortby(dim)


def _check_steps(values: Array, gaps: bool) -> None:
    """Refuse an axis that turns back or jumps."""
    steps = np.diff(values)
    sign = np.sign(np.median(steps))
    if sign == 0 or np.any(steps * sign <= 0):
        at = int(np.argmax(steps * sign <= 0)) + 1
        raise UnreadableError(
            f"its axis turns back at pixel {at + 1} ({values[at]:g} after {values[at - 1]:g})"
        )
    if gaps or values.size < 5:
        return
    size = np.log(np.abs(steps))
    padded = np.pad(size, 2, mode="reflect")  # a jump at an end is judged by the steps beside it
    local = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    coarse = _resolution_of_writing(values)
    odd = (np.abs(size - local) > np.log(1.8)) & (np.abs(np.abs(steps) - np.exp(local)) > 1.01 * coarse)
    if np.any(odd):
        at = int(np.argmax(odd)) + 1
        raise UnreadableError(
            f"its axis jumps at pixel {at + 1} ({values[at - 1]:g} to {values[at]:g}); "
            "say gaps=True if that is meant"
        )


def _resolution_of_writing(values: Array) -> float:
    """Return the last decimal place in which the axis was written (0 for binary numbers)."""
    for places in range(7):
        if np.allclose(values, np.round(values, places), rtol=0, atol=1e-9):
            return 10.0**-places
    return 0.0


def _unit(content: Content, values: Array, asked: str) -> tuple[str, str]:
    """Return the unit of the axis and where it comes from."""
    if asked:
        return asked, "unit given by the user"
    if content.unit:
        return content.unit, "unit written in the file"
    if content.habit:
        return content.habit, f"unit not written in the file; {content.habit} is what this software writes"
    low, high = values.min(), values.max()
    if low >= _LIKELY[0] and high <= _LIKELY[1]:
        return "nm", "unit not written in the file; nm assumed"
    raise UnreadableError(
        f"it names no unit for its axis ({low:g} to {high:g}); say which: "
        + ", ".join(f'axis="{a}"' for a in AXES)
    )


def _wavelengths(values: Array, unit: str, excitation: float | None) -> Array:
    with np.errstate(all="ignore"):
        if unit in _SCALE:
            x = values * _SCALE[unit]
        elif unit == "eV":
            x = HC / (values * ELEMENTARY_CHARGE)
        elif unit == "1/cm":
            x = 0.01 / values
        else:
            x = 1 / (1 / float(excitation or np.nan) - 100 * values)
    if not np.all(np.isfinite(x)) or x.min() < _SANE[0] or x.max() > _SANE[1]:
        raise UnreadableError(
            f"its axis ({values.min():g} to {values.max():g} {unit}) is no range of optical wavelengths"
        )
    return x


def _attributes(
    content: Content, kind: str, name: str, sha256: str, calibration: str, excitation: float | None
) -> dict[str, Any]:
    """Return what is known; a fact that the file does not give, or gives without sense, is left out."""
    facts = content.facts
    attrs: dict[str, Any] = {
        "file": PurePath(name).name,
        "format": kind,
        "sha256": sha256,
        "calibration": calibration,
    }
    for key in ("exposure", "accumulations", "saturation", "resolution"):
        value = _number(facts.get(key))
        if value is not None and 0 < value < 1e12:
            attrs[key] = value
    if excitation is not None:
        attrs["excitation"] = excitation
    for key in ("date", "instrument"):
        if facts.get(key):
            attrs[key] = "".join(c for c in str(facts[key]) if c.isprintable())[:80]
    return attrs


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and np.isfinite(value) else None
