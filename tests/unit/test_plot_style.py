import re
import sys

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.errors import InputError
from colase.plot.columns import Column, from_dataset, stacked, to_csv
from colase.plot.style import MM, NARROW, apart, drawing, log_axis, number, power
from colase.plot.svg import svg


def test_style_is_left_as_it_was():
    before = dict(matplotlib.rcParams)
    with drawing(None) as ax:
        ax.plot([0, 1], [1, 2])
    assert dict(matplotlib.rcParams) == before


def test_new_figures_are_of_the_given_width_and_unknown_to_pyplot():
    with drawing(None, NARROW, 50 * MM) as ax:
        assert ax.figure.get_figwidth() * 25.4 == pytest.approx(89)
        assert ax.figure.get_figheight() * 25.4 == pytest.approx(50)
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or not pyplot.get_fignums()


def test_given_axes_are_drawn_on():
    from matplotlib.figure import Figure

    mine = Figure().subplots()
    with drawing(mine) as ax:
        assert ax is mine


def test_axes_show_themselves_in_a_notebook():
    with drawing(None) as ax:
        ax.plot([0, 1], [1, 2])
    assert ax._repr_svg_().startswith("<svg")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (1e-2, "0.01"), (1e3, "1000"), (1e-6, "10⁻⁶"), (1e12, "10¹²"), (3.0, ""), (0.0, "")],
)
def test_decades_as_text(value, shown):
    assert power(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (4200, "4200"), (0.31234, "0.312"), (-0.5, "−0.500"), (2.24e18, "2.24 × 10¹⁸"),
     (np.inf, "∞"), (9.999, "10.0"), (1.5e-7, "1.50 × 10⁻⁷")],
)  # fmt: skip
def test_numbers_as_text(value, shown):
    assert number(value) == shown


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.01, 0.2))
def test_labels_move_apart_and_keep_their_order(wanted, gap):
    moved = apart(wanted, gap)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(moved[order]) >= gap - 1e-9).all()


def test_labels_that_do_not_touch_stay():
    assert apart([0.1, 0.9, 0.5], 0.1) == pytest.approx([0.1, 0.9, 0.5])


def test_touching_labels_spread_about_their_mean():
    assert apart([0.5, 0.5], 0.2) == pytest.approx([0.4, 0.6])


def test_log_axis_has_no_mathtext():
    with drawing(None) as ax:
        log_axis(ax.yaxis)
        ax.plot([0, 1], [1e-9, 1e3])
    text = svg(ax.figure)
    assert "10⁻⁹" in text
    assert "mathdefault" not in text


def test_svg_is_the_same_each_time_and_holds_no_date():
    def draw():
        with drawing(None) as ax:
            ax.plot([0, 1], [1, 2])
            ax.set_xlim(0.2, 0.8)
        return svg(ax.figure, "one", 'a <title> with "quotes"')

    first = draw()
    assert first == draw()
    assert "date" not in first
    assert "metadata" not in first
    assert "<title>a &lt;title&gt; with" in first


def test_every_identifier_carries_the_name_of_the_figure():
    with drawing(None) as ax:
        ax.plot([0, 1], [1, 2], "o-")
        ax.set_xlim(0.2, 0.8)
    text = svg(ax.figure, "mine")
    names = re.findall(r'\bid="([^"]+)"', text)
    used = re.findall(r"url\(#([^)]+)\)", text) + re.findall(r'href="#([^"]+)"', text)
    assert len(names) == len(set(names))
    assert used
    assert all(name.startswith("mine-") for name in names)
    assert set(used) <= set(names)


def test_text_stays_text_in_faces_that_exist():
    with drawing(None) as ax:
        ax.set_xlabel("wavelength λ (nm)")
    text = svg(ax.figure)
    assert "wavelength λ (nm)</text>" in text
    assert "Arial" in text
    assert "Bitstream" not in text


def test_csv_has_names_then_units_and_gives_the_numbers_back():
    values = np.array([1 / 3, 1e-300, -2.0])
    text = to_csv([Column("name, with comma", "", np.array(["a", "b", 'c"'])), Column("x", "1/cm", values)])
    lines = text.splitlines()
    assert lines[0] == '"name, with comma",x'
    assert lines[1] == ",1/cm"
    assert [float(line.rsplit(",", 1)[1]) for line in lines[2:]] == list(values)


def test_csv_refuses_columns_of_different_length():
    with pytest.raises(InputError, match="one length"):
        to_csv([Column("a", "", [1, 2]), Column("b", "", [1])])


def test_columns_of_a_dataset_and_of_a_matrix():
    import xarray as xr

    data = xr.Dataset({"w": ("mode", [1e-9, 2e-9])})
    (column,) = from_dataset(data, [("w", "wavelength", "nm", 1e9), ("absent", "no", "", 1)])
    assert column.values == pytest.approx([1, 2])
    a, b = stacked("gain", "1/cm", [[1, 2], [3, 4]], ["low", "high"])
    assert (a.name, b.name) == ("gain low", "gain high")
    assert list(b.values) == [2, 4]
