"""Amplified spontaneous emission along a pumped stripe, in a film or a cuvette.

Photons of wavelength bin j travel both ways along z,

    +- dI/dz = [Γ g(λ_j, z, t) - α] I + S(λ_j, z, t),

with g the material gain of the populations there, Γ the share of the beam in them and α what the guide loses.
A nanocrystal meets the flux Γ I/(w d) and moves along its ladder as in `rate_equations`, so the beam
saturates what feeds it. Spontaneous emission is what one photon in each of the M transverse modes would
stimulate (einstein1917), S = M Γ C Σ σ_em P Δν, times the share of the measured rate in the one that σ_em
implies (`spontaneous`). M is geometry: a stripe of width w and length L keeps w² n/(λ L) lateral modes, at
least one.

With gain that does not change, light from one end is I(L) = S (e^(gL) - 1)/g (azizov2025 eq. 1), and the
solver is exact in that limit. Light crosses the stripe in L n/c, taken as nothing beside what changes the
populations: a few picoseconds for a millimetre, of the order of the burst itself far above threshold.
Diffraction, reflection from the ends and light across the stripe are left out.

The pump is weakened on its way into the film (Beer and Lambert), each depth a layer of its own; it does not
bleach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import asin, cos
from typing import TYPE_CHECKING, Annotated

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.constants import HC, SPEED_OF_LIGHT
from colase.errors import ConvergenceError, InputError
from colase.gain import ContinuousPulse, Pulse, poisson
from colase.gain.medium import GainMedium
from colase.quantity import Quantity, check_bounds
from colase.results import dataset, draw, variable

from .mode_gain import Array
from .pump import Pump
from .side_by_side import side_by_side
from .spontaneous import free_rate, photon_spectra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 64
"""Wavelength bins of the beam unless others are asked for."""

ACCURACY = 0.02
"""Largest change of a population in one time step; the error is of second order in it."""

FORGOTTEN = 1e-6
MOST_STEPS = 50_000
_A_SLICE = 0.7  # largest gain times length of one slice
_MOST_SLICES = 400
_LENGTH = {"unit": "m", "gt": 1e-9, "lt": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """Where amplified light runs: a stripe of a film, or the pumped edge of a cuvette."""

    length: Annotated[float, Quantity(symbol="L", meaning="length", shown="um", example="500 um", **_LENGTH)]
    width: Annotated[float, Quantity(symbol="w", meaning="width", shown="um", example="10 um", **_LENGTH)]
    thickness: Annotated[
        float,
        Quantity(
            symbol="d", meaning="depth that holds nanocrystals", shown="nm", example="120 nm", **_LENGTH
        ),
    ]
    index: Annotated[
        float, Quantity("", "n", "refractive index that the beam sees", example="1.8", gt=0.5, lt=10.0)
    ]
    confinement: Annotated[
        float, Quantity("", "Γ", "share of the beam in the nanocrystals", example="0.5", gt=0.0, le=2.0)
    ] = 1.0
    loss: Annotated[float, Quantity("1/m", "α", "loss of the guide", "1/cm", "20 1/cm", ge=0.0, lt=1e8)] = 0.0
    edge: Annotated[
        float,
        Quantity("m", "", "length over which the pump fades at both ends", "um", "10 um", ge=0.0, lt=1.0),
    ] = 0.0
    layers: Annotated[int, Quantity("", "", "depths with a pump of their own", example="4", ge=1, le=64)] = 1
    numerical_aperture: Annotated[
        float, Quantity("", "NA", "aperture that collects light at the end", example="0.2", gt=0.0, lt=1.5)
    ] = 0.2
    transverse_modes: Annotated[
        float | None, Quantity("", "M", "transverse modes of the beam", example="3", gt=0.0, lt=1e12)
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def collected(self) -> float:
        """Share of light into all directions that the aperture takes."""
        return 0.5 * (1 - cos(asin(min(self.numerical_aperture / self.index, 1.0))))

    @property
    def transit(self) -> float:
        """Time that light takes from end to end, in s."""
        return self.length * self.index / SPEED_OF_LIGHT

    def modes(self, wavelength: float) -> float:
        """Return the number M of transverse modes."""
        if self.transverse_modes is not None:
            return self.transverse_modes
        fresnel = self.width**2 * self.index / (wavelength * self.length)
        return max(1.0, fresnel)


def cuvette(
    medium: GainMedium,
    length: float,
    width: float,
    index: float,
    numerical_aperture: float = 0.2,
    layers: int = 6,
) -> Stripe:
    """Return the stripe that a pump makes behind the wall of a cuvette, two absorption lengths deep.

    The beam is not guided: Γ is one, and its transverse modes are those of width and depth, of both
    polarisations.
    """
    depth = 2 / (medium.density * medium.nanocrystal.sigma_pump)
    lam = medium.nanocrystal.emission_wavelength
    each = [max(1.0, side**2 * index / (lam * length)) for side in (width, depth)]
    return Stripe(
        length=length, width=width, thickness=depth, index=index, layers=layers,
        numerical_aperture=numerical_aperture, transverse_modes=2 * each[0] * each[1],
    )  # fmt: skip


def detection_exponent(ratio: ArrayLike) -> Array:
    """Return the gain times length x at which amplified light equals collected spontaneous light.

    (e^x - 1)/x = Omega_coll/Omega_ASE: kersuzan2025 eq. 1 with the length restored in its first term, which
    is printed without.

    Parameters
    ----------
    ratio : array_like
        Solid angle of the collection over that of the amplified beam, at least one.
    """
    wanted = np.asarray(ratio, dtype=float)
    if not np.isfinite(wanted).all() or (wanted < 1).any():
        raise InputError(
            "stripe: the collected solid angle must be at least that of the beam, so the ratio >= 1."
        )
    x = np.log(np.maximum(wanted, 1.0)) + 1.0
    for _ in range(60):
        x = np.maximum(x - (np.expm1(x) - wanted * x) / (np.exp(x) - wanted + 1e-300), 1e-9)
    return x


def minimum_concentration(
    sigma: ArrayLike, length: ArrayLike, exponent: ArrayLike = 1.0, inversion: ArrayLike = 1.0
) -> Array:
    """Return C_min = x/(σ ΔN L) in 1/m^3, below which no amplified emission shows.

    kersuzan2025 uses x = 1; `detection_exponent` gives the x at which it really stands out.

    Parameters
    ----------
    sigma, length : array_like
        Stimulated-emission cross section in m^2 and length of the stripe in m.
    exponent, inversion : array_like
        Gain times length that is seen, and the inversion it is reached with.
    """
    return np.asarray(exponent) / (np.asarray(sigma) * np.asarray(inversion) * np.asarray(length))


@dataclass(frozen=True, slots=True, eq=False)
class StripeEmission:
    """Light from the end of a stripe: ``data`` over ``pump`` or ``length``, and ``wavelength``."""

    data: xr.Dataset
    notes: tuple[str, ...] = ()

    @property
    def axis(self) -> str:
        """What was varied: "pump" or "length"."""
        return "length" if "length" in self.data.dims else "pump"

    @property
    def threshold(self) -> float:
        """Fluence in J/m^2 (or length in m) at which the line has narrowed halfway; inf if it does not.

        Halfway between the widest and the narrowest line, on a logarithmic scale of the pump.
        """
        width = self.data["fwhm"].values
        at = self.data["fluence" if self.axis == "pump" else "length"].values
        half = 0.5 * (width.max() + width.min())
        below = np.flatnonzero((width[:-1] >= half) & (width[1:] < half))
        if width.min() > 0.7 * width.max() or not below.size:
            return float("inf")
        i = int(below[0])
        share = (width[i] - half) / (width[i] - width[i + 1])
        return float(at[i] * (at[i + 1] / at[i]) ** share)

    @property
    def shift(self) -> float:
        """How far the strongest emission lies to the red of spontaneous emission, in m (negative: blue)."""
        peak = self.data["peak_wavelength"].values
        return float(peak[-1] - self.data.attrs["spontaneous_peak"])

    @property
    def balance(self) -> float:
        """Largest gap in the photon books, as a share of the absorbed photons."""
        return float(self.data["balance"].values.max())

    def describe(self) -> str:
        """Return the result in a few lines, with units."""
        data, found = self.data, self.threshold
        at = data["fluence"].values * 100 if self.axis == "pump" else data["length"].values * 1e6
        unit = "uJ/cm2" if self.axis == "pump" else "um"
        side = "red" if self.shift > 0 else "blue"
        lines = [
            f"{len(at)} {'pump levels' if self.axis == 'pump' else 'lengths'} from {at[0]:.3g} to "
            f"{at[-1]:.3g} {unit}",
            f"line narrows at {found * (100 if self.axis == 'pump' else 1e6):.3g} {unit}"
            if np.isfinite(found)
            else "the line does not narrow: no amplified emission",
            f"peak at {data['peak_wavelength'].values[-1] * 1e9:.4g} nm, {abs(self.shift) * 1e9:.3g} nm "
            f"to the {side} "
            f"of spontaneous emission, {data['fwhm'].values[-1] * 1e9:.3g} nm wide",
            f"highest modal gain {data['modal_gain'].values.max() / 100:.4g} 1/cm net of loss",
            f"books close to {self.balance:.0e}; light crosses the stripe in "
            f"{data.attrs['transit'] * 1e12:.3g} ps",
        ]
        return "\n".join([*lines, *self.notes])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw light out against pump or length and return the axes."""
        return draw("stripe.stripe_curve", self, ax=ax)

    def plot_spectra(self, ax: Axes | None = None) -> Axes:
        """Draw the spectra and return the axes."""
        return draw("stripe.stripe_spectra", self, ax=ax)


