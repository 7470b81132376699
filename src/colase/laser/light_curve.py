"""Light out against light in: every mode at every pump level, through the whole pulse.

Each level is one run of the rate equations (`trajectory`) from empty nanocrystals to darkness; levels do
not know of each other and run side by side. The (2l+1) orbits of a resonance of a sphere are one
family with one reservoir of photons, each orbit holding the same share; spontaneous emission goes into
all of them, stimulated emission and saturation count their sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.base import Cavity
from colase.constants import HC
from colase.errors import InputError
from colase.gain import ContinuousPulse, enough_rungs
from colase.gain.medium import GainMedium
from colase.results import dataset, draw, variable

from .dynamics.cells import Dynamics
from .dynamics.rate_equations import RateEquations, resolved_equations
from .dynamics.steady_state import steady_run
from .dynamics.trajectory import Trajectory, pump_rate, trajectory
from .energy import ENERGY_CHANNELS, energy_books
from .instrument import Instrument
from .light_extras import with_energy, with_polarization
from .linewidth import fourier_width, in_wavelength, linewidth, voigt_fwhm
from .mode_gain import LOSSES, Array, ModeGain
from .pump import Pump
from .side_by_side import side_by_side
from .spectra import lines_spectrum, wavelength_grid
from .spontaneous import photon_spectra
from .threshold import Threshold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHANNELS = (
    *LOSSES,
    "absorption by higher states",
    "spontaneous elsewhere",
    "non-radiative",
    "lost above the last state",
    "stored",
)
"""Where an absorbed photon may end; the first three are losses of the tracked modes."""

SINGLE_MODE = 10.0
"""How many times brighter than the next a mode must be to count as the only one."""

AUTOMATIC = (0.03, 30.0, 40)
"""Lowest and highest level relative to threshold, and their number, when the pump names none."""


@dataclass(frozen=True, slots=True, eq=False)
class LightCurve:
    """Emission at every pump level.

    Attributes
    ----------
    data : xarray.Dataset
        Over ``pump``, ``mode``, ``wavelength``, ``channel`` and ``state``.
    complete : bool
        False when the run was stopped before all levels were done.
    notes : tuple of str
        Remarks on what the numbers rest on.
    """

    data: xr.Dataset
    complete: bool = True
    notes: tuple[str, ...] = ()

    @property
    def dominant_mode(self) -> int:
        """Index of the mode that emits most at the highest pump."""
        return int(self.data["dominant_mode"].values[-1])

    @property
    def balance(self) -> float:
        """Largest gap in the photon books, as a share of the absorbed photons."""
        return float(self.data["balance"].values.max())

    @property
    def threshold_seen(self) -> float:
        """Fluence in J/m^2 at the steepest rise of the dominant mode on log axes; inf if none is seen."""
        energy = self.data["emitted_energy"].values[:, self.dominant_mode]
        fluence = self.data["fluence"].values
        on = (energy > 0) & (fluence > 0)
        if on.sum() < 4:
            return float("inf")
        x, y = np.log(fluence[on]), np.log(energy[on])
        slope = np.diff(y) / np.diff(x)
        i = int(slope.argmax())
        return float(np.exp(0.5 * (x[i] + x[i + 1]))) if slope[i] > 1.5 else float("inf")

    @property
    def single_mode_range(self) -> tuple[float, float] | None:
        """Lowest and highest fluence in J/m^2 of the longest run of levels with one mode alone; None if none.

        Alone means ten times brighter than the next, with more photons out of the modes than spontaneous
        ones elsewhere or not: the light of one mode dominates the others. Between levels nothing is known.
        """
        energy = np.sort(self.data["emitted_energy"].values, axis=1)
        second = energy[:, -2] if energy.shape[1] > 1 else np.zeros(len(energy))
        alone = (energy[:, -1] > 0) & (energy[:, -1] >= SINGLE_MODE * second)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], alone, [0]]).astype(int)))
        if not edges.size:
            return None
        runs = edges.reshape(-1, 2)
        first, end = runs[(runs[:, 1] - runs[:, 0]).argmax()]
        fluence = self.data["fluence"].values
        return float(fluence[first]), float(fluence[end - 1])

    @property
    def energy_balance(self) -> float:
        """Largest gap in the energy books, as a share of the absorbed energy."""
        return float(self.data["energy_balance"].values.max())

    def describe(self) -> str:
        """Return the result in a few lines, with units."""
        data, m = self.data, self.dominant_mode
        fluence, last = data["fluence"].values * 100, data.isel(pump=-1)
        widths = data["fwhm"].values[:, m] * 1e9
        budget = ", ".join(
            f"{name} {100 * share:.3g} %"
            for name, share in zip(CHANNELS, last["budget"].values, strict=True)
            if share > 5e-4
        )
        lines = [
            f"{len(fluence)} pump levels from {fluence[0]:.3g} to {fluence[-1]:.3g} uJ/cm2"
            + ("" if self.complete else " (stopped early: the finished ones)"),
            f"{data['label'].values[m]} is the brightest at the highest pump: "
            f"{float(last['emitted_energy'].values[m]) * 1e12:.3g} of "
            f"{float(last['emitted_energy'].sum()) * 1e12:.3g} pJ per "
            f"{'lifetime' if data.attrs['window'] else 'pulse'}",
            f"its width at the instrument goes from {widths.max():.3g} to {widths.min():.3g} nm",
            f"photons at the highest pump: {budget}",
            f"books close to {self.balance:.0e}; {data.attrs['degeneracy']}",
            _purity(self),
        ]
        return "\n".join([*lines, *self.notes])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw light out against light in and return the axes."""
        return draw("light.light_curve", self, ax=ax)

    def plot_spectra(self, ax: Axes | None = None) -> Axes:
        """Draw the spectra at several pump levels and return the axes."""
        return draw("spectra.spectra", self, ax=ax)


