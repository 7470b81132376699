"""What films add to device files: an index from parts, ellipsometer exports, density from spacing."""

import numpy as np
import pytest

import colase as cl
from colase.cavity import ModeWindow, SlabWaveguide
from colase.constants import HC
from colase.device import load
from colase.device.database import remark
from colase.device.reading import loads
from colase.device.table import parse_index_table
from colase.errors import InputError
from colase.gain import GainMedium, StokesShifted
from colase.materials import ConstantIndex
from colase.materials.effective_medium import bruggeman, coated_sphere
from colase.materials.mixture import MixedIndex, Part

FILM = """
title = "film"
[cavity]
kind = "film"
thickness = "120 nm"
index = INDEX
substrate = 1.46
propagation_loss = "60 1/cm"
[gain]
nanocrystal = "adachi2015-inorganic"
model = "stokes-shifted"
packing_fraction = 0.6
spacing = "8.0 nm"
[pump]
wavelength = "442 nm"
"""
MIX = """{ mix = "bruggeman", parts = [
  { core = "main/CdSe/Ninomiya-o", shell = "main/CdS/Ninomiya-o", share_of_core = 0.12, share = 0.55 },
  { index = 1.46 },
], guess = true, why = "parts of the film" }"""


def device(index):
    return loads(FILM.replace("INDEX", index.replace("\n", " ")))


def test_a_film_index_from_core_shell_and_ligand():
    made = device(MIX)
    index = made.cavity.index
    lam = np.array([500e-9, 640e-9])
    core, shell = (cl.device.database.page(f"main/{m}/Ninomiya-o").index(lam) ** 2 for m in ("CdSe", "CdS"))
    dot = coated_sphere(core, shell, 0.12)
    expected = np.sqrt(bruggeman(np.stack([dot, np.full(2, 1.46**2)]), [0.55, 0.45]))
    assert index.index(lam) == pytest.approx(expected, rel=1e-12)
    assert index.index(lam)[0] != index.index(lam)[1]  # dispersive
    birth = made.provenance["cavity.index"]
    assert birth.guess
    assert "0.55 0.12 main/CdSe/Ninomiya-o in main/CdS/Ninomiya-o + 0.45 1.46" in birth.written


def test_a_mixture_is_written_and_read_back_and_cited():
    made = device(MIX)
    again = cl.replace(made, {"cavity.thickness": 130e-9})
    assert loads(again.source).cavity == again.cavity
    assert again.cavity.index == made.cavity.index
    keys = cl.cite(made).keys
    assert "bruggeman1935" in keys
    assert "polyanskiy2024" in keys


def test_aligned_platelets_have_two_indices():
    parts = "[{ index = 2.5 }, { index = 1.46 }], packing = 0.4"
    sides = 'sides = ["20 nm", "20 nm", "4 nm"]'
    flat, upright = (
        device(f'{{ mix = "maxwell-garnett", parts = {parts}, {sides}, axis = "{a}" }}').cavity.index.index(
            6e-7
        )
        for a in ("length", "thickness")
    )
    random = device(f'{{ mix = "maxwell-garnett", parts = {parts}, {sides} }}').cavity.index.index(6e-7)
    assert flat.real > random.real > upright.real


