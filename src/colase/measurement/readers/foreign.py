"""Formats that rosettasciio reads (the extra ``files``): one spectral axis, whatever the vendor.

Recognised by the end of the name, since these files are binary and of many vendors. Of a file with several
data sets the first with one spectral axis is taken; images and maps of two signal axes are refused.
"""

from __future__ import annotations

import tempfile
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from .content import Content, Reader, UnreadableError

FORMATS = {
    ".wdf": ("renishaw", "Renishaw WiRE .wdf"),
    ".tvf": ("trivista", "TriVista .tvf"),
    ".msa": ("msa", "EMSA/MAS .msa"),
    ".emsa": ("msa", "EMSA/MAS .emsa"),
    ".spx": ("bruker", "Bruker .spx"),
    ".dm3": ("digitalmicrograph", "DigitalMicrograph .dm3"),
    ".dm4": ("digitalmicrograph", "DigitalMicrograph .dm4"),
    ".hspy": ("hspy", "HyperSpy .hspy"),
    ".emd": ("emd", "EMD .emd"),
    ".nxs": ("nexus", "NeXus .nxs"),
    ".sur": ("digitalsurf", "DigitalSurf .sur"),
    ".pro": ("digitalsurf", "DigitalSurf .pro"),
    ".prz": ("pantarhei", "Panta Rhei .prz"),
    ".unf": ("semper", "Semper .unf"),
    ".spc": ("edax", "EDAX .spc"),
    ".eds": ("jeol", "JEOL .eds"),
    ".img": ("hamamatsu", "Hamamatsu streak .img"),
    ".tvips": ("tvips", "TVIPS .tvips"),
    ".blo": ("blockfile", "NanoMegas .blo"),
    ".mrc": ("mrc", "MRC .mrc"),
}
_UNITS = {"nm": "nm", "um": "um", "µm": "um", "μm": "um", "m": "m", "ev": "eV"}
_UNITS |= {"1/cm": "raman", "cm^-1": "raman", "cm⁻¹": "raman", "cm-1": "raman"}
_THOUSAND = {"kev": "eV"}


def parse_as(suffix: str, content: bytes) -> Content:
    """Read the bytes of a file of one suffix through rosettasciio."""
    module, meaning = FORMATS[suffix]
    try:
        reader = import_module(f"rsciio.{module}").file_reader
    except ImportError:
        raise UnreadableError(
            f"it is a {meaning} file, which needs rosettasciio: install it with pip install colase[files]"
        ) from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        try:
            sets = [_content(one) for one in reader(str(path)) if _spectral(one)]
        except UnreadableError:
            raise
        except Exception as problem:
            raise UnreadableError(
                f"rosettasciio cannot read it as {meaning} ({type(problem).__name__})"
            ) from None
    if not sets:
        raise UnreadableError(f"no data set of this {meaning} file has one spectral axis")
    return sets[0]


def _spectral(found: dict[str, Any]) -> bool:
    return sum(not axis.get("navigate", False) for axis in found["axes"]) == 1


def _content(found: dict[str, Any]) -> Content:
    place = next(i for i, axis in enumerate(found["axes"]) if not axis.get("navigate", False))
    axis = found["axes"][place]
    counts = np.moveaxis(np.asarray(found["data"], dtype=float), place, -1)
    values = (
        np.asarray(axis["axis"], dtype=float)
        if "axis" in axis
        else float(axis["offset"]) + float(axis["scale"]) * np.arange(counts.shape[-1])
    )
    words = str(axis.get("units") or "").strip().lower()
    if words in _THOUSAND:
        values, words = 1e3 * values, _THOUSAND[words].lower()
    return Content(values, counts.reshape(-1, counts.shape[-1]), _UNITS.get(words, ""))


def _reader(suffix: str) -> Reader:
    def recognises(head: bytes, name: str) -> bool:
        return name.endswith(suffix)

    meaning = FORMATS[suffix][1]
    return Reader(f"rosettasciio-{suffix[1:]}", meaning, recognises, partial(parse_as, suffix))


FOREIGN = tuple(_reader(suffix) for suffix in FORMATS)