def _purity(light: LightCurve) -> str:
    """Say where one mode is alone, and how polarised the light is."""
    degree = float(light.data["polarization_degree"].values[-1])
    alone = light.single_mode_range
    said = "at no pump level is one mode ten times brighter than all others"
    if alone is not None:
        low, high = (100 * fluence for fluence in alone)
        said = f"one mode is ten times brighter than the next from {low:.3g} to {high:.3g} uJ/cm2"
    return f"{said}; (TE - TM)/(TE + TM) is {degree:+.2f} at the highest pump"


def light_curve(
    modes: xr.Dataset,
    medium: GainMedium,
    cavity: Cavity,
    pump: Pump,
    instrument: Instrument,
    threshold: Threshold,
    progress: Callable[[int, int], None] | None = None,
    levels: ArrayLike | None = None,
    dynamics: Dynamics | None = None,
    patterns: ArrayLike | None = None,
    share: ArrayLike | None = None,
) -> LightCurve:
    """Return the light of every mode at every pump level.

    Under a continuous pump the levels are irradiances and the light is that of one exciton lifetime
    (`steady_state`).

    Parameters
    ----------
    modes : xarray.Dataset
        Modes of ``cavity``, with the variables of `colase.cavity.base.MODE_VARIABLES`.
    medium : GainMedium
        Nanocrystals of the gain region.
    cavity : Cavity
        Where the modes live.
    pump : Pump
        Pulse, and the fluences if it names them.
    instrument : Instrument
        Spectrometer.
    threshold : Threshold
        Threshold of the same device; gives the fluences when nobody else does.
    progress : callable, optional
        Called with (levels done, levels in all).
    levels : array_like, optional
        Fluences in J/m^2 (irradiances in W/m^2 under a continuous pump) instead of those of the pump.
    dynamics : Dynamics, optional
        Holes in space and in the spectrum; by default there are none.
    patterns, share : array_like, optional
        Intensity of the modes and of the pump in places of the gain region (`resolved_equations`).

    Raises
    ------
    InputError
        If a level is negative or not finite.
    ConvergenceError
        If a level does not finish within its budget of steps.
    KeyboardInterrupt
        If stopped before the first level is done; later, the finished levels are returned.
    """
    dynamics = dynamics or Dynamics()
    places = [None if x is None else np.asarray(x, dtype=float) for x in (patterns, share)]
    fluence, notes = _levels(pump, threshold, levels)
    photons = fluence * threshold.conversion.photons_per_fluence
    medium, remarks = enough_rungs(medium, pump.pulse, float(photons.max()))
    gain, equations = resolved_equations(modes, medium, cavity, dynamics, *places)
    runs, complete = _run_all(equations, pump, photons, progress)
    done = np.array(sorted(runs))
    data = _table(
        [runs[i] for i in done], fluence[done], photons[done], gain, equations, medium, instrument, dynamics
    )
    te = (modes["polarization"].values == "TE").astype(float)
    data = with_energy(with_polarization(data, te), threshold, dynamics, equations)
    return LightCurve(data, complete, (*threshold.notes, *equations.notes, *notes, *remarks))


