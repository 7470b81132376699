"""Every setting of a device file in words, read from the declarations on the dataclasses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from colase.device import Device
from colase.device import describe as declarations
from colase.errors import InputError, nearest
from colase.quantity import Quantity
from colase.units import convert, digits, flat, show


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting: where it stands, what it means, what is allowed; ``kinds`` only if not all have it."""

    section: str
    name: str
    kinds: tuple[str, ...]
    meaning: str
    unit: str
    allowed: str
    example: str
    default: str

    @property
    def path(self) -> str:
        """Section and name, as in ``--set``."""
        return f"{self.section}.{self.name}".lstrip(".")

    def words(self) -> str:
        """Return meaning, what is allowed and what holds if it is left out, in one sentence."""
        said = (
            self.meaning,
            self.allowed,
            self.default,
            f"only for {', '.join(self.kinds)}" if self.kinds else "",
        )
        return "; ".join(part for part in said if part)

    def record(self) -> dict[str, Any]:
        """Return all of it for JSON."""
        return {"path": self.path, **dataclasses.asdict(self)}


def every_setting() -> tuple[Explained, ...]:
    """Return every setting of every kind, in the order of a device file."""
    return tuple(_walk("", Device))


def find(path: str) -> tuple[Explained, ...]:
    """Return the setting with that path, or all settings of a section.

    Raises
    ------
    InputError
        If there is neither; the sentence names the nearest path.
    """
    known = every_setting()
    found = tuple(s for s in known if path in (s.path, s.section))
    if not found:
        hint = nearest(path, [s.path for s in known])
        raise InputError(f'schema: there is no setting "{path}".{hint} "colase schema --list" prints all.')
    return found


def _walk(section: str, base: type) -> Iterator[Explained]:
    """Yield the settings of a part, what its kinds share once, then those of its own parts."""
    members = declarations.members(base)
    kinds: dict[str, list[str]] = {}
    first: dict[str, declarations.Setting] = {}
    for cls in members:
        for setting in declarations.settings(cls):
            first.setdefault(setting.key, setting)
            kinds.setdefault(setting.key, []).append(_tag(cls))
    if declarations.tag_key(base):
        yield _choice_of_kind(section, base)
    for key, setting in first.items():
        if setting.sort != "part":
            only = () if len(kinds[key]) == len(members) else tuple(kinds[key])
            yield _explained(section, setting, only)
    for key, setting in first.items():
        if setting.sort == "part" and setting.base not in (None, base):
            yield from _walk(f"{section}.{key}".lstrip("."), setting.base)


def _choice_of_kind(section: str, base: type) -> Explained:
    names = [f'"{_tag(cls)}"' for cls in declarations.members(base)]
    key = declarations.tag_key(base)
    return Explained(
        section, key, (), f"kind of {section.split('.')[-1]}", "", f"one of {', '.join(names)}", names[0], ""
    )


def _explained(section: str, setting: declarations.Setting, kinds: tuple[str, ...]) -> Explained:
    quantity = setting.quantity
    return Explained(
        section=section,
        name=setting.key,
        kinds=kinds,
        meaning=setting.meaning,
        unit=flat(quantity.display_unit) if quantity else "",
        allowed=_bounds(quantity) if quantity else _one_of(setting.choices),
        example=setting.example,
        default=_default(setting),
    )


def _one_of(choices: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{c}"' for c in choices)
    return f"one of {quoted}" if choices else ""


def _tag(cls: type) -> str:
    return declarations.tag(cls) if declarations.tag_key(cls) else cls.__name__


def _bounds(quantity: Quantity) -> str:
    """Return the bounds in the unit a person sees."""
    words = {"gt": "greater than", "ge": "at least", "lt": "less than", "le": "at most"}
    said = []
    for name, word in words.items():
        bound = getattr(quantity, name)
        if bound is not None:
            said.append(f"{word} {digits(convert(bound, quantity.unit, quantity.display_unit))}")
    return f"{' and '.join(said)} {flat(quantity.display_unit)}".strip() if said else ""


def _default(setting: declarations.Setting) -> str:
    """Return the default as a person would write it; "" where the file must say."""
    if setting.required:
        return ""
    if setting.default is None or setting.default == "":
        return "may be left out"
    if setting.quantity and isinstance(setting.default, float):
        return f"default {show(setting.default, setting.quantity)}"
    return "default " + str(getattr(setting.default, "name", setting.default))
