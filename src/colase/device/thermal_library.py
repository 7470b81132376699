"""Thermal data of materials: conductivity and heat capacity with source and temperature range, one file each.

A file holds the fields of `colase.heat.Solid`, each a value table with its birth certificate, and the range
of temperature (``lowest`` to ``highest``) in which they may be used.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from colase.errors import InputError, nearest
from colase.heat import Solid
from colase.units import parse, quoted

from .describe import settings
from .provenance import Provenance
from .values import read_leaf

_FOLDER = files("colase.device") / "thermal"


@dataclass(frozen=True, slots=True)
class ThermalMaterial:
    """A solid, where its values came from, and between which temperatures (K) they hold."""

    key: str
    solid: Solid
    provenance: Mapping[str, Provenance]
    lowest: float
    highest: float

    @property
    def guessed(self) -> tuple[str, ...]:
        """Names of the values that are guesses."""
        return tuple(name for name, p in self.provenance.items() if p.guess)

    def warning(self, temperature: float) -> str | None:
        """Return a sentence if a temperature (K) lies outside the range of the values."""
        if self.lowest <= temperature <= self.highest:
            return None
        return (
            f"{self.solid.name} reaches {temperature:.0f} K, but its thermal data hold between "
            f"{self.lowest:.0f} and {self.highest:.0f} K."
        )


def thermal_materials() -> tuple[str, ...]:
    """Return the names of the materials with thermal data."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir() if f.name.endswith(".toml")))


def thermal(name: str) -> ThermalMaterial:
    """Return the thermal data of a material.

    Raises
    ------
    InputError
        If there are none of this name; the nearest is named.
    """
    known = thermal_materials()
    if name not in known:
        hint = nearest(name[:60], known)
        raise InputError(
            f"{quoted(name)}: no thermal data of this material.{hint} There is {', '.join(known)}."
        )
    table = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    leaves = {
        setting.name: read_leaf(table[setting.key], setting, None)
        for setting in settings(Solid)
        if setting.key in table and setting.quantity is not None
    }
    values = {field: leaf.value for field, leaf in leaves.items()}
    return ThermalMaterial(
        name,
        Solid(name=table["name"], **values),
        {field: leaf.provenance for field, leaf in leaves.items()},
        parse(table["lowest"], "K"),
        parse(table["highest"], "K"),
    )
