"""A device: the frozen values that a TOML file describes, and where each of them came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from html import escape
from types import MappingProxyType
from typing import Any

from colase.cavity import Cavity, ModeWindow
from colase.gain.medium import GainMedium
from colase.gain.transient.transient_settings import TransientSettings
from colase.laser.dynamics.cells import Dynamics
from colase.laser.instrument import Instrument
from colase.laser.pump import Pump
from colase.laser.self_heating.heat_settings import HeatSettings
from colase.laser.stripes.stripe_settings import CuvetteSettings, StripeSettings

from .checking import check
from .describe import DERIVED, RECORD
from .provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A nanocrystal laser, complete: cavity, gain medium, pump, instrument, window, resolution.

    What else is measured on it may follow: heat, stripe, cuvette, transient absorption.

    ``provenance`` maps dotted paths ("cavity.coating_index", "gain.nanocrystal.sigma_abs") to
    birth certificates; ``source`` is the TOML text.
    """

    title: str = field(metadata=DERIVED)
    cavity: Cavity
    gain: GainMedium
    pump: Pump
    modes: ModeWindow = field(metadata=DERIVED)
    instrument: Instrument = field(default_factory=Instrument)
    heat: HeatSettings | None = None
    stripe: StripeSettings | None = None
    cuvette: CuvetteSettings | None = None
    transient: TransientSettings | None = None
    dynamics: Dynamics = field(default_factory=Dynamics)
    reference: str = ""
    notes: str = ""
    provenance: Mapping[str, Provenance] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, metadata=RECORD
    )
    source: str = field(default="", compare=False, repr=False, metadata=RECORD)

    def __str__(self) -> str:
        return f"{self.title}  {self.reference}".rstrip() + f"\n{check(self)}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def __reduce__(self) -> tuple[Any, ...]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _restored, (values | {"provenance": dict(self.provenance)},)

    @property
    def guessed(self) -> tuple[str, ...]:
        """Paths of the values that are guesses."""
        return tuple(path for path, p in self.provenance.items() if p.guess)


def _restored(values: dict[str, Any]) -> Device:
    """Make a device again in another process; a read-only view cannot travel, so it is made anew."""
    births: Mapping[str, Provenance] = MappingProxyType(values.pop("provenance"))
    return Device(provenance=births, **values)
