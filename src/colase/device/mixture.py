"""A film index from its parts in a device file.

::

    index = { mix = "bruggeman", parts = [
        { core = "main/CdSe/Ninomiya-o", shell = "main/CdS/Ninomiya-o", share_of_core = 0.2, share = 0.45 },
        { index = 1.46 },                              # ligands: what is left
    ], sides = ["20 nm", "20 nm", "7 nm"], axis = "length" }

One part may leave its share out and gets the rest; ``packing`` is the share of the first part.
``pressed = 1.5`` is the film after it was pressed 1.5 times thinner: the last part gives way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from colase.errors import InputError, nearest
from colase.materials import Material
from colase.materials.mixture import AXES, RULES, MixedIndex, Part
from colase.units import parse, quoted

Reader = Callable[[Any], Material]

MIXTURE_KEYS = ("mix", "parts", "packing", "sides", "axis", "pressed")
_PART_KEYS = ("index", "core", "shell", "share_of_core", "share")


def read_mixture(raw: dict[str, Any], material: Reader) -> MixedIndex:
    """Return the mixture that a table describes; ``material`` reads the index of a part.

    Raises
    ------
    InputError
        With a sentence about the part that cannot be used.
    """
    rule, parts = raw.get("mix"), raw.get("parts")
    if rule not in RULES:
        raise InputError(f"mix must be {' or '.join(quoted(r) for r in RULES)}.")
    if not isinstance(parts, list) or not all(isinstance(p, dict) for p in parts):
        raise InputError(
            "parts must be a list of tables, for example [{ index = 2.4, share = 0.5 }, { index = 1.46 }]."
        )
    axis = raw.get("axis", "random")
    if axis not in AXES:
        raise InputError(f"axis must be {', '.join(quoted(a) for a in AXES)}.")
    shares = _shares(parts, raw.get("packing"))
    read = tuple(_part(p, share, material) for p, share in zip(parts, shares, strict=True))
    mixture = MixedIndex(rule, read, _sides(raw.get("sides")), axis)
    return mixture if "pressed" not in raw else mixture.pressed(_factor(raw["pressed"]))


def _shares(parts: list[dict[str, Any]], packing: Any) -> list[float]:
    given: list[float | None] = [None if "share" not in p else _number(p["share"], "share") for p in parts]
    if packing is not None:
        if not given or given[0] is not None:
            raise InputError("packing is the share of the first part; give one of the two.")
        given[0] = _number(packing, "packing")
    known = sum(s for s in given if s is not None)
    if given.count(None) > 1:
        raise InputError("only one part may leave its share out; it gets the rest.")
    return [1 - known if s is None else s for s in given]


def _part(raw: dict[str, Any], share: float, material: Reader) -> Part:
    unknown = [k for k in raw if k not in _PART_KEYS]
    if unknown:
        raise InputError(f"{quoted(unknown[0])} is no key of a part.{nearest(unknown[0][:40], _PART_KEYS)}")
    if ("index" in raw) == ("core" in raw) or ("core" in raw) != ("shell" in raw):
        raise InputError("a part needs either an index, or a core with its shell and share_of_core.")
    if "index" in raw:
        return Part(share, material(raw["index"]))
    core, shell = (material(raw[k]) for k in ("core", "shell"))
    if "share_of_core" not in raw:
        raise InputError("a core in a shell needs share_of_core, its part of their volume.")
    return Part(share, core, shell, _number(raw["share_of_core"], "share_of_core"))


def _number(raw: Any, name: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 <= raw <= 1:
        raise InputError(f"{name} must be a number from 0 to 1.")
    return float(raw)


def _factor(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not raw >= 1:
        raise InputError("pressed must be thickness before over thickness after, a number of at least 1.")
    return float(raw)


def _sides(raw: Any) -> tuple[float, float, float] | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != 3 or not all(isinstance(s, str) for s in raw):
        raise InputError(
            'sides must be length, width and thickness with units, for example ["20 nm", "20 nm", "7 nm"].'
        )
    length, width, thickness = (parse(s, "m") for s in raw)
    return length, width, thickness
