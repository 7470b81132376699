"""Light from the end of a stripe as a result: spectra, widths, threshold, side of the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.constants import HC
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.laser.spontaneous import photon_spectra
from colase.results import dataset, draw, variable

from .stripe import Stripe
from .stripe_run import StripeRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
        return draw("laser.stripe.stripe_curve", self, ax=ax)

    def plot_spectra(self, ax: Axes | None = None) -> Axes:
        """Draw the spectra and return the axes."""
        return draw("laser.stripe.stripe_spectra", self, ax=ax)


def emission_table(
    runs: list[StripeRun],
    medium: GainMedium,
    stripe: Stripe,
    lam: Array,
    axis: str,
    coords: dict[str, tuple],
    notes: tuple[str, ...] = (),
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
            [run.highest * HC / medium.crystal.emission_wavelength for run in runs],
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
            length=stripe.length,
            width=stripe.width,
            confinement=stripe.confinement,
            loss=stripe.loss,
            collected=stripe.collected,
            transverse_modes=stripe.modes(medium.crystal.emission_wavelength),
        ),
        notes,
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