def _levels(pump: Pump, threshold: Threshold, given: ArrayLike | None) -> tuple[Array, tuple[str, ...]]:
    """Return the fluences in J/m^2, increasing, and a remark when there was no threshold to go by."""
    window = threshold.data.attrs.get("window", 0.0)
    sweep = pump.irradiance if window else pump.fluence
    if given is not None or sweep is not None:
        fluence = np.atleast_1d(np.asarray(sweep.values() if given is None and sweep else given, float))
        fluence = fluence * (window or 1.0)
        if fluence.size == 0 or not np.isfinite(fluence).all() or (fluence < 0).any():
            raise InputError("light curve: pump levels must be finite fluences of at least zero, in J/m^2.")
        return np.sort(fluence), ()
    low, high, count = AUTOMATIC
    if threshold.lases:
        return threshold.fluence * np.geomspace(low, high, count), ()
    remark = f"Nothing lases, so the pump was chosen as {low:g} to {high:g} photons absorbed per nanocrystal."
    return threshold.conversion.fluence(1.0) * np.geomspace(low, high, count), (remark,)


def _run_all(
    equations: RateEquations, pump: Pump, photons: Array, progress: Callable[[int, int], None] | None
) -> tuple[dict[int, Trajectory], bool]:
    """Run all levels, the long ones first; return the finished ones by number, and whether all are."""
    order = np.argsort(-photons)
    continuous = isinstance(pump.pulse, ContinuousPulse)
    work = _steady(equations) if continuous else _pulsed(equations, pump)
    runs: dict[int, Trajectory] = {}
    try:
        for number, run in side_by_side(work, [float(photons[i]) for i in order]):
            runs[int(order[number])] = run
            if progress is not None:
                progress(len(runs), len(order))
    except KeyboardInterrupt:
        if not runs:
            raise
        return runs, False
    return runs, True


def _pulsed(equations: RateEquations, pump: Pump) -> Callable[[float], Trajectory]:
    """Return the run of a pump level through the pulse."""
    rate = pump_rate(pump.pulse)
    return lambda photons: trajectory(equations, rate, photons)


def _steady(equations: RateEquations) -> Callable[[float], Trajectory]:
    """Return the books of a pump level in the steady state."""
    return lambda photons: steady_run(equations, photons)


