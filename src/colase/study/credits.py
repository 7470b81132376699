"""Whom to cite for a device: a table that says what each reference is for, and BibTeX."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from colase import citations
from colase.device import Device

from .table import Table


@dataclass(frozen=True, slots=True)
class Cited:
    """References of a device; ``uses`` pairs each use ("gain model: stokes-shifted") with a key."""

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
        """Return one block a reference: what it is cited for, then the reference itself."""
        blocks = []
        for key in self.keys:
            uses = "; ".join(use for use, k in self.uses if k == key)
            blocks.append(f"{key}  {uses}\n    {citations.format_reference(key)}")
        return "\n".join(blocks)

    def __str__(self) -> str:
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
    for path, source in device.provenance.items():
        if source.reference:
            yield f"value: {path}", source.reference


def _materials(device: Device) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(device.cavity):  # type: ignore[arg-type]
        for key in _references(getattr(device.cavity, field.name)):
            yield f"material: cavity.{field.name}", key


def _references(thing: object) -> tuple[str, ...]:
    return tuple(getattr(thing, "references", ()))


def _kind(thing: object) -> str:
    return str(getattr(thing, "kind", type(thing).__name__))
