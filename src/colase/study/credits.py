"""Whom to cite for a device: a table that says what each reference is for, and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from colase import citations
from colase.citations import keys
from colase.device import Device
from colase.device.describe import leaves
from colase.device.thermal_library import thermal
from colase.materials.mixture import MixedIndex

from .table import Table

DATABASE = "polyanskiy2024"


@dataclass(frozen=True, slots=True, repr=False)
class Cited:
    """References of a device; ``uses`` pairs each use ("gain model: stokes-shifted") with a key.

    Every use begins with a tag: device, cavity, gain model, nanocrystal, material or value.
    """

    uses: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of references.bib, each once."""
        return tuple(dict.fromkeys(key for _, key in self.uses))

    def bibtex(self) -> str:
        """Return the BibTeX entries."""
        return citations.bibtex(*self.keys)

    def table(self) -> Table:
        """Return use, key and formatted reference."""
        rows = tuple((use, key, citations.format_reference(key)) for use, key in self.uses)
        return Table(("for", "key", "reference"), rows)

    def describe(self) -> str:
        """Return one block a reference: the reference, then what it is cited for."""
        blocks = (
            f"{key}\n  {citations.format_reference(key)}\n  for {self.uses_of(key)}" for key in self.keys
        )
        return "\n".join(blocks)

    def uses_of(self, key: str) -> str:
        """Say what one reference is cited for; values are counted, the table names them."""
        uses = [use for use, k in self.uses if k == key]
        values = sum(use.startswith("value: ") for use in uses)
        said = [use for use in uses if not use.startswith("value: ")]
        return "; ".join(said + ([f"{values} value{'' if values == 1 else 's'}"] if values else []))

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return self.table().html()


def cite(device: Device) -> Cited:
    """Collect the references of a device, from its parts and from the sources of its values.

    A pure function of the device: nothing is recorded while a calculation runs.

    Raises
    ------
    InputError
        If a part or a value names a key that references.bib does not hold.
    """
    uses = list(dict.fromkeys(_uses(device)))
    for _, key in uses:
        citations.entry(key)
    return Cited(tuple(uses))


def _uses(device: Device) -> Iterator[tuple[str, str]]:
    if device.reference:
        yield "device", device.reference
    for part, thing in (("cavity", device.cavity), ("gain model", device.gain.model)):
        for key in _references(thing):
            yield f"{part}: {_kind(thing)}", key
    nanocrystal = device.gain.nanocrystal
    if nanocrystal.reference:
        yield f"nanocrystal: {nanocrystal.name}", nanocrystal.reference
    yield from _materials(device)
    yield from _heat(device)
    for path, source in device.provenance.items():
        if source.reference:
            yield f"value: {path}", source.reference


def _materials(device: Device) -> Iterator[tuple[str, str]]:
    """Yield the database and, where references.bib has it, the source of each of its pages."""
    for path, setting, material in leaves(device):
        if setting.sort != "material" or material is None:
            continue
        if isinstance(material, MixedIndex):
            rule = "bruggeman1935" if material.rule == "bruggeman" else "maxwellgarnett1904"
            yield f"material: {path}, {material.name}", rule
        for inner in material.materials() if isinstance(material, MixedIndex) else (material,):
            if inner.name.count("/") != 2:
                continue
            name = re.sub(r"\W.*", "", inner.name.split("/")[-1]).lower()
            for key in (*(k for k in keys() if k.rstrip("0123456789") == name), DATABASE):
                yield f"material: {path}, {inner.name}", key


def _heat(device: Device) -> Iterator[tuple[str, str]]:
    """Yield the methods of heat and the sources of the thermal data that a [heat] section names."""
    if device.heat is None:
        return
    yield "heat: conduction", "carslaw1959"
    yield "heat: Laplace inversion", "weideman2007"
    for name in (device.heat.film, device.heat.substrate, device.heat.core, device.heat.surroundings):
        if name is None:
            continue
        for source in thermal(name).provenance.values():
            if source.reference:
                yield f"thermal data: {name}", source.reference


def _references(thing: object) -> tuple[str, ...]:
    return tuple(getattr(thing, "references", ()))


def _kind(thing: object) -> str:
    return str(getattr(thing, "kind", type(thing).__name__))