def _table(
    runs: list[Trajectory],
    fluence: Array,
    photons: Array,
    gain: ModeGain,
    equations: RateEquations,
    medium: GainMedium,
    instrument: Instrument,
    dynamics: Dynamics,
) -> xr.Dataset:
    """Return everything that is reported, over pump, mode, wavelength, channel and state."""
    count = gain.nanocrystals
    light, occupied = np.stack([r.light for r in runs]), np.stack([r.occupied for r in runs])
    emitted = count * light * (equations.out[0] + equations.out[1])
    energy = emitted * HC / gain.wavelength
    width = np.stack([linewidth(equations, r, count, dynamics.henry_factor) for r in runs])
    lorentz = in_wavelength(width, gain.wavelength)
    burst = in_wavelength(np.stack([fourier_width(r) for r in runs]), gain.wavelength)
    gauss = np.hypot(instrument.resolution, burst)
    dominant = energy.argmax(axis=1)
    wavelength = wavelength_grid(gain.wavelength, float(gain.wavelength[dominant[-1]]), instrument.resolution)
    background = count * np.stack([r.elsewhere for r in runs]) @ photon_spectra(medium, wavelength)
    lines = lines_spectrum(wavelength, gain.wavelength, energy, lorentz, gauss)
    budget, balance = _books(runs, equations)
    peak_time = np.stack([r.time_peak for r in runs])
    gain_time = np.stack([r.time_gain for r in runs])
    by_mode, over = ("pump", "mode"), ("pump", "wavelength")
    variables = {
        "photons_per_nanocrystal": variable("pump", photons, "", "photons absorbed per nanocrystal"),
        "emitted_photons": variable(by_mode, emitted, "", "photons emitted per pulse"),
        "emitted_energy": variable(by_mode, energy, "J", "energy emitted per pulse"),
        "dominant_mode": variable("pump", dominant, "", "number of the brightest mode"),
        "linewidth": variable(by_mode, lorentz, "m", "linewidth, weighted with the emission"),
        "fwhm": variable(by_mode, voigt_fwhm(lorentz, gauss), "m", "linewidth at the instrument"),
        "peak_photons": variable(
            by_mode, count * np.stack([r.peak for r in runs]), "", "highest number of photons in all orbits"
        ),
        "time_peak": variable(by_mode, peak_time, "s", "time of most photons"),
        "build_up_time": variable(
            by_mode, np.where(gain_time < peak_time, peak_time - gain_time, np.inf), "s",
            "from gain above loss to most photons (inf: never above)",
        ),
        "spectrum": variable(over, lines + background, "J/m", "emitted energy per wavelength"),
        "background": variable(over, background, "J/m", "spontaneous emission outside the modes"),
        "populations_peak": variable(
            ("pump", "state"), np.stack([r.populations_peak for r in runs]), "", "populations at most light"
        ),
        "mean_excitons": variable(
            "pump", occupied @ np.arange(occupied.shape[1]), "s", "excitons per nanocrystal, over time"
        ),
        "budget": variable(("pump", "channel"), budget, "", "share of the absorbed photons"),
        "balance": variable("pump", balance, "", "share of the absorbed photons that is not accounted for"),
        "energy": variable(
            ("pump", "energy_channel"), energy_books(runs, gain, equations, medium), "J", "without the pump"
        ),
        "steps": variable("pump", np.array([r.steps for r in runs]), "", "steps of the integrator"),
    }  # fmt: skip
    coords = {
        "fluence": variable("pump", fluence, "J/m^2", "pump fluence"),
        "label": variable("mode", np.array(gain.label), "", "name of the mode"),
        "mode_wavelength": variable("mode", gain.wavelength, "m", "vacuum wavelength of the mode"),
        "wavelength": variable("wavelength", wavelength, "m", "vacuum wavelength"),
        "channel": variable("channel", np.array(CHANNELS), "", "where absorbed photons end"),
        "energy_channel": variable(
            "energy_channel", np.array(ENERGY_CHANNELS), "", "where absorbed energy ends"
        ),
        "state": variable("state", np.array(medium.states), "", "exciton state"),
    }
    return dataset(
        variables, coords, degeneracy=_degeneracy(gain), resolution=instrument.resolution, nanocrystals=count
    )


def _books(runs: list[Trajectory], equations: RateEquations) -> tuple[Array, Array]:
    """Return the share of every channel, shape (pump, channel), and the gap in the books, shape (pump,)."""
    non_radiative = equations.rates.decay - equations.radiative
    rows = []
    for r in runs:
        stored = r.populations @ np.arange(len(r.populations)) + r.photons.sum()
        ends = [
            *(equations.out @ r.light), equations.parasitic @ r.light, r.elsewhere.sum(),
            non_radiative @ r.occupied, r.above, stored,
        ]  # fmt: skip
        rows.append(np.array(ends) / (r.absorbed or 1.0))
    budget = np.stack(rows)
    return budget, np.array(
        [abs(b.sum() - 1) if r.absorbed else 0.0 for b, r in zip(budget, runs, strict=True)]
    )


def _degeneracy(gain: ModeGain) -> str:
    """Say how degenerate orbits were treated."""
    most = gain.degeneracy.max()
    if most == 1:
        return "each mode is a single orbit"
    return (
        f"each resonance is one family of up to {most:.0f} degenerate orbits that share its photons equally"
    )
