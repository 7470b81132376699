"""Run a whole device, step by step, each result kept as soon as it is finished."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import xarray as xr

from colase.device import Device
from colase.errors import ColaseError

from . import steps, stripes
from .compare import compare
from .heating import sustained
from .levers import levers
from .levers_found import Levers
from .outcome import ALWAYS, STEPS, Outcome, possible_steps
from .pair import pair
from .steps import Progress
from .summary import summary, summary_html
from .threshold_interval import uncertain_inputs
from .transient import transient
from .tree import save, to_tree

RESULT_FILE = "result.nc"

DRAWS = 40
"""Draws of the uncertain inputs in a run; those of a resonator are held."""


@dataclass(frozen=True, slots=True, repr=False, eq=False, kw_only=True)
class Run(Outcome):
    """What is known about a device, with the words for it and the file that holds it."""

    def describe(self) -> str:
        """Return the summary that the command line prints."""
        return summary(self)

    def to_tree(self) -> xr.DataTree:
        """Return everything as one tree of datasets."""
        return to_tree(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write everything to one NetCDF file and return its path."""
        return save(self, path)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
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
    work = _steps(progress)
    for name in STEPS:
        if name not in possible:
            continue
        if done.modes is not None and not len(done.modes) and name not in ALWAYS:
            break
        started = time.perf_counter()
        try:
            result = work[name](done)
        except KeyboardInterrupt:
            return _keep(dataclasses.replace(done, stopped=name), out)
        spent = MappingProxyType({**done.timings, name: time.perf_counter() - started})
        stopped = "" if getattr(result, "complete", True) else name
        done = _keep(dataclasses.replace(done, **{name: result}, timings=spent, stopped=stopped), out)
        if each is not None:
            each(name, done)
        if stopped:
            break
    if device.heat is not None and not done.stopped and done.modes is not None and len(done.modes):
        done = _keep(_heated(done, each), out)
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
        "stripe": lambda r: stripes.amplified_emission(r.device, progress=progress, modes=r.modes),
        "lengths": lambda r: stripes.variable_stripe(
            r.device, progress=progress, modes=r.modes, against_pump=r.stripe
        ),
        "cuvette": lambda r: stripes.concentration_scan(r.device, progress),
        "transient": lambda r: transient(r.device, r.modes, progress),
        "levers": lambda r: _levers(r, progress),
        "pair": lambda r: pair(r.device, progress),
    }


def _levers(run: Run, progress: Progress | None) -> Levers:
    assert run.modes is not None
    assert run.threshold is not None
    draws = DRAWS if uncertain_inputs(run.device) else 0
    quick = not run.device.cavity.costly
    return levers(run.device, run.modes, run.threshold, draws, progress, solve=quick, redraw=False)


def _heated(done: Run, each: Callable[[str, Run], None] | None) -> Run:
    """Return the run with the answer to its [heat] section, or the reason why there is none."""
    assert done.modes is not None
    started = time.perf_counter()
    try:
        heat = sustained(done.device, modes=done.modes.data)
    except ColaseError as error:
        return dataclasses.replace(done, heat_message=str(error))
    except KeyboardInterrupt:
        return dataclasses.replace(done, stopped="heat")
    spent = MappingProxyType({**done.timings, "heat": time.perf_counter() - started})
    done = dataclasses.replace(done, heat=heat, timings=spent)
    if each is not None:
        each("heat", done)
    return done


def _keep(done: Run, out: str | os.PathLike[str] | None) -> Run:
    if out is not None:
        done.save(Path(out) / RESULT_FILE)
    return done
