"""What results of the laser room say, draw and store."""

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr

from colase.gain import GaussianPulse
from colase.laser import Instrument, Pump, light_curve, threshold

sys.path.insert(0, str(Path(__file__).parents[1] / "physics"))
from toy_laser import ToyCavity, toy_medium, toy_modes

mpl.use("Agg")
PUMP = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))


@pytest.fixture(scope="module")
def found():
    modes, medium, cavity = toy_modes(np.linspace(640e-9, 660e-9, 5)), toy_medium(), ToyCavity()
    first = threshold(modes, medium, cavity, PUMP)
    levels = first.fluence * np.geomspace(0.1, 10, 7)
    return first, light_curve(modes, medium, cavity, PUMP, Instrument(), first, levels=levels)


def test_describe_speaks_in_the_units_of_the_field(found):
    first, light = found
    said = first.describe()
    assert said.startswith(first.message)
    for part in (
        "1/cm",
        "scattering",
        "radiation",
        "absorption",
        "exact threshold gain",
        "photons per nanocrystal",
    ):
        assert part in said
    said = light.describe()
    for part in ("7 pump levels", "uJ/cm2", "pJ per pulse", "nm", "books close to", "degenerate orbits"):
        assert part in said


def test_notes_reach_the_reader():
    modes, cavity = toy_modes([650e-9]), ToyCavity()
    medium = toy_medium(absorption_wavelength=600e-9, quantum_yield_x=0.0)
    pump = Pump(wavelength=515e-9, pulse=GaussianPulse(fwhm=1e-9))
    first = threshold(modes, medium, cavity, pump)
    light = light_curve(modes, medium, cavity, pump, Instrument(), first, levels=[1.0])
    said = light.describe()
    assert "515 nm" in said
    assert "detailed balance" in said
    assert "starts no light" in said
    for note in first.notes:
        assert note in first.describe()


def test_results_draw_themselves(found):
    import matplotlib.pyplot as plt

    first, light = found
    for draw in (first.plot, light.plot, light.plot_spectra):
        axes = draw()
        assert axes.get_xlabel()
        _, mine = plt.subplots()
        assert draw(ax=mine) is mine
        plt.close("all")


def test_results_go_through_netcdf(found, tmp_path):
    for name, result in zip(("threshold", "light"), found, strict=True):
        path = tmp_path / f"{name}.nc"
        result.data.to_netcdf(path, engine="h5netcdf")
        with xr.open_dataset(path, engine="h5netcdf") as back:
            assert set(back.variables) == set(result.data.variables)
            np.testing.assert_array_equal(back["fluence"], result.data["fluence"])
