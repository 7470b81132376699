"""Pictures of heat: labels with units, numbers of the result, valid SVG, given axes are used."""

import xml.etree.ElementTree as ElementTree
from functools import cache
from math import inf

import numpy as np
import pytest

from colase.heat import (
    Heating,
    HeatLayer,
    Rectangle,
    Solid,
    Stack,
    Sweep,
    Thermoreflectance,
    depth_profile,
    fit_phase,
    square,
    surface_map,
    temperature,
)  # fmt: skip
from colase.laser.self_heating.duration_map import duration_map, film_thicknesses
from colase.laser.self_heating.heat_balance import HeatBalance
from colase.laser.self_heating.heat_levers import heat_levers
from colase.laser.self_heating.sustained import HotLaser, sustained
from colase.laser.self_heating.threshold_law import ExponentialLaw
from colase.plot import heat
from colase.plot.columns import to_csv
from colase.plot.svg import svg

KW = 1e7


@cache
def laser():
    film = HeatLayer(
        name="film", thickness=120e-9, solid=Solid(conductivity=0.24, heat_capacity=1.17e6), resistance=1e-8
    )
    base = HeatLayer(name="substrate", thickness=inf, solid=Solid(conductivity=25.0, heat_capacity=3.2e6))
    return HotLaser(
        heating=Heating(Stack((film, base)), Rectangle(width=30e-6, height=50e-6)),
        balance=HeatBalance(
            absorbed=0.3, photon_ratio=0.69, radiative_yield=0.0, outcoupling=0.0, override=0.1
        ),
        law=ExponentialLaw(threshold=52 * KW),
    )


@cache
def curves():
    t = np.geomspace(1e-9, 1e-4, 30)
    return {name: temperature(laser().heating, t, w * KW) for name, w in (("weak", 3.0), ("strong", 9.0))}


@cache
def profile():
    return depth_profile(laser().heating, [1e-8, 1e-6], 5 * KW, 400e-9, points=8)


@cache
def surface():
    x = np.linspace(-30e-6, 30e-6, 5)
    return surface_map(laser().heating, 1e-6, 5 * KW, x, x)


@cache
def run():
    return sustained(laser(), 88 * KW, square(2.5e-6), points=60)


@cache
def durations(numeric):
    lasers = (
        film_thicknesses(laser(), [100e-9, 150e-9]) if numeric else {"as it is": laser(), "again": laser()}
    )
    pumps = np.array([60, 90, 120]) * KW
    choice = ("film thickness", "m") if numeric else ("laser", "")
    return duration_map(lasers, pumps, square(2e-6), choice, points=40)


@cache
def levers():
    return heat_levers(laser(), 88 * KW, square(1e-6), points=30)


@cache
def fit():
    f = tuple(np.geomspace(1e5, 1e7, 12))
    experiment = Thermoreflectance(stack=laser().heating.stack, pump_radius=4e-6, probe_radius=4e-6)
    sweep = Sweep(f, tuple(experiment.phase(f) + 1e-3 * np.cos(np.arange(12))))
    return fit_phase(sweep, experiment, {"film.conductivity": 0.3})


FIGURES = {
    "temperature_history": lambda ax: heat.temperature_history(curves(), ax, marks={"60 °C": 333.15}),
    "depth_profile": lambda ax: heat.depth_profile(profile(), ax),
    "surface_map": lambda ax: heat.surface_map(surface(), ax),
    "duration_map": lambda ax: heat.duration_map(durations(True), ax),
    "duration curves": lambda ax: heat.duration_map(durations(False), ax),
    "heat_lever_bars": lambda ax: heat.heat_lever_bars(levers(), ax),
    "lasing_under_heat": lambda ax: heat.lasing_under_heat(run(), ax),
    "phase_fit": lambda ax: heat.phase_fit(fit(), ax),
}
COLUMNS = (
    lambda: heat.history_columns(curves()),
    lambda: heat.profile_columns(profile()),
    lambda: heat.map_columns(surface()),
    lambda: heat.duration_columns(durations(True)),
    lambda: heat.heat_lever_columns(levers()),
    lambda: heat.run_columns(run()),
    lambda: heat.phase_columns(fit()),
)


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_has_units_valid_svg_and_the_size_of_a_journal(name):
    ax = FIGURES[name](None)
    labels = [t for a in ax.figure.axes for t in (a.get_xlabel(), a.get_ylabel()) if t]
    assert labels
    assert all(text.endswith(")") and "(" in text for text in labels)
    root = ElementTree.fromstring(svg(ax.figure, "one", name))
    assert root.find(".//{http://www.w3.org/2000/svg}text") is not None
    assert round(ax.figure.get_figwidth() * 25.4) in (89, 183)


@pytest.mark.parametrize("name", FIGURES)
def test_given_axes_are_returned(name):
    from matplotlib.figure import Figure

    mine = Figure().subplots()
    assert FIGURES[name](mine) is mine


@pytest.mark.parametrize("columns", COLUMNS)
def test_columns_become_a_table_without_gaps(columns):
    text = to_csv(columns())
    assert "nan" not in text
    assert len(text.splitlines()) > 3


def test_curves_are_those_of_the_result():
    ax = heat.temperature_history(curves())
    expected = curves()["strong"].temperature.values - 273.15
    assert any(len(line.get_ydata()) == 30 and np.allclose(line.get_ydata(), expected) for line in ax.lines)
    ax = heat.lasing_under_heat(run())
    assert any(f"{run().duration * 1e6:.2f}" in t.get_text() for t in ax.texts)


def test_results_draw_themselves():
    assert run().plot().get_xlabel() == "time t (µs)"
    assert levers().plot().get_xlabel().endswith("(°C)")


def test_durations_on_the_map_are_those_of_single_runs():
    from dataclasses import replace

    found = durations(True)
    thick = film_thicknesses(laser(), [150e-9])[150e-9]
    assert thick.heating.stack.layers[0].thickness == 150e-9
    single = sustained(replace(thick), 90 * KW, square(2e-6), points=40)
    assert float(found.duration.sel(choice=150e-9, pump=90 * KW)) == pytest.approx(single.duration, rel=1e-9)
    calls = []
    duration_map({"a": laser()}, [60 * KW], square(1e-6), progress=lambda *n: calls.append(n), points=20)
    assert calls == [(0, 1), (1, 1)]
