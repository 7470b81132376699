"""The page about gratings runs, and its tables are what colase computes."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "gratings.md"


def test_the_page_runs_and_its_tables_are_true(capsys):
    text = PAGE.read_text(encoding="utf-8")
    names: dict = {}
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(compile(block, PAGE.name, "exec"), names)
    assert "TM A1" in capsys.readouterr().out
    modes = names["modes"]
    rows = re.findall(r"^\| (T[EM] \w\d?) \| ([\d.]+) \| (\S+) \| ([\d.]+) \|$", text, re.MULTILINE)
    assert len(rows) == 6
    for label, wavelength, q, share in rows:
        one = modes.isel(mode=list(modes.label.values).index(label))
        assert float(wavelength) == pytest.approx(float(one.wavelength) * 1e9, abs=0.006)
        assert float(q) == pytest.approx(float(one.q_radiative), rel=0.005)
        assert float(share) == pytest.approx(float(one.response[2]), abs=6e-4)
    films = re.findall(r"^\| (T[EM] \w\d?) \(\w+\) \| ([\d.]+) \|$", text, re.MULTILINE)
    found = names["heights_for"](names["scan"], 643e-9)
    assert len(films) == 6
    for label, thickness in films:
        assert float(thickness) == pytest.approx(
            float(found.flat_thickness.sel(family=label)) * 1e9, abs=0.11
        )


def test_pictures_draw_themselves():
    import numpy as np

    import colase
    from colase.cavity.grating.film_scan import crystal_bands, film_scan
    from colase.plot.drawing.grating import grating_drawing
    from colase.plot.modes.crystal_bands import crystal_bands_plot
    from colase.plot.modes.film_scan import film_scan_columns, film_scan_plot

    device = colase.load("adachi2015-dfb")
    scan = film_scan(device.cavity, [120e-9, 130e-9], (640e-9, 700e-9))
    ax = film_scan_plot(scan, 643e-9)
    assert "nm" in ax.get_ylabel()
    assert len(film_scan_columns(scan)) == 2 + scan.sizes["family"]
    bands = crystal_bands(device.cavity.crystal, np.array([0.0, 2e5]), (640e-9, 700e-9), 2)
    assert crystal_bands_plot(bands, spot=30e-6).get_xlabel()
    texts = [t.get_text() for t in grating_drawing(device).texts]
    assert {"430 nm", "160 nm", "130 nm", "134 nm"} <= set(texts)
