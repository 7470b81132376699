"""What a table of a device file may hold, read off the annotations of the frozen dataclasses.

This is the one place that knows which class a ``kind`` names. Reader, JSON schema, writer, checks
and documentation all walk these descriptions, so a class that joins a registry appears in all of
them by itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from colase import cavity, coupling, gain, heat, nanocrystals
from colase.gain.models.base import GainModel
from colase.gain.pulses import pulse
from colase.materials import Material
from colase.quantity import Quantity, declared

ALIASES = {"start": "from", "stop": "to"}
"""Field names that a file writes differently: ``from`` is no name for a field of a class."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Where the classes of one family are registered, the key that tells them apart, and a noun.

    ``sources`` are modules with the name of a tuple each: a family may have members in several rooms, such
    as cavities, of which pairs need the coupling room, which lies above that of cavities.
    """

    sources: tuple[tuple[Any, str], ...]
    tag: str
    noun: str

    @property
    def members(self) -> tuple[type, ...]:
        """Every registered class."""
        return tuple(cls for module, name in self.sources for cls in getattr(module, name))


REGISTRIES: dict[type, Registry] = {
    cavity.Cavity: Registry(((cavity, "CAVITIES"), (coupling, "COUPLED_CAVITIES")), "kind", "cavity"),
    coupling.Body: Registry(((coupling, "BODIES"),), "kind", "body"),
    nanocrystals.Nanocrystal: Registry(((nanocrystals, "NANOCRYSTALS"),), "kind", "nanocrystal"),
    GainModel: Registry(((gain, "GAIN_MODELS"),), "kind", "gain model"),
    heat.Spot: Registry(((heat, "SPOTS"),), "shape", "spot"),
    pulse.Pulse: Registry(((gain, "PULSES"),), "shape", "pulse"),
}
"""Base class and registry of every part that a file names by a tag."""

RECORD: Mapping[str, bool] = MappingProxyType({"record": True})
"""Metadata of a field that is written while a file is read and never stands in one."""

DERIVED: Mapping[str, bool] = MappingProxyType({"derived": True})
"""Metadata of a field without a default that a file may leave out, because it follows from others."""

Sort = Literal["number", "integer", "points", "text", "choice", "material", "part"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a table.

    Attributes
    ----------
    name, key : str
        Field of the dataclass, and what a file calls it.
    sort : str
        "number", "integer", "points" (pairs of numbers), "text", "choice", "material" or "part" (a table
        of its own).
    quantity : Quantity or None
        Declaration of a number or a material.
    choices : tuple of str
        Allowed texts of a "choice".
    base : type or None
        Class of a "part": a dataclass, or the base class of a registry.
    required : bool
        Whether a file must give it.
    default : object
        Value that holds when it is not given (None if required or derived).
    """

    name: str
    key: str
    sort: Sort
    quantity: Quantity | None = None
    choices: tuple[str, ...] = ()
    base: type | None = None
    required: bool = True
    default: Any = None

    @property
    def meaning(self) -> str:
        """A few words: those of the quantity, or the name itself."""
        return self.quantity.meaning if self.quantity else self.name.replace("_", " ")

    @property
    def example(self) -> str:
        """A value as one would write it in a file, with its quotes."""
        if self.choices:
            return f'"{self.choices[0]}"'
        if not self.quantity:
            return '"..."' if self.sort == "text" else "{ ... }"
        if self.sort == "points":
            return self.quantity.example
        text = self.quantity.example or f"1 {self.quantity.display_unit}".strip()
        return f'"{text}"' if self.quantity.unit else text


@cache
def settings(cls: type) -> tuple[Setting, ...]:
    """Return what a table of this class may hold, in the order of the fields.

    Raises
    ------
    TypeError
        If an annotation is none that a device file can express (a mistake in the class).
    """
    hints = get_type_hints(cls, include_extras=True)
    written = [f for f in dataclasses.fields(cls) if f.name != tag_key(cls) and not f.metadata.get("record")]
    return tuple(_setting(f, hints[f.name], cls) for f in written)


def _setting(field: dataclasses.Field, hint: Any, owner: type) -> Setting:
    quantity = declared(hint)
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    default = None
    if field.default is not dataclasses.MISSING:
        default = field.default
    elif field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    if field.metadata.get("derived"):
        required = False
    sort, choices, base = _sort(_bare(hint), f"{owner.__name__}.{field.name}", quantity)
    return Setting(
        field.name,
        ALIASES.get(field.name, field.name),
        sort,
        quantity,
        choices,
        base,
        required,
        default,
    )


def _bare(hint: Any) -> Any:
    """Strip ``Annotated`` and ``| None`` from an annotation."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        inner = [a for a in get_args(hint) if a is not type(None)]
        return _bare(inner[0]) if len(inner) == 1 else hint
    return hint


def _sort(hint: Any, place: str, quantity: Quantity | None) -> tuple[Sort, tuple[str, ...], type | None]:
    if get_origin(hint) is Literal:
        return "choice", tuple(map(str, get_args(hint))), None
    if hint in (float, int, tuple[tuple[float, float], ...]) and quantity is None:
        raise TypeError(f"{place}: a number of a device file needs Annotated[..., Quantity(...)].")
    plain: dict[Any, Sort] = {
        float: "number",
        int: "integer",
        str: "text",
        Material: "material",
        tuple[tuple[float, float], ...]: "points",
    }
    if hint in plain:
        return plain[hint], (), None
    if isinstance(hint, type) and (hint in REGISTRIES or dataclasses.is_dataclass(hint)):
        return "part", (), hint
    raise TypeError(f"{place}: a device file cannot express the annotation {hint}.")


def members(base: type) -> tuple[type, ...]:
    """Return the classes that a part of this base may be: those of its registry, or itself."""
    if base in REGISTRIES:
        return REGISTRIES[base].members
    return (base,)


def tag_key(cls: type) -> str:
    """Return "kind" or "shape" for a registered class or its base, "" for any other."""
    return next((r.tag for base, r in REGISTRIES.items() if issubclass(cls, base)), "")


def tag(cls: type) -> str:
    """Return the text by which a file names a registered class ("microsphere")."""
    field = next(f for f in dataclasses.fields(cls) if f.name == tag_key(cls))
    return str(field.default)


def noun(cls: type) -> str:
    """Return a class in words, with its article: "a microsphere"; "" for a plain section."""
    if not tag_key(cls):
        return ""
    article = "an" if tag(cls)[0] in "aeiou" else "a"
    suffix = f" {family(cls)}" if issubclass(cls, (GainModel, pulse.Pulse)) else ""
    return f"{article} {tag(cls)}{suffix}"


def family(cls: type) -> str:
    """Return what a registered class or its base is: "cavity", "gain model", "pulse"."""
    return next(r.noun for base, r in REGISTRIES.items() if issubclass(cls, base))


def integers(base: type, above: str = "") -> Iterator[str]:
    """Yield the dotted path of every setting, of any kind, that takes a whole number."""
    for cls in members(base):
        for setting in settings(cls):
            path = f"{above}{setting.key}"
            if setting.sort == "integer":
                yield path
            elif setting.base not in (None, base):  # a table inside one like itself adds nothing
                yield from integers(setting.base, f"{path}.")


def leaves(thing: Any, path: str = "") -> Iterator[tuple[str, Setting, Any]]:
    """Yield path, description and value of every number, text, choice and material inside."""
    for setting in settings(type(thing)):
        value = getattr(thing, setting.name)
        inner = f"{path}.{setting.name}" if path else setting.name
        if setting.sort != "part":
            yield inner, setting, value
        elif value is not None:
            yield from leaves(value, inner)
