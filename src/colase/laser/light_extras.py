"""What a light curve holds beside the light: polarisation, energy books, and powers of a continuous pump."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.results import variable

from .dynamics.cells import Dynamics
from .dynamics.rate_equations import RateEquations
from .energy import ENERGY_CHANNELS
from .mode_gain import Array
from .threshold import Threshold


def with_polarization(data: xr.Dataset, te: Array) -> xr.Dataset:
    """Return the table with the degree of polarisation of the light of all modes."""
    energy = data["emitted_energy"].values
    total = energy.sum(axis=1)
    degree = np.divide(energy @ (2 * te - 1), total, out=np.zeros_like(total), where=total > 0)
    return data.assign(
        polarization_degree=variable("pump", degree, "", "(TE - TM)/(TE + TM) of the light of the modes")
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