def test_a_mixture_is_known_where_all_its_parts_are():
    mix = MixedIndex(
        "bruggeman",
        (Part(0.5, cl.device.database.page("main/CdS/Ninomiya-o")), Part(0.5, ConstantIndex(1.5))),
    )
    with pytest.raises(InputError, match="the index is known from"):
        mix.index(30e-6)


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ('{ mix = "brugemann", parts = [{ index = 2, share = 0.5 }, { index = 1.5 }] }', "mix must be"),
        (
            '{ mix = "bruggeman", parts = [{ index = 2, share = 1.5 }, { index = 1.5 }] }',
            "share must be a number from 0",
        ),
        (
            '{ mix = "bruggeman", parts = [{ index = 2 }, { index = 1.5 }] }',
            "only one part may leave its share out",
        ),
        (
            '{ mix = "bruggeman", parts = [{ index = 2, share = 0.5 }, { index = 1.5, share = 0.4 }] }',
            "sum to 1",
        ),
        (
            '{ mix = "bruggeman", parts = [{ core = 2, share = 0.5 }, { index = 1.5 }] }',
            "a core with its shell",
        ),
        (
            '{ mix = "bruggeman", parts = [{ indx = 2, share = 0.5 }, { index = 1.5 }] }',
            'Did you mean "index"',
        ),
        ('{ mix = "bruggeman", parts = [{ index = 2, share = 1.0 }] }', "needs two parts or more"),
        ('{ mix = "bruggeman", parts = 3 }', "parts must be a list"),
        (
            '{ mix = "bruggeman", parts = [{ index = 2, share = 0.5 }, { index = 1.5 }], axis = "length" }',
            "needs the sides",
        ),
        (
            '{ mix = "bruggeman", parts = [{ index = 2, share = 0.5 }, { index = 1.5 }], packing = 0.5 }',
            "one of the two",
        ),
        (
            '{ mix = "bruggeman", parts = [{ index = 2, share = 0.5 }, { index = 1.5 }], sides = ["2 nm"] }',
            "length, width",
        ),
    ],
)  # fmt: skip
def test_mistakes_in_a_mixture_are_sentences(index, said):
    with pytest.raises(InputError, match=said):
        device(index)


ROWS = "1.5 1.80 0.00\n2.0 1.85 0.01\n3.1 1.95 0.10\n"


@pytest.mark.parametrize(
    "text",
    [
        f"CdSe film, sample 3\neV\nNK\n{ROWS}",
        f"energy (eV), n, k\n{ROWS.replace(' ', ', ')}",
        f'"exported"\n"eV"\n{ROWS}',
    ],
    ids=["ellipsometer", "energy column", "without NK"],
)
def test_photon_energies_become_vacuum_wavelengths(text):
    table = parse_index_table(text, "film")
    assert table.wavelength == pytest.approx([HC / (e * 1.602176634e-19) for e in (3.1, 2.0, 1.5)], rel=1e-12)
    assert table.n == (1.95, 1.85, 1.80)
    assert table.k == (0.10, 0.01, 0.00)


def test_other_units_and_permittivities_of_an_export():
    table = parse_index_table("name\nAngstroms\nE1E2\n4000 4.0 0.0\n5000 3.0 4.0\n", "film")
    assert table.wavelength == pytest.approx((400e-9, 500e-9))
    assert table.n == pytest.approx((2.0, 2.0))  # sqrt(3 + 4i) = 2 + i
    assert table.k == pytest.approx((0.0, 1.0))
    assert parse_index_table("a\nnm\n400 1.8 0\n500 1.7 0\n", "x").wavelength == pytest.approx((4e-7, 5e-7))


def test_an_export_with_a_bad_row_names_its_line():
    with pytest.raises(InputError, match="line 4"):
        parse_index_table("a\nnm\n400 1.8 0\n500 x 0\n", "x")
    with pytest.raises(InputError, match="line 3"):
        parse_index_table("a\neV\n0 1.8 0\n2 1.8 0\n", "x")


def test_a_page_says_which_axis_it_is():
    assert "ordinary axis alone" in remark("main/CdSe/Ninomiya-o")
    assert "extraordinary axis" in remark("main/CdSe/Ninomiya-e")
    assert "axis" not in remark("main/SiO2/Malitson")


def test_density_from_spacing():
    """adachi2015: 0.6 of spheres as wide as the spacing, 2.24e18 and 0.99e18 in 1 cm^3."""
    assert device("1.97").gain.density == pytest.approx(2.238e24, rel=1e-3)
    wide = cl.replace(device("1.97"), {"gain.spacing": "10.5 nm"})
    assert wide.gain.density == pytest.approx(0.990e24, rel=1e-3)


