"""Thermal data: every value has a source or a reason, a range, and a sensible size."""

import tomllib
from importlib.resources import files

import pytest

from colase.citations import keys
from colase.constants import BOLTZMANN
from colase.device.thermal_library import thermal, thermal_materials
from colase.errors import InputError

FOLDER = files("colase.device") / "thermal"
NEEDED = {"MgF2", "glass", "sapphire", "silicon", "aluminium", "gold", "fused-silica", "SU8", "CYTOP"}


def test_the_materials_of_the_papers_are_there():
    assert set(thermal_materials()) >= NEEDED


@pytest.mark.parametrize("name", thermal_materials())
def test_every_value_has_a_birth_certificate(name):
    found = thermal(name)
    for field, birth in found.provenance.items():
        if birth.guess:
            assert len(birth.why) > 20, field
        else:
            assert birth.reference in keys(), field
            assert birth.place, field
    assert set(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))) == {
        "name", "lowest", "highest", *found.provenance,
    }  # fmt: skip
    assert 100 < found.lowest < 300 < found.highest < 2000
    assert found.warning(300.0) is None
    assert "hold between" in str(found.warning(5000.0))


def test_air_is_an_ideal_gas_of_two_atoms():
    """7/2 k per molecule, p/kT of them, at one atmosphere and 300 K."""
    assert thermal("air").solid.heat_capacity == pytest.approx(3.5 * 101325 / 300, rel=0.01)


@pytest.mark.parametrize("name", [n for n in thermal_materials() if n != "air"])
def test_no_solid_stores_more_than_dulong_and_petit_allow(name):
    """3 k per atom at most 1.3e29 atoms in a cubic metre; and none less than a tenth of that."""
    solid = thermal(name).solid
    assert 0.1 < solid.heat_capacity / (3 * BOLTZMANN * 1.3e29) < 1
    assert solid.along >= solid.conductivity * 0.9


def test_film_estimates_are_flagged():
    for name in ("nanocrystal-film", "nanocrystal-film-halide", "nanocrystal-film-organic"):
        assert "heat_capacity" in thermal(name).guessed
    assert thermal("nanocrystal-film-halide").provenance["conductivity"].error == pytest.approx(0.04)


def test_an_unknown_material_names_the_nearest():
    with pytest.raises(InputError, match='Did you mean "sapphire"'):
        thermal("saphire")
