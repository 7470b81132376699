"""A device with some values changed: a sweep step, a lever, a question "what if".

A change goes through the same reader as a file, so a changed device is as valid as a loaded one. A
bare number is in SI units here, because code speaks SI; a text carries its unit, as in a file.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from colase.errors import InputError, nearest
from colase.materials import Material
from colase.nanocrystals import Nanocrystal
from colase.units import NUMBER, exact, quoted

from . import catalog
from .describe import ALIASES, REGISTRIES, Setting, members, settings, tag, tag_key
from .device import Device
from .provenance import Provenance
from .reading import from_tables
from .values import Leaf
from .writing import is_given, points_text, to_toml

_NAMES = {key: name for name, key in ALIASES.items()}


def replace(device: Device, changes: Mapping[str, Any]) -> Device:
    """Return a new device with some values changed.

    Parameters
    ----------
    device : Device
        Stays as it is.
    changes : mapping
        Dotted path to new value: ``{"cavity.coating_thickness": 600e-9}`` in SI units, or a text as in
        a file (``"600 nm"``, ``"main/SiO2/Malitson"``), a table as in a file, a material, a pulse
        and so on; None removes a value that has a default.

    Raises
    ------
    InputError
        If a path is unknown (the nearest is named), or the device with the changes is not valid.
    """
    tree = _tables(device, "", device.provenance)
    if any(path.partition(".")[0] == "modes" for path in changes) and "modes" not in tree:
        tree["modes"] = _tables(device.modes, "modes", {})
    notes = {_attributes(path): _change(tree, path, value, device) for path, value in changes.items()}
    changed = from_tables(tree, title=device.title)
    births = {path: _noted(path, birth, notes) for path, birth in changed.provenance.items()}
    changed = dataclasses.replace(changed, provenance=MappingProxyType(births))
    return dataclasses.replace(changed, source=to_toml(changed))


def _tables(thing: Any, path: str, births: Mapping[str, Provenance]) -> dict[str, Any]:
    """Return an object as the tables of a file, with `Leaf` for every value; what was derived is left out."""
    table: dict[str, Any] = {}
    if tag_key(type(thing)):
        table[tag_key(type(thing))] = tag(type(thing))
    if path in births:
        table["like"] = births[path].written
    for s in settings(type(thing)):
        value = getattr(thing, s.name)
        inner = f"{path}.{s.name}" if path else s.name
        if not is_given(s, value, inner, births):
            continue
        if s.sort == "part":
            if part := _tables(value, inner, births):
                table[s.key] = part
        elif value is not None:
            table[s.key] = Leaf(value, births.get(inner) or Provenance(written=_written(value, s)))
    return table


def _written(value: Any, setting: Setting) -> str:
    if value is None:
        return "nothing"
    if setting.sort == "number" and setting.quantity:
        return exact(value, setting.quantity)
    if setting.sort == "points" and setting.quantity:
        return points_text(value, setting.quantity)
    return value.name if isinstance(value, Material) else str(value)


def _change(tree: dict[str, Any], path: str, value: Any, device: Device) -> str:
    """Put one change into the tables; return the note for its birth certificate ("" for a whole table)."""
    *above, last = path.split(".")
    table, base, old = tree, Device, device
    for name in above:
        setting = _setting(name, base, path, old)
        if setting.base is None:
            raise _unknown(path)
        base, old = setting.base, getattr(old, setting.name, None)
        table[setting.key] = table = _opened(table.get(setting.key), base)
    if base in REGISTRIES and last == tag_key(base):
        raise InputError(f"{path}: give the whole table to change the {last}, as a device file would.")
    setting = _setting(last, base, path, old)
    before = getattr(old, setting.name, None)
    birth = device.provenance.get(_attributes(path))
    written = birth.written if birth else ""
    if value is None:
        if setting.required:
            raise InputError(f"{path} cannot be left out: a device needs it.")
        if "like" in table:
            table |= catalog.sample(table.pop("like")) | table
        table.pop(setting.key, None)
    else:
        table[setting.key] = _raw(value, setting, path, written)
    return "" if setting.sort == "part" else f"changed from {written or _written(before, setting)}"


def _opened(part: Any, base: type) -> dict[str, Any]:
    """Return a part of the tables as a table of its own, also where a text names it."""
    if isinstance(part, str):
        return {"like" if issubclass(base, Nanocrystal) else tag_key(base): part}
    return dict(part) if isinstance(part, dict) else {}


def _attributes(path: str) -> str:
    """Return a path as provenance writes it: "pump.fluence.from" is the field ``start``."""
    return ".".join(_NAMES.get(part, part) for part in path.split("."))


def _setting(name: str, base: type, path: str, old: Any = None) -> Setting:
    """Return a setting of the class that the device has, else of any kind that knows the name."""
    known = {s.name: s for cls in members(base) for s in settings(cls)}
    if isinstance(old, base):
        known |= {s.name: s for s in settings(type(old))}
    try:
        return known[_NAMES.get(name, name)]
    except KeyError:
        raise _unknown(path) from None


def _unknown(path: str) -> InputError:
    return InputError(f"{quoted(path)}: no such setting.{nearest(path[:80], paths())}")


def paths(base: type = Device, above: str = "") -> tuple[str, ...]:
    """Return every dotted path that a change may name, over all kinds."""
    found: dict[str, None] = {}
    for cls in members(base):
        for s in settings(cls):
            found[f"{above}{s.key}"] = None
            if s.base not in (None, base):
                found |= dict.fromkeys(paths(s.base, f"{above}{s.key}."))
    return tuple(found)


def _raw(value: Any, setting: Setting, path: str, before: str) -> Any:
    """Return a new value as the reader takes it; a number is written in the unit it was written in before."""
    if isinstance(value, np.generic):
        value = value.item()
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    if setting.sort == "number" and setting.quantity and plain:
        if not math.isfinite(value):
            raise InputError(f"{path} = {value}: a finite number is wanted.")
        unit = re.sub(rf"^\s*{NUMBER}\s*", "", before) if setting.quantity.unit else ""
        try:
            written = exact(value, dataclasses.replace(setting.quantity, shown=unit))
        except InputError:
            written = exact(value, setting.quantity)
        return Leaf(float(value), Provenance(written=written))
    if setting.sort == "points" and isinstance(value, (tuple, list, np.ndarray)) and setting.quantity:
        return _pairs(value, setting, path)
    if setting.sort == "material" and isinstance(value, complex):
        return {"n": value.real, "k": value.imag}
    if isinstance(value, Material):
        return Leaf(value, Provenance(written=value.name))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _tables(value, "", {})
    return value


def _pairs(value: Any, setting: Setting, path: str) -> Any:
    """Return pairs of numbers in SI units as a value that has been read; texts are left to the reader."""
    if any(isinstance(v, str) for pair in value for v in np.atleast_1d(np.array(pair, dtype=object))):
        return [list(pair) for pair in value]
    points = np.asarray(value, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise InputError(f"{path}: give pairs of finite numbers (r, z).")
    pairs = tuple((float(a), float(b)) for a, b in points)
    return Leaf(pairs, Provenance(written=_written(pairs, setting)))


def _noted(path: str, birth: Provenance, notes: Mapping[str, str]) -> Provenance:
    note = notes.get(path, "")
    return dataclasses.replace(birth, note="; ".join(filter(None, (birth.note, note)))) if note else birth
