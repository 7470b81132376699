"""What a light curve holds beside the light: polarisation, counts, energy books, continuous powers."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.constants import HC
from colase.errors import InputError
from colase.results import variable

from .dynamics.cells import Dynamics
from .dynamics.rate_equations import RateEquations
from .energy import ENERGY_CHANNELS
from .instrument import Instrument
from .mode_gain import Array
from .pump import Pump
from .threshold import Threshold


def with_polarization(data: xr.Dataset, te: Array) -> xr.Dataset:
    """Return the table with the degree of polarisation of the light of all modes."""
    energy = data["emitted_energy"].values
    total = energy.sum(axis=1)
    degree = np.divide(energy @ (2 * te - 1), total, out=np.zeros_like(total), where=total > 0)
    return data.assign(
        polarization_degree=variable("pump", degree, "", "(TE - TM)/(TE + TM) of the light of the modes")
    )


def with_counts(data: xr.Dataset, instrument: Instrument, pump: Pump, window: float) -> xr.Dataset:
    """Return the table with what the instrument counts, of every mode and in every pixel of the spectrum.

    Parameters
    ----------
    data : xarray.Dataset
        Emitted photons and spectra of a pulse, or of ``window`` seconds under a continuous pump.
    instrument : Instrument
        Collection, detector, exposure and pixel.
    pump : Pump
        Says how many pulses there are in an exposure.
    window : float
        0 for a pulse.

    Raises
    ------
    InputError
        If an exposure is given and nobody knows how many pulses fall into it.
    """
    exposures = 1.0
    if instrument.exposure is not None:
        if not window and pump.repetition_rate is None:
            raise InputError(
                "instrument: an exposure adds up pulses, but pump.repetition_rate is not given; give it, or "
                "leave the exposure out to see the counts of one pulse."
            )
        exposures = instrument.exposure * (1 / window if window else pump.repetition_rate or 0.0)
    each = exposures * instrument.counts_each
    per_pixel = each * instrument.pixel_width * data["wavelength"].values / HC
    what = "one pulse" if exposures == 1 else f"{exposures:.4g} {'lifetimes' if window else 'pulses'}"
    data.attrs |= {"counted": what, "pixel": instrument.pixel_width}
    return data.assign(
        emitted_counts=variable(
            ("pump", "mode"), each * data["emitted_photons"].values, "", "counts of the mode"
        ),
        spectrum_counts=variable(
            ("pump", "wavelength"), per_pixel * data["spectrum"].values, "", "counts in a pixel"
        ),
    )


def with_energy(
    data: xr.Dataset, threshold: Threshold, dynamics: Dynamics, equations: RateEquations
) -> xr.Dataset:
    """Return the table with the energy books, and under a continuous pump with irradiance and power."""
    quantum = threshold.conversion.photon_energy
    absorbed = data["photons_per_nanocrystal"].values * data.attrs.pop("nanocrystals")
    energy = (
        data["energy"].values * np.where(absorbed > 0, 1 / np.where(absorbed > 0, absorbed, 1), 0)[:, None]
    )
    energy[:, ENERGY_CHANNELS.index("relaxation")] += np.where(absorbed > 0, quantum, 0.0)
    gap = np.where(absorbed > 0, abs(energy.sum(axis=1) / quantum - 1), 0.0)
    data = data.drop_vars("energy").assign(
        energy_budget=variable(
            ("pump", "energy_channel"), energy / quantum, "", "share of the absorbed energy"
        ),
        energy_balance=variable("pump", gap, "", "share of the absorbed energy that is not accounted for"),
    )
    window = threshold.data.attrs.get("window", 0.0)
    data.attrs |= {
        "window": window,
        "cells": len(equations.cells.weight),
        "henry_factor": dynamics.henry_factor,
    }
    if window:
        data = data.assign(
            irradiance=variable("pump", data["fluence"].values / window, "W/m^2", "pump irradiance"),
            emitted_power=variable(
                ("pump", "mode"), data["emitted_energy"].values / window, "W", "power emitted by the mode"
            ),
        )
    return data
