"""Andor Solis .sif, through sif_parser; every read past the end of the file is an error, not an endless loop.

The wavelength is the calibration polynomial of the file at the pixel numbers 1, 2, ...; it is refused where
the region of interest or the binning makes that numbering uncertain.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import numpy as np

from .content import Content, Reader, UnreadableError

_MAGIC = b"Andor Technology Multi-Channel File"
_MOST_WORDS = 100_000


class _Strict(io.BytesIO):
    """Bytes that refuse to be read beyond their end; the parser would wait there forever."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        got = super().read(size)
        if (size and not got) or self.reads > _MOST_WORDS:
            raise EOFError
        return got

    def readline(self, size: int | None = -1, /) -> bytes:
        got = super().readline(size)
        if not got:
            raise EOFError
        return got


def parse(content: bytes) -> Content:
    """Read an Andor .sif file of one-dimensional spectra."""
    from sif_parser.sif_open import _open

    stream: Any = _Strict(content)
    try:
        _, (width, height), frames, info = _open(stream)
        start = int(info["offset"])
    except Exception as problem:
        raise UnreadableError(
            f"its header is cut, damaged or of an unknown version ({type(problem).__name__})"
        ) from None
    if min(width, height, frames) < 1 or start + 4 * width * height * frames > len(content):
        raise UnreadableError(f"it promises {frames} frames of {width} x {height} pixels and ends earlier")
    if width * int(info["xbin"]) != info["DetectorDimensions"][0]:
        raise UnreadableError(
            "it holds a cropped region, of which the wavelengths are uncertain; export it as .asc from Solis"
        )
    raw = np.frombuffer(content, "<f4", width * height * frames, start).astype(float)
    facts: dict[str, float | str] = {
        "exposure": float(info["ExposureTime"]),
        "accumulations": float(info["AccumulatedCycles"]),
        "date": _date(info["ExperimentTime"]),
        "instrument": str(info["DetectorType"]),
    }
    numbers = np.repeat(np.arange(frames), height)
    time = np.asarray(numbers * float(info["StackCycleTime"]), dtype=np.float64)
    return Content(
        _wavelengths(info, width),
        raw.reshape(frames * height, width),
        "nm",
        facts=facts,
        along={"time": (time, "s", "time of the spectrum")},
        calibration="polynomial of the file, pixels counted from 1",
    )


def _wavelengths(info: Any, width: int) -> np.ndarray:
    coefficients = info.get("Calibration_data")
    if not coefficients or len(coefficients) > 6 or not np.all(np.isfinite(coefficients)):
        raise UnreadableError("it has no single wavelength calibration for all its frames")
    if np.allclose(coefficients, [0, 1, *([0] * (len(coefficients) - 2))]):
        raise UnreadableError("it is not calibrated: its axis is the pixel number")
    with np.errstate(over="ignore", invalid="ignore"):
        return np.polynomial.polynomial.polyval(np.arange(1.0, width + 1), coefficients)


def _date(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


SIF = Reader("andor-sif", "Andor Solis .sif", lambda head, name: head.startswith(_MAGIC), parse)
