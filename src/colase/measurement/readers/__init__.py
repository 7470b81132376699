"""Instrument files, one file a format; the only place of this room that opens files.

A new format is one `Reader` in one file and one entry in `READERS`; the first that recognises the content
reads it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from pathlib import Path

import xarray as xr

from colase.errors import InputError, nearest

from .andor import SIF
from .columns import ANDOR_ASC, AVANTES, CRAIC, OCEAN, PLAIN
from .content import Content, Reader, UnreadableError
from .foreign import FOREIGN
from .labelled import AXES, labelled
from .labspec import LABSPEC
from .labspec_xml import LABSPEC_XML
from .princeton import SPE
from .renishaw import RENISHAW

READERS: tuple[Reader, ...] = (
    SIF,
    SPE,
    *FOREIGN,
    LABSPEC_XML,
    LABSPEC,
    RENISHAW,
    OCEAN,
    AVANTES,
    CRAIC,
    ANDOR_ASC,
    PLAIN,
)
"""Every format, asked in this order; the last takes any table of numbers."""

LARGEST = 512 * 2**20
_HEAD = 65_536

__all__ = ["AXES", "LARGEST", "READERS", "Content", "Reader", "UnreadableError", "read", "read_bytes"]


def read(
    path: str | Path, *, axis: str = "", excitation: float | None = None, gaps: bool = False, form: str = ""
) -> xr.Dataset:
    """Read one instrument file.

    Parameters
    ----------
    path : str or Path
        File of any known format, also compressed with gzip.
    axis : str
        Unit of the spectral axis where the file does not say or says it wrong: "nm", "um", "m", "eV",
        "1/cm" or "raman" (shift in 1/cm).
    excitation : float, optional
        Wavelength of the exciting laser in m; turns a Raman shift into a wavelength.
    gaps : bool
        Allow jumps in the axis (glued windows).
    form : str
        Format, if it should not be found out.

    Returns
    -------
    Dataset
        ``counts`` over spectrum and wavelength (m, ascending) with ``photon_energy`` (J); exposure (s),
        accumulations, saturation (counts), resolution (m), date, instrument, calibration, file and sha256
        as attributes where they are known.

    Raises
    ------
    InputError
        One sentence, whatever is wrong with the file.
    """
    where = Path(path)
    try:
        if where.is_dir():
            raise InputError(f"{where.name}: this is a folder; colase.measurement.read_series reads one.")
        if where.stat().st_size > LARGEST:
            size = where.stat().st_size >> 20
            raise InputError(f"{where.name}: {size} MB are more than the {LARGEST >> 20} MB that are read.")
        content = where.read_bytes()
    except (OSError, ValueError) as problem:
        raise InputError(
            f"{where.name}: cannot be opened ({getattr(problem, 'strerror', None) or problem})."
        ) from None
    return read_bytes(content, where.name, axis=axis, excitation=excitation, gaps=gaps, form=form)


def read_bytes(
    content: bytes,
    name: str,
    *,
    axis: str = "",
    excitation: float | None = None,
    gaps: bool = False,
    form: str = "",
) -> xr.Dataset:
    """Read the bytes of a file; see `read`."""
    if axis and axis not in AXES:
        known = f"{nearest(axis, AXES)} Known: {', '.join(AXES)}."
        raise InputError(f'axis = "{axis}" is not a unit of a spectral axis.{known}')
    if excitation is not None and not 1e-8 < excitation < 1e-4:
        raise InputError(
            f"excitation = {excitation:g} m: a wavelength in metres is wanted, for example 532e-9."
        )
    shown = name if len(name) <= 80 else f"{name[:79]}…"
    try:
        plain = _unpacked(content)
        if not plain.strip(b"\0 \t\r\n"):
            raise UnreadableError("it is empty")
        short = name.lower().removesuffix(".gz")
        reader = _chosen(form) if form else next(r for r in READERS if r.recognises(plain[:_HEAD], short))
        found = reader.parse(plain)
        digest = hashlib.sha256(content).hexdigest()
        return labelled(found, reader.kind, name, digest, axis, excitation, gaps)
    except UnreadableError as problem:
        raise InputError(f"{shown}: {problem}.") from None


def _chosen(form: str) -> Reader:
    for reader in READERS:
        if reader.kind == form:
            return reader
    kinds = [reader.kind for reader in READERS]
    raise InputError(f'format "{form}" is not known.{nearest(form, kinds)} Known: {", ".join(kinds)}.')


def _unpacked(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError("its gzip compression is damaged") from None
    if len(plain) > LARGEST:
        raise UnreadableError(f"it unpacks to more than {LARGEST >> 20} MB")
    return plain