def test_packing_beyond_spheres_is_remarked():
    gain = device("1.97").gain
    assert gain.packing_remarks == ()
    tight = GainMedium(
        nanocrystal=gain.nanocrystal, model=StokesShifted(), packing_fraction=0.8, spacing=8e-9
    )
    assert "above 0.74" in tight.packing_remarks[0]
    flat = load("azizov2025-film").gain.nanocrystal
    assert GainMedium(nanocrystal=flat, model=StokesShifted(), packing_fraction=0.8).packing_remarks == ()
    full = GainMedium(nanocrystal=flat, model=StokesShifted(), number_density=500e21)
    assert "would fill 1.40 of the film" in full.packing_remarks[0]
    with pytest.raises(InputError, match="spacing needs packing_fraction"):
        GainMedium(nanocrystal=flat, model=StokesShifted(), number_density=1e23, spacing=8e-9)


def test_a_microsphere_takes_roughness_in_place_of_its_quality_factor():
    base = cl.load("duan2022-microsphere")
    rough = cl.replace(
        base, {"cavity.q_scattering": None, "cavity.roughness": "3 nm", "cavity.correlation_length": "50 nm"}
    )
    assert set(rough.cavity.references) - set(base.cavity.references) == {"gorodetsky2000"}
    with pytest.raises(InputError, match="one of the two"):
        cl.replace(base, {"cavity.roughness": "3 nm", "cavity.correlation_length": "50 nm"})


def test_any_number_of_layers_under_and_over_the_film():
    deep = """underlayer = { thickness = "55 nm", index = 2.3, beyond = { thickness = "20 nm", index = 1.6,
      beyond = { thickness = "50 nm", index = 2.1 } } }
      overlayer = { thickness = "10 nm", index = 1.5 }"""
    deep = deep.replace("1.6,\n", "1.6,")
    stack = loads(FILM.replace("INDEX", "1.97").replace("[gain]", f"{deep}\n[gain]"))
    bodies = [
        (layer.name, round(1e9 * (layer.outer - layer.inner), 6)) for layer in stack.cavity.layers()[1:-1]
    ]
    assert bodies == [
        ("underlayer 3", 50.0),
        ("underlayer 2", 20.0),
        ("underlayer", 55.0),
        ("film", 120.0),
        ("overlayer", 10.0),
    ]
    slab = SlabWaveguide((50e-9, 20e-9, 55e-9, 120e-9, 10e-9), (2.1, 1.6, 2.3, 1.97, 1.5), 1.46)
    found = stack.cavity.modes(ModeWindow(start=630e-9, stop=630.4e-9))
    assert found.n_eff.values == pytest.approx(slab.modes(630.2e-9).n_eff.values, rel=1e-12)
    assert stack.cavity.film_layer == 3
    thicker = cl.replace(stack, {"cavity.underlayer.beyond.beyond.thickness": 80e-9})
    assert loads(thicker.source).cavity.underlayer.beyond.beyond.thickness == 80e-9
    with pytest.raises(InputError, match=r"underlayer\.beyond\.thicknes: no such setting\. Did you mean"):
        loads(stack.source.replace('beyond = { thickness = "20', 'beyond = { thicknes = "20'))


def test_a_pressed_mixture_is_denser_and_its_last_part_gives_way():
    loose = '{ mix = "bruggeman", parts = [{ index = 2.5, share = 0.4 }, { index = 1.46 }] MORE}'
    before, after = (device(loose.replace("MORE", more)) for more in ("", ", pressed = 1.5"))
    expected = np.sqrt(bruggeman(np.array([2.5**2, 1.46**2]), [0.6, 0.4]))
    assert after.cavity.index.index(640e-9) == pytest.approx(expected, rel=1e-12)
    assert before.cavity.index.index(640e-9).real < expected.real
    again = cl.replace(after, {"cavity.thickness": 130e-9})
    assert loads(again.source).cavity.index == after.cavity.index
    for wrong, said in (("0.5", "at least 1"), ("3.0", "would fill 1.2 of the film")):
        with pytest.raises(InputError, match=said):
            device(loose.replace("MORE", f", pressed = {wrong}"))
