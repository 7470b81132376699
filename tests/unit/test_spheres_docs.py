"""The page about two spheres runs, and what it prints is what colase computes; pictures of pairs draw."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from colase.plot.coupling import spheres as sphere_pair
from colase.plot.svg import svg

PAGE = Path(__file__).parents[2] / "docs" / "spheres.md"


@pytest.fixture(scope="module")
def names():
    found: dict = {}
    for block in re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        exec(compile(block, PAGE.name, "exec"), found)
    return found


def test_the_table_is_what_colase_computes(names):
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| 12.98 and 12.98 \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", text, re.MULTILINE)
    assert len(rows) == 3
    shown = {float(gap): float(te) for gap, te, _ in rows}
    for gap, half in zip(
        names["rates"].data.gap.values, names["rates"].data.half_splitting.values, strict=True
    ):
        assert shown[round(gap * 1e9)] == pytest.approx(half / 1e9, abs=0.006)


def test_numbers_of_the_text(names):
    text = PAGE.read_text(encoding="utf-8")
    assert names["nominal"] * 1e9 == pytest.approx(
        float(re.findall(r"gives ([\d.]+) nm for 48", text)[0]), abs=0.005
    )
    low, high = re.findall(r"makes ([\d.]+) to ([\d.]+) nm of it", text)[0]
    assert (names["narrowest"] * 1e9, names["widest"] * 1e9) == pytest.approx(
        (float(low), float(high)), abs=0.05
    )
    orbits = names["modes"].degeneracy.values
    assert int(re.findall(r"(\d+) of 777 for the pair", text)[0]) == orbits.min()
    assert names["best"].attrs["best"] == pytest.approx([43e-6, 49e-6])
    found = names["meeting_statistics"](
        names["ball"], (48e-6, 44e-6), 0.29e-6, names["band"], 0.157e-9, samples=1000
    )
    rare = float(re.findall(r"is rare \((\d+) %\)", text)[0])
    assert found.attrs["single"] * 100 == pytest.approx(rare, abs=300 * found.attrs["single_error"])
    assert (names["light"].data.lines.values == 2).all()


def drawn(axes):
    ElementTree.fromstring(svg(axes.figure))
    return axes


def test_pictures_of_two_spheres(names):
    axes = drawn(sphere_pair.splitting(names["rates"]))
    assert axes.get_ylabel() == "half splitting κ/2π (GHz)"
    exact = next(line for line in axes.get_lines() if line.get_label() == "exact")
    assert exact.get_ydata() == pytest.approx(names["rates"].data.half_splitting.values / 1e9)
    assert names["rates"].plot() is not None
    assert sphere_pair.splitting_columns(names["rates"].data)[1].unit == "GHz"
    counts = names["meeting_statistics"](
        names["ball"], (48e-6, 44e-6), 0.29e-6, names["band"], 0.157e-9, samples=100
    )
    axes = drawn(sphere_pair.count_histogram(counts))
    assert [p.get_height() for p in axes.patches] == pytest.approx(counts.probability.values)
    axes = drawn(sphere_pair.chance_map(names["best"]))
    assert axes.get_lines()[0].get_xdata() == pytest.approx([names["best"].attrs["best"][1] * 1e6])
    data = names["light"].data
    import xarray as xr

    lines = xr.Dataset(
        {
            "wavelength": ("line", data.wavelength.values),
            "energy": ("line", data.emitted_energy.values[-1]),
            "which": ("line", np.zeros(data.sizes["mode"], dtype=int)),
        }
    )
    assert drawn(sphere_pair.line_spectra(lines)).get_yscale() == "log"
    combs = xr.Dataset(
        {
            "wavelength": ("line", np.array([650.0, 651, 652, 650.1]) * 1e-9),
            "body": ("line", np.array([0, 0, 1, 1])),
            "polarization": ("line", np.array(["TE", "TM", "TM", "TE"])),
            "common": ("line", np.array([True, False, False, True])),
        }
    )
    axes = drawn(sphere_pair.combs(combs, (649e-9, 653e-9)))
    assert [t.get_text() for t in axes.get_yticklabels()] == ["TE, A", "TE, B", "TM, A", "TM, B"]
