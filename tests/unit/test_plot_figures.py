"""Every figure: labels with units, numbers of the result, valid SVG, given axes are used."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Annotated, Literal

import numpy as np
import plot_results as known
import pytest

from colase.cavity import Cavity
from colase.plot.drawing.device import device_drawing
from colase.plot.drawing.to_scale import length, page_name
from colase.plot.gain import spectra as gain
from colase.plot.laser import levers, light, spectra, threshold
from colase.plot.modes import field
from colase.plot.modes.mode_ladder import mode_ladder
from colase.plot.svg import svg
from colase.quantity import Quantity


def _field():
    return known.device().cavity.field(known.modes().data, known.lasing().mode)


def _cut():
    return known.device().cavity.cut(known.modes().data, known.lasing().mode, points=401)


def _curves():
    return threshold.gain_curves(known.lasing(), known.modes().data, known.device())


LAYERS = known.device().cavity.layers
FIGURES = {
    "device_drawing": lambda ax: device_drawing(known.device(), ax),
    "mode_ladder": lambda ax: mode_ladder(known.modes().data, known.gain(), ax, lasing=3, photons=0.3),
    "mode_ladder alone": lambda ax: mode_ladder(known.modes().data, ax=ax),
    "field_profile": lambda ax: field.field_profile(_field(), LAYERS(), (0.1, 0.8, 0.1), ax, name="TE"),
    "field_map": lambda ax: field.field_map(_cut(), LAYERS(), ax),
    "gain_spectra": lambda ax: gain.gain_spectra(known.gain(), 4e3, ax),
    "populations": lambda ax: gain.populations(known.gain(), 0.4, ax),
    "gain_meets_loss": lambda ax: threshold.gain_meets_loss(known.lasing(), ax, curves=_curves()),
    "gain_meets_loss alone": lambda ax: threshold.gain_meets_loss(known.lasing(), ax),
    "loss_budget": lambda ax: threshold.loss_budget(known.lasing(), ax),
    "lever_bars": lambda ax: levers.lever_bars(known.levers(), ax),
    "light_curve": lambda ax: light.light_curve(known.light(), ax, threshold=known.lasing().fluence),
    "photon_budget": lambda ax: light.photon_budget(known.light(), ax, threshold=known.lasing().fluence),
    "populations_at_peak": lambda ax: light.populations_at_peak(known.light(), ax),
    "spectra": lambda ax: spectra.spectra(known.light(), ax, threshold=known.lasing().fluence),
    "spectra_map": lambda ax: spectra.spectra_map(known.light(), ax, threshold=known.lasing().fluence),
}
PURE = ("photons absorbed per nanocrystal N", "share of the nanocrystals P", "share of the absorbed photons",
        "gain confinement Γ", "spectral energy (each to its maximum)")  # fmt: skip


@pytest.fixture(scope="module", params=FIGURES)
def drawn(request):
    return request.param, FIGURES[request.param](None)


def test_axes_say_quantity_and_unit(drawn):
    name, ax = drawn
    labels = [text for a in ax.figure.axes for text in (a.get_xlabel(), a.get_ylabel()) if text]
    assert labels or name == "device_drawing"
    for text in labels:
        assert text in PURE or (text.endswith(")") and "(" in text), text


def test_svg_is_valid_xml_with_unique_identifiers(drawn):
    name, ax = drawn
    root = ElementTree.fromstring(svg(ax.figure, "one", name))
    names = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(names) == len(set(names))
    assert root.find(".//{http://www.w3.org/2000/svg}text") is not None


def test_sizes_are_those_of_a_journal(drawn):
    _, ax = drawn
    assert round(ax.figure.get_figwidth() * 25.4) in (89, 183)
    sizes = {
        t.get_fontsize() for t in ax.figure.findobj(lambda a: hasattr(a, "get_fontsize")) if t.get_text()
    }
    assert min(sizes) >= 6.5
    assert max(sizes) <= 8


@pytest.mark.parametrize("name", FIGURES)
def test_given_axes_are_returned(name):
    from matplotlib.figure import Figure

    mine = Figure().subplots()
    assert FIGURES[name](mine) is mine


def _lines(ax):
    return [line.get_xydata() for line in ax.lines]


def _holds(ax, x, y):
    return any(
        len(xy) == len(x) and np.allclose(xy, np.column_stack([x, y]), rtol=1e-12) for xy in _lines(ax)
    )


def test_gain_spectra_are_those_of_the_result():
    ax = gain.gain_spectra(known.gain())
    data = known.gain().data
    for level in range(data.sizes["pump"]):
        assert _holds(ax, data.wavelength * 1e9, data.material_gain[level] / 100)


def test_gain_that_is_needed_is_drawn():
    ax = gain.gain_spectra(known.gain(), loss=4e3)
    assert any(np.allclose(xy[:, 1], 40) for xy in _lines(ax))


def test_nearest_level_is_the_nearest():
    level, wavelength, spectrum = gain.nearest_level(known.gain(), 0.9)
    assert level == 1.0
    assert wavelength == pytest.approx(known.gain().data.wavelength * 1e9)
    assert spectrum == pytest.approx(known.gain().data.material_gain[2] / 100)
    assert gain.nearest_level(known.gain(), None)[0] == 5.0


def test_ladder_has_one_line_a_mode_up_for_te_and_down_for_tm():
    data = known.modes().data
    ax = mode_ladder(data, lasing=0)
    from matplotlib.collections import LineCollection

    segments = np.concatenate([c.get_segments() for c in ax.collections if isinstance(c, LineCollection)])
    tips = {(round(s[1][0], 6), round(s[1][1], 9)) for s in segments}
    sign = np.where(data.polarization == "TE", 1, -1)
    expected = set(
        zip(
            np.round(data.wavelength.values * 1e9, 6),
            np.round(sign * data.gain_confinement.values, 9),
            strict=True,
        )
    )
    assert tips == expected


def test_ladder_names_the_lasing_mode_and_the_polar_numbers():
    data = known.modes().data
    ax = mode_ladder(data, lasing=known.lasing().mode)
    texts = [t.get_text() for t in ax.texts]
    name = str(data.label.values[known.lasing().mode])
    assert any(text.startswith(name) for text in texts)
    first = data.polar.values[(data.radial == 1) & (data.label != name)]
    assert {str(l) for l in first} <= set(texts)


def test_ladder_without_modes_is_empty_but_drawn():
    assert mode_ladder(known.modes().data.isel(mode=slice(0))).get_xlabel()


def test_profile_peaks_at_one_and_prints_the_shares():
    ax = field.field_profile(_field(), LAYERS(), (0.0264, 0.9535, 0.0201))
    curve = max(_lines(ax), key=len)
    assert curve[:, 1].max() == 1
    assert curve[:, 0] == pytest.approx(_field().r * 1e6)
    assert [t.get_text() for t in ax.texts] == ["core\n2.64 %", "coat\n95.35 %", "surroundings\n2.01 %"]


def test_cut_and_profile_agree_on_the_equator():
    y, profile = _field().r.values * 1e6, field.field_columns(_field())[1].values
    columns = field.map_columns(_cut(), LAYERS())
    equator = int(np.argmin(np.abs(columns[0].values)))
    at = np.array([float(c.name.split()[-2]) for c in columns[1:]])
    cut = np.array([c.values[equator] for c in columns[1:]])
    assert cut == pytest.approx(np.interp(at, y, profile), abs=0.02)


def test_modal_gain_meets_the_loss_at_the_threshold():
    curves = _curves()
    for mode in range(curves.sizes["mode"]):
        at = np.interp(
            curves.threshold_photons[mode], curves.photons_per_nanocrystal, curves.modal_gain[:, mode]
        )
        assert at == pytest.approx(float(curves.modal_loss[mode]), rel=2e-3)


def test_curves_are_drawn_as_computed():
    curves = _curves()
    ax = threshold.gain_meets_loss(known.lasing(), curves=curves)
    for mode in range(curves.sizes["mode"]):
        assert _holds(ax, curves.photons_per_nanocrystal, curves.modal_gain[:, mode] / 100)


def test_without_lasing_the_nearest_modes_are_drawn():
    found = known.not_lasing()
    assert not found.lases
    curves = threshold.gain_curves(found, known.modes().data, known.device())
    ax = threshold.gain_meets_loss(found, curves=curves)
    assert ax.get_ylim()[1] > float(curves.modal_loss.max()) / 100
    assert threshold.leading(found)[0] == found.mode


def test_bars_of_loss_add_up_to_the_loss():
    ax = threshold.loss_budget(known.lasing())
    which = threshold.leading(known.lasing(), 6)
    ends = {}
    for bar in ax.patches:
        row = round(bar.get_y() + bar.get_height() / 2)
        ends[row] = max(ends.get(row, 0), bar.get_x() + bar.get_width())
    expected = known.lasing().data.modal_loss.values[which] / 100
    assert [ends[row] for row in sorted(ends, reverse=True)] == pytest.approx(expected)


def test_light_curve_draws_the_brightest_modes_and_the_width():
    ax = light.light_curve(known.light())
    data = known.light().data
    best = light.brightest(known.light())
    fluence = data.fluence.values * 100
    for mode in best:
        assert _holds(ax, fluence, data.emitted_energy[:, mode] * 1e12)
    (right,) = (a for a in ax.figure.axes if a is not ax)
    assert _holds(right, fluence, data.fwhm[:, best[0]] * 1e9)


def test_a_dark_laser_can_be_drawn():
    data = known.light().data
    dark = SimpleNamespace(
        data=data.assign(emitted_energy=0 * data.emitted_energy, spectrum=0 * data.spectrum)
    )
    assert light.light_curve(dark).get_xlabel()
    assert spectra.spectra(dark).get_xlabel()
    assert spectra.spectra_map(dark).get_xlabel()


def test_one_pump_level_can_be_drawn():
    one = SimpleNamespace(data=known.light().data.isel(pump=slice(1)))
    for draw in (light.light_curve, light.photon_budget, light.populations_at_peak, spectra.spectra,
                 spectra.spectra_map):  # fmt: skip
        assert svg(draw(one).figure)


def test_a_level_without_pump_is_left_out_of_logarithmic_axes():
    data = known.light().data
    fluence = data.fluence.values.copy()
    fluence[0] = 0.0
    unpumped = SimpleNamespace(data=data.assign(
        fluence=("pump", fluence, data.fluence.attrs),
        emitted_energy=data.emitted_energy * (fluence > 0)[:, None],
        spectrum=data.spectrum * (fluence > 0)[:, None],
    ))  # fmt: skip
    for draw in (light.light_curve, light.photon_budget, light.populations_at_peak, spectra.spectra,
                 spectra.spectra_map):  # fmt: skip
        assert svg(draw(unpumped).figure)


def test_nothing_pumped_at_all_can_be_drawn():
    data = known.light().data.isel(pump=slice(1))
    off = SimpleNamespace(data=data.assign(
        fluence=0 * data.fluence, emitted_energy=0 * data.emitted_energy, spectrum=0 * data.spectrum
    ))  # fmt: skip
    for draw in (light.light_curve, light.photon_budget, light.populations_at_peak, spectra.spectra,
                 spectra.spectra_map):  # fmt: skip
        assert svg(draw(off).figure)


def test_shares_are_stacked_to_one():
    ax = light.photon_budget(known.light())
    tops = [c.get_paths()[0].vertices[:, 1].max() for c in ax.collections]
    assert max(tops) == pytest.approx(1)


def test_spectra_are_scaled_to_their_own_maximum():
    ax = spectra.spectra(known.light())
    which = spectra.chosen(known.light())
    assert which[0] == 0
    assert which[-1] == known.light().data.sizes["pump"] - 1
    for row, (xy, pump) in enumerate(zip(_lines(ax), which, strict=True)):
        values = known.light().data.spectrum.values[pump]
        assert xy[:, 1] - 1.08 * row == pytest.approx(values / values.max())


def test_bins_of_the_map_keep_the_height_of_narrow_lines():
    data = known.light().data
    columns = spectra.map_columns(known.light(), most=40)
    assert len(columns[0].values) <= 40
    assert columns[-1].values.max() == pytest.approx(float(data.spectrum[-1].max()) * 1e3)
    assert columns[0].values.mean() == pytest.approx(float(data.wavelength.mean()) * 1e9, rel=1e-3)


def test_levers_that_hardly_matter_are_left_out():
    ax = levers.lever_bars(known.levers())
    assert [t.get_text() for t in ax.get_yticklabels()] == ["pump cross section", "thickness"]
    assert [p.get_width() for p in ax.patches] == [-1.0, 0.4]


@pytest.mark.parametrize(("um", "shown"), [(0.49, "490 nm"), (20.98, "20.98 µm"), (1.0, "1 µm")])
def test_lengths_as_text(um, shown):
    assert length(um) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("main/SiO2/Malitson", "SiO₂ (Malitson)"), ("1.76", ""), ("my glass", "my glass")]
)
def test_names_of_materials(name, shown):
    assert page_name(name) == shown


def test_device_drawing_is_to_scale():
    from matplotlib.patches import Circle

    ax = device_drawing(known.device())
    radii = sorted(p.radius for p in ax.patches if isinstance(p, Circle))
    assert radii == pytest.approx([10, 10.49])
    assert ax.get_aspect() == 1
    texts = [t.get_text() for a in (ax, *ax.child_axes) for t in a.texts]
    assert {"20 µm", "20.98 µm", "490 nm"} <= set(texts)


def test_a_cavity_without_a_drawing_is_listed():
    """A new kind needs no drawing to have a report."""

    @dataclass(frozen=True, kw_only=True)
    class Mirrors(Cavity):
        distance: Annotated[float, Quantity("m", "L", "distance of the mirrors", "um", "3 um")] = 3e-6
        kind: Literal["mirrors"] = "mirrors"
        gain_volume = 1e-18

        def modes(self, window, progress=None):
            raise NotImplementedError

        def resonance(self, modes, mode, gain_index):
            raise NotImplementedError

        def pump_cross_section(self, wavelength, absorption):
            raise NotImplementedError

    device = replace(known.device(), cavity=Mirrors())
    said = [text.get_text() for text in device_drawing(device).texts]
    assert said[said.index("distance of the mirrors") + 1] == "3 um"
    assert "mirrors" in said
