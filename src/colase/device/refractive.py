"""The refractive index of a device file: a number, a page of the database, or a table.

Five ways of writing: ``1.76``; ``{ n = 1.7, k = 0.001 }``; ``"main/SiO2/Malitson"`` (or
``{ page = ... }``); ``{ file = "film.csv" }``, beside the device file; ``{ mix = "bruggeman", parts =
[...] }``, a film from its parts (`mixture`). The table of a file can stand in the device file itself:
``{ wavelength = ["400 nm", "700 nm"], n = [1.8, 1.7], k = [0.1, 0.0] }``.
An index keeps the convention exp(-i w t), so k > 0 absorbs; a passive material has k >= 0.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from colase.errors import InputError
from colase.materials import ConstantIndex, Material, TabulatedIndex
from colase.units import parse, quoted, read

from .mixture import MIXTURE_KEYS, read_mixture
from .table import read_index_table

MATERIAL_KEYS = ("n", "k", "page", "file", "wavelength", "label", "smooth", *MIXTURE_KEYS)
"""Keys of a table that describes a material."""


def read_material(raw: Any, folder: Path | None, example: str = "1.5") -> tuple[Material, str, str]:
    """Return the material, what was written, and a note on what the source does not say.

    Raises
    ------
    InputError
        If it is none of the five ways, or the page or file cannot be used.
    """
    if isinstance(raw, Material):
        return raw, raw.name, ""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _constant(raw, 0.0), repr(raw), ""
    if isinstance(raw, str):
        return _text(raw.strip(), example)
    if isinstance(raw, dict):
        return _table(raw, folder, example)
    raise InputError(f"a refractive index is wanted: a number, a page or a table, for example {example}.")


def _text(raw: str, example: str) -> tuple[Material, str, str]:
    if "/" in raw:
        from .database import page, remark

        return page(raw), raw, remark(raw)
    try:
        return _constant(read(raw, "").value, 0.0), raw, ""
    except InputError:
        raise InputError(
            "write a number, or shelf/book/page of the refractive index database, for example "
            f"{example}; `colase materials {raw.split()[0][:20] if raw.split() else 'SiO2'}` searches it."
        ) from None


def _table(raw: dict[str, Any], folder: Path | None, example: str) -> tuple[Material, str, str]:
    keys = set(raw)
    if keys == {"page"} and isinstance(raw["page"], str):
        return _text(raw["page"].strip(), example)
    if keys == {"file"} and isinstance(raw["file"], str):
        return read_index_table(raw["file"], folder), raw["file"], ""
    if "mix" in keys and keys <= set(MIXTURE_KEYS):
        mixture = read_mixture(raw, lambda index: read_material(index, folder, example)[0])
        return mixture, mixture.composition, f"effective medium by {mixture.rule}"
    if "n" in keys and keys <= {"n", "k"}:
        n, k = raw["n"], raw.get("k", 0.0)
        return _constant(n, k), f"n = {n}, k = {k}", ""
    if {"wavelength", "n"} <= keys <= {"wavelength", "n", "k", "label", "smooth"}:
        table = _inline(raw)
        return table, table.name, ""
    raise InputError(
        'write { n = 1.7, k = 0.001 }, { page = "main/SiO2/Malitson" }, { file = "film.csv" }, '
        '{ mix = "bruggeman", parts = [...] } or { wavelength = [...], n = [...], k = [...] }.'
    )


def _constant(n: Any, k: Any) -> ConstantIndex:
    for name, number in (("n", n), ("k", k)):
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise InputError(f"{name} must be a number, for example 1.7.")
        if not (math.isfinite(number) and abs(number) < 1e6):
            raise InputError(f"{name} must be a finite number, for example 1.7.")
    if n < 1:
        raise InputError("a refractive index must be a number of at least 1, for example 1.7.")
    if k < 0:
        raise InputError("k must be at least 0: gain comes from the nanocrystals, not from an index.")
    return ConstantIndex(complex(n, k) if k else float(n))


def _inline(raw: dict[str, Any]) -> TabulatedIndex:
    columns = [raw["wavelength"], raw["n"], raw.get("k", [])]
    if not all(isinstance(c, list) for c in columns):
        raise InputError("wavelength, n and k of a table must be lists in brackets.")
    label, smooth = raw.get("label", "table"), raw.get("smooth", False)
    if not isinstance(label, str) or not isinstance(smooth, bool):
        raise InputError("label must be a text in quotes, and smooth must be true or false.")
    wavelength, n, k = columns
    k = k or [0.0] * len(n)
    if not all(isinstance(w, str) for w in wavelength):
        raise InputError('write every wavelength with its unit, for example ["400 nm", "700 nm"].')
    if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in (*n, *k)):
        raise InputError("n and k of a table must be numbers.")
    lengths = tuple(parse(w, "m") for w in wavelength)
    return TabulatedIndex(lengths, tuple(map(_float, n)), tuple(map(_float, k)), label, smooth)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        raise InputError(f"{quoted(str(number)[:20])}: a finite number is wanted.") from None