def amplified_emission(
    medium: GainMedium,
    stripe: Stripe,
    pump: Pump,
    fluence: ArrayLike | None = None,
    wavelength: ArrayLike | None = None,
    accuracy: float = ACCURACY,
    progress: Callable[[int, int], None] | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe, against the pump.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals.
    stripe : Stripe
        Geometry of the pumped stripe.
    pump : Pump
        Wavelength and pulse, and the fluences if it names them.
    fluence : array_like, optional
        Fluences on the film in J/m^2; by default those of the pump.
    wavelength : array_like, optional
        Even grid of vacuum wavelengths in m; by default 64 across absorption and emission.
    accuracy : float
        Largest change of a population in a time step.
    progress : callable, optional
        Called with (levels done, levels in all).

    Raises
    ------
    InputError
        If a level or wavelength makes no sense, or the pump is continuous.
    ConvergenceError
        If a level does not finish within its budget of steps.
    """
    given = pump.fluence.values() if fluence is None and pump.fluence else fluence
    if given is None:
        raise InputError("stripe: say at which fluences, in J/m^2.")
    levels = np.sort(_positive(given, "fluences", "J/m^2"))
    lam = _grid(medium, wavelength)
    jobs = [(stripe, float(level)) for level in levels]
    runs = _run_all(partial(_run, medium, pump, lam, accuracy), jobs, progress)
    coords = {"fluence": variable("pump", levels, "J/m^2", "pump fluence")}
    return _emission(runs, medium, stripe, lam, "pump", coords)


def variable_stripe(
    medium: GainMedium,
    stripe: Stripe,
    pump: Pump,
    fluence: float,
    lengths: ArrayLike,
    wavelength: ArrayLike | None = None,
    accuracy: float = ACCURACY,
    progress: Callable[[int, int], None] | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe, against its length at one fluence.

    The transverse modes stay those of the longest stripe, as the slit of such an experiment keeps them.

    Parameters
    ----------
    medium, stripe, pump, wavelength, accuracy, progress
        As for `amplified_emission`; the length of ``stripe`` is replaced.
    fluence : float
        Fluence in J/m^2.
    lengths : array_like
        Lengths in m.
    """
    metres = np.sort(_positive(lengths, "lengths", "m"))
    (level,) = _positive(fluence, "fluence", "J/m^2")
    lam = _grid(medium, wavelength)
    kept = replace(stripe, length=float(metres[-1])).modes(medium.nanocrystal.emission_wavelength)
    jobs = [(replace(stripe, length=float(x), transverse_modes=kept), float(level)) for x in metres]
    runs = _run_all(partial(_run, medium, pump, lam, accuracy), jobs, progress)
    coords = {"length": variable("length", metres, "m", "length of the stripe")}
    return _emission(runs, medium, jobs[-1][0], lam, "length", coords)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What one pulse made of one stripe."""

    ends: Array  # (2, bin) photons out
    elsewhere: Array  # (state,) spontaneous photons into all other directions
    highest: float  # flux out in 1/s
    gain: float  # highest net modal gain at the start or after the pulse, in 1/m
    balance: float
    photons: float
    steps: int


def _run_all(
    work: Callable[[tuple[Stripe, float]], _Run],
    jobs: list[tuple[Stripe, float]],
    progress: Callable[[int, int], None] | None,
) -> list[_Run]:
    """Return all runs, the strongest pumps and longest stripes first on the way."""
    order = range(len(jobs) - 1, -1, -1)
    runs: dict[int, _Run] = {}
    for number, run in side_by_side(work, [jobs[i] for i in order]):
        runs[order[number]] = run
        if progress is not None:
            progress(len(runs), len(jobs))
    return [runs[i] for i in range(len(jobs))]


def amplified_pulse(
    medium: GainMedium,
    stripe: Stripe,
    wavelength: float,
    energy: float,
    duration: float,
    photons: float,
    accuracy: float = ACCURACY,
) -> float:
    """Return the energy in J that leaves a pumped stripe when a square pulse is sent into its other end.

    Without spontaneous emission and loss this is the amplifier of Frantz and Nodvik (frantz1963).

    Parameters
    ----------
    medium, stripe
        The amplifier.
    wavelength : float
        Vacuum wavelength of the pulse, in m.
    energy, duration : float
        Energy in the guided beam in J, and length in s.
    photons : float
        Photons absorbed per nanocrystal by a flash right before.
    accuracy : float
        Largest change of a population in a time step.
    """
    for value, what, unit in (
        (energy, "energies", "J"),
        (duration, "durations", "s"),
        (wavelength, "wavelengths", "m"),
    ):
        _positive(value, what, unit)
    lam = wavelength + 1e-12 * np.array([-1.0, 0.0, 1.0])
    share, weight = np.ones((_slices(medium, stripe, lam), 1)), np.ones(1)
    flux = energy / duration * wavelength / HC * np.array([0.0, 1.0, 0.0])
    times = np.array([0.0, duration])
    ends, *_ = _follow(
        medium, stripe, lam, share, weight, photons, times, np.zeros(2), flux, accuracy, flash=True
    )
    return float(ends[0, 1]) * HC / wavelength


def _run(medium: GainMedium, pump: Pump, lam: Array, accuracy: float, job: tuple[Stripe, float]) -> _Run:
    """Send one pulse of so many J/m^2 onto one stripe."""
    stripe, fluence = job
    share, weight, photons = _pumped(medium, stripe, pump, fluence, _slices(medium, stripe, lam))
    times, rates = _pulse(pump.pulse)
    flash = times[-1] == times[0]
    ends, elsewhere, highest, balance, gain, steps = _follow(
        medium, stripe, lam, share, weight, photons, times, rates, np.zeros(lam.size), accuracy, flash
    )
    return _Run(ends, elsewhere, highest, gain, balance, photons, steps)


def _follow(
    medium: GainMedium, stripe: Stripe, lam: Array, share: Array, weight: Array, photons: float, times: Array,
    rates: Array, entering: Array, accuracy: float, flash: bool,
) -> tuple[Array, Array, float, float, float, int]:  # fmt: skip
    """Return photons out, spontaneous photons elsewhere, highest flux, gap in the books, gain and steps.

    Raises
    ------
    ConvergenceError
        If light is not over within the budget of steps.
    """
    from .stripe_kernel import follow

    slices, radiative = _coefficients(medium, stripe, lam, share, weight)
    states, rungs = len(slices.decay), np.arange(len(slices.decay))
    p = np.zeros((len(share), len(weight), states))
    p[:, :, 0] = 1.0
    books, ends, occupied, powers = np.zeros(4), np.zeros((2, lam.size)), np.zeros(states), np.zeros(2)
    if flash:
        p[:] = poisson(photons * share, states)
        books[0], books[2] = photons, photons - float((p @ rungs @ weight).mean())
    small = FORGOTTEN * photons
    now, steps = follow(
        slices, p, times, rates, 0.0 if flash else photons, entering, accuracy, small, MOST_STEPS, ends,
        occupied, books, powers,
    )  # fmt: skip
    stored = float((p @ rungs @ weight).mean())
    if stored > small:
        raise ConvergenceError(
            f"stripe: at {photons:.4g} photons per nanocrystal {steps} steps reached {now * 1e9:.4g} ns "
            f"and the light "
            "is not over; a shorter stripe or pulse, or a coarser accuracy, would finish."
        )
    total = slices.crystals * stripe.length
    into_beam = 2 * occupied * slices.seed.sum(axis=1) / slices.crystals
    elsewhere = np.maximum(radiative * occupied - into_beam, 0.0)
    waste = float((slices.decay - radiative) @ occupied)
    accounted = (ends.sum() + books[1] - books[3]) / total + elsewhere.sum() + waste + books[2] + stored
    gain = (poisson(photons, states) @ (slices.emit - slices.absorb) - slices.lost).max()
    return ends, total * elsewhere, float(powers[0]), abs(accounted / books[0] - 1), float(gain), steps


def _coefficients(medium: GainMedium, stripe: Stripe, lam: Array, share: Array, weight: Array):
    """Return the coefficients of the compiled loop, and the radiative rates in 1/s."""
    from .stripe_kernel import Slices

    nanocrystal, model = medium.nanocrystal, medium.model
    absorption, emission = model.absorption(nanocrystal, lam), model.emission(nanocrystal, lam)
    parasitic = np.minimum(nanocrystal.sigma_high, absorption.min(axis=0))
    decay = model.decay_rates(nanocrystal)
    radiative = decay * model.radiative_fractions(nanocrystal)
    step = np.gradient(lam)
    frequencies = SPEED_OF_LIGHT * step / lam**2
    modes = stripe.modes(nanocrystal.emission_wavelength)
    per_length = stripe.confinement * medium.density
    seed = modes * per_length * emission * frequencies
    crystals = medium.density * stripe.width * stripe.thickness
    demanded = np.maximum(free_rate(medium, stripe.index), 2 * seed.sum(axis=1) / crystals)
    einstein = np.minimum(np.divide(radiative, demanded, out=np.ones_like(decay), where=demanded > 0), 1.0)
    slices = Slices(
        share=share,
        weight=weight,
        decay=decay,
        absorb=np.ascontiguousarray(per_length * (absorption - parasitic)),
        emit=np.ascontiguousarray(per_length * emission),
        seed=np.ascontiguousarray(seed * einstein[:, np.newaxis]),
        lost=per_length * parasitic + stripe.loss,
        length=stripe.length / len(share),
        crystals=crystals,
    )
    return slices, radiative


def _slices(medium: GainMedium, stripe: Stripe, lam: Array) -> int:
    """Return how many slices resolve the largest gain."""
    nanocrystal = medium.nanocrystal
    most = medium.model.emission(nanocrystal, lam).max() * medium.density * stripe.confinement
    return int(np.clip(np.ceil(most * stripe.length / _A_SLICE), 24, _MOST_SLICES))


def _pumped(
    medium: GainMedium, stripe: Stripe, pump: Pump, fluence: float, slices: int
) -> tuple[Array, Array, float]:
    """Return pump over its mean (slice, layer), weights of the layers, and mean photons per nanocrystal."""
    sigma = medium.nanocrystal.sigma_pump
    optical_depth = medium.density * sigma * stripe.thickness
    edges = np.exp(-optical_depth * np.linspace(0, 1, stripe.layers + 1))
    depth = -np.diff(edges) * stripe.layers / optical_depth
    z = (np.arange(slices) + 0.5) * stripe.length / slices
    along = np.ones(slices)
    if stripe.edge > 0:
        from scipy.special import ndtr

        along = ndtr((z - stripe.edge) / (0.5 * stripe.edge)) * ndtr(
            (stripe.length - stripe.edge - z) / (0.5 * stripe.edge)
        )
    absorbed = along[:, np.newaxis] * depth
    photons = fluence * pump.wavelength / HC * sigma * float(absorbed.mean())
    return absorbed / absorbed.mean(), np.full(stripe.layers, 1 / stripe.layers), photons


def _pulse(pulse: Pulse) -> tuple[Array, Array]:
    """Return times and normalised rates of a pulse, straight lines between."""
    if isinstance(pulse, ContinuousPulse):
        raise InputError(
            "stripe: amplified emission is followed through a pulse; a continuous pump is not one."
        )
    if pulse.end == pulse.start:
        return np.zeros(2), np.zeros(2)
    times = np.unique(np.concatenate([np.linspace(a, b, 2001) for a, b in pulse.pieces]))
    rates = pulse.rate(times)
    return times, rates / np.trapezoid(rates, times)


def _emission(
    runs: list[_Run], medium: GainMedium, stripe: Stripe, lam: Array, axis: str, coords: dict[str, tuple]
) -> StripeEmission:
    """Return the table of all runs."""
    quantum, bins = HC / lam, np.gradient(lam)
    out = np.stack([run.ends[0] for run in runs]) * quantum
    back = np.stack([run.ends[1] for run in runs]) * quantum
    aside = np.stack([run.elsewhere for run in runs]) @ photon_spectra(medium, lam) * stripe.collected
    spectrum = out / bins + aside
    spontaneous = photon_spectra(medium, lam)[1]
    over = (axis, "wavelength")
    variables = {
        "photons_per_nanocrystal": variable(
            axis, [run.photons for run in runs], "", "photons absorbed per nanocrystal, on average"
        ),
        "emitted_energy": variable(axis, out.sum(axis=1), "J", "energy of the beam out of one end"),
        "backward_energy": variable(axis, back.sum(axis=1), "J", "energy of the beam out of the other end"),
        "collected_energy": variable(
            axis, (spectrum * bins).sum(axis=1), "J", "beam and collected side light"
        ),
        "spectrum": variable(over, spectrum, "J/m", "collected energy per wavelength"),
        "beam_spectrum": variable(over, out / bins, "J/m", "energy of the beam per wavelength"),
        "peak_wavelength": variable(axis, [_peak(lam, s) for s in spectrum], "m", "wavelength of most light"),
        "fwhm": variable(axis, [_width(lam, s) for s in spectrum], "m", "width of the collected spectrum"),
        "peak_power": variable(
            axis,
            [run.highest * HC / medium.nanocrystal.emission_wavelength for run in runs],
            "W",
            "highest power",
        ),
        "modal_gain": variable(
            axis, [run.gain for run in runs], "1/m", "net gain right after a flash of this pump"
        ),
        "balance": variable(axis, [run.balance for run in runs], "", "photons that are not accounted for"),
        "steps": variable(axis, [run.steps for run in runs], "", "time steps"),
    }
    return StripeEmission(
        dataset(
            variables,
            {**coords, "wavelength": variable("wavelength", lam, "m", "vacuum wavelength")},
            spontaneous_peak=_peak(lam, spontaneous),
            transit=stripe.transit,
            transverse_modes=stripe.modes(medium.nanocrystal.emission_wavelength),
        )
    )


def _peak(lam: Array, spectrum: Array) -> float:
    """Return the place of the maximum, by a parabola through the three highest points."""
    i = int(np.clip(spectrum.argmax(), 1, lam.size - 2))
    left, mid, right = spectrum[i - 1 : i + 2]
    bend = left - 2 * mid + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return float(lam[i] + np.clip(shift, -1, 1) * (lam[1] - lam[0]))


def _width(lam: Array, spectrum: Array) -> float:
    """Return the full width at half maximum around the peak, with straight lines between points."""
    i, half = int(spectrum.argmax()), 0.5 * spectrum.max()
    if half <= 0:
        return float(lam[-1] - lam[0])
    edges = []
    for way in (-1, 1):
        k = i
        while 0 <= k + way < lam.size and spectrum[k + way] > half:
            k += way
        if not 0 <= k + way < lam.size:
            edges.append(lam[k])
            continue
        share = (spectrum[k] - half) / (spectrum[k] - spectrum[k + way])
        edges.append(lam[k] + share * (lam[k + way] - lam[k]))
    return float(edges[1] - edges[0])


def _grid(medium: GainMedium, wavelength: ArrayLike | None) -> Array:
    """Return an even grid of wavelengths that holds the lines of the nanocrystal."""
    if wavelength is None:
        n = medium.nanocrystal
        lines = (n.absorption_wavelength, n.emission_wavelength, n.biexciton_wavelength)
        return np.linspace(min(lines) - n.fwhm, max(lines) + 2 * n.fwhm, BINS)
    lam = np.asarray(wavelength, dtype=float)
    even = (
        lam.ndim == 1 and lam.size >= 3 and np.isfinite(lam).all() and (np.diff(lam) > 0).all() and lam[0] > 0
    )
    if not even or np.ptp(np.diff(lam)) > 1e-6 * (lam[1] - lam[0]):
        raise InputError("stripe: wavelengths must be an even increasing row of at least three, in m.")
    return lam


def _positive(values: ArrayLike, what: str, unit: str) -> Array:
    """Return one or more positive numbers as a row."""
    row = np.atleast_1d(np.asarray(values, dtype=float))
    if row.ndim != 1 or not row.size or not np.isfinite(row).all() or (row <= 0).any():
        raise InputError(f"stripe: {what} must be finite and above zero, in {unit}.")
    return row
