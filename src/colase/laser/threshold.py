"""Threshold: for each mode the smallest pump at which gain brings Im omega to zero.

To first order in the gain this is (c/n) Γ g(pump) = omega/Q, with Γ the response of the resonance to
the index of the gain region, so that no choice of effective index hides in it; the textbook form is
Γ g = 2 pi n/(lambda Q). The mode that needs the fewest absorbed photons lases first. The first
order is verified for that mode by solving the cavity again with the index of the pumped region.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.cavity.base import Cavity
from colase.constants import HC, SPEED_OF_LIGHT
from colase.errors import PhysicsError
from colase.gain import balance_warning, enough_rungs
from colase.gain.medium import GainMedium
from colase.gain.pulses.pulse import Pulse
from colase.gain.pulses.pulse_series import ContinuousPulse
from colase.results import dataset, variable

from .absorption import PumpConversion, pump_conversion
from .mode_gain import LOSSES, ModeGain, mode_gain
from .pump import Pump
from .pumped_gain import InstantGain, PulsedGain, populations_in_time, samples_each
from .smallest_pump import Crossing, first_crossing
from .threshold_result import Threshold
from .verification import exact_gain

_FEWEST, _MOST, _A_DECADE = 1e-6, 1e3, 12
_MOST_EXTENSIONS = 4  # of a ladder that ends too early


def threshold(
    modes: xr.Dataset, medium: GainMedium, cavity: Cavity, pump: Pump, verify: bool = True
) -> Threshold:
    """Return the smallest pump at which each mode lases.

    Parameters
    ----------
    modes : xarray.Dataset
        Modes of ``cavity``, with the variables of `colase.cavity.base.MODE_VARIABLES`.
    medium : GainMedium
        Nanocrystals of the gain region.
    cavity : Cavity
        Where the modes live; it gives volume, pump absorption and exact resonances.
    pump : Pump
        Wavelength and pulse.
    verify : bool
        Whether to solve the first mode again with the complex index of the pumped region.

    Raises
    ------
    InputError
        If there are no modes or a value makes no sense.
    """
    gain = mode_gain(modes, medium, cavity)
    conversion = pump_conversion(medium, cavity, pump)
    window = continuous_window(medium, pump.pulse)
    notes = conversion.notes + medium.packing_remarks + _remarks(medium) + window_note(window)
    found = _first_order(gain, modes, medium, pump, conversion)
    for _ in range(_MOST_EXTENSIONS):
        wider, remarks = enough_rungs(medium, pump.pulse, found.photons_per_nanocrystal)
        notes += remarks
        if wider == medium:
            break
        medium, gain = wider, mode_gain(modes, wider, cavity)
        found = _first_order(gain, modes, medium, pump, conversion)
    if not (verify and found.lases):
        return Threshold(found.data, conversion, None, notes)
    first_order = float(gain.required_gain[found.mode])
    ratio = exact_gain(modes, cavity, found.mode, first_order) / first_order
    return Threshold(found.data, conversion, ratio, notes)


def _first_order(
    gain: ModeGain, modes: xr.Dataset, medium: GainMedium, pump: Pump, conversion: PumpConversion
) -> Threshold:
    """Return the threshold to first order in the gain, without remarks."""
    grid = _pump_grid(medium, pump.pulse)
    instant = first_crossing(InstantGain(gain, medium), gain.required_gain, grid)
    pulsed = first_crossing(
        PulsedGain(gain, populations_in_time(medium, pump.pulse, grid), samples_each(pump.pulse)),
        gain.required_gain,
        grid,
    )
    window = continuous_window(medium, pump.pulse)
    return Threshold(_table(modes, gain, conversion, pulsed, instant, window), conversion)


def continuous_window(medium: GainMedium, pulse: Pulse) -> float:
    """Return the time over which a continuous pump is counted, one exciton lifetime in s; 0 for a pulse."""
    return float(1 / medium.decay_rates()[1]) if isinstance(pulse, ContinuousPulse) else 0.0


def window_note(window: float) -> tuple[str, ...]:
    """Say what fluences and energies mean under a continuous pump."""
    if not window:
        return ()
    return (
        f"The pump is continuous: fluences, photons and energies are those of one exciton lifetime, "
        f"{window * 1e9:.4g} ns; 1 uJ/cm2 in that time is {1e-6 / window * 1e-3:.4g} kW/cm2. The temperature "
        "is taken as given, although a continuous pump heats.",
    )


def _remarks(medium: GainMedium) -> tuple[str, ...]:
    """Return what thermodynamics has against the spectra and what is doubtful about their temperature."""
    try:
        warning = balance_warning(medium)
    except PhysicsError as cannot_say:
        warning = str(cannot_say)
    gap = HC / medium.nanocrystal.absorption_wavelength
    thermal = medium.thermal.remarks(medium.temperature, gap)
    return ((warning,) if warning else ()) + thermal


def _pump_grid(medium: GainMedium, pulse: Pulse) -> np.ndarray:
    """Return the pumps to scan, in photons per nanocrystal, even in their logarithm.

    A pulse that outlasts the state with a full band edge needs more photons to fill it, in proportion.
    """
    crystal = medium.crystal
    emission = medium.emission([crystal.emission_wavelength, crystal.biexciton_wavelength]).max(axis=1)
    full = max(int(np.argmax(emission >= 0.999 * emission.max())), 1)
    fastest = medium.decay_rates()[full]
    lasts = continuous_window(medium, pulse) or pulse.end - pulse.start
    decades = np.log10(_MOST / _FEWEST * max(1.0, lasts * fastest))
    return _FEWEST * np.logspace(0, decades, round(_A_DECADE * decades) + 1)


def _table(
    modes: xr.Dataset,
    gain: ModeGain,
    conversion: PumpConversion,
    pulsed: Crossing,
    instant: Crossing,
    window: float,
) -> xr.Dataset:
    """Return threshold, losses and gain of every mode."""
    per_fluence = conversion.photons_per_fluence
    rows = {
        "label": (np.array(gain.label), "", "name of the mode"),
        "wavelength": (gain.wavelength, "m", "vacuum wavelength"),
        "q_factor": (modes["q_factor"].values, "", "total quality factor without gain"),
        "gain_confinement": (gain.confinement, "", "first-order response to the gain region"),
        "photons_per_nanocrystal": (pulsed.photons, "", "photons absorbed per nanocrystal at threshold"),
        "photons_per_nanocrystal_instant": (instant.photons, "", "the same for an instant pump"),
        "fluence": (pulsed.photons / per_fluence, "J/m^2", "pump fluence at threshold"),
        "fluence_instant": (instant.photons / per_fluence, "J/m^2", "the same for an instant pump"),
        "loss_rate": (gain.loss_rate, "1/s", "decay rate omega/Q without gain"),
        "required_gain": (gain.required_gain, "1/m", "material gain that balances the loss"),
        "modal_loss": (gain.modal_loss, "1/m", "loss per length 2 pi n/(lambda Q)"),
        "peak_gain": (pulsed.peak, "1/m", "highest material gain under this pulse at any pump"),
        "peak_photons": (pulsed.peak_photons, "", "photons per nanocrystal at the highest gain"),
        "peak_gain_instant": (instant.peak, "1/m", "highest material gain after an instant pump"),
        "gain_over_loss": (pulsed.peak / gain.required_gain, "", "highest gain over required gain"),
    }
    if window:
        irradiance = pulsed.photons / per_fluence / window
        rows["irradiance"] = (irradiance, "W/m^2", "pump irradiance at threshold")
    for way, rate in zip(LOSSES, gain.losses, strict=True):
        rows[f"loss_{way}"] = (rate * gain.index / SPEED_OF_LIGHT, "1/m", f"loss per length by {way}")
    return dataset(
        {name: variable("mode", *row) for name, row in rows.items()},
        photons_per_fluence=per_fluence,
        resonant=int(modes.attrs.get("resonant", 1)),
        window=window,
    )
