"""The JSON schema and everything else that follows from the declarations by itself."""

import runpy
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, final

import pytest
from jsonschema import Draft202012Validator

import colase.cavity
from colase import device as room
from colase.cavity import Cavity
from colase.device import loads, to_toml
from colase.device.describe import members, settings, tag
from colase.device.generated import schema_text
from colase.device.symbol_page import fill
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(room.json_schema())


def test_the_committed_schema_is_the_generated_one():
    """If this fails: make schema."""
    assert (ROOT / "schema" / "device.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_command_prints_the_schema(capsys):
    runpy.run_module("colase.device.json_schema", run_name="__main__")
    assert capsys.readouterr().out == schema_text()


def test_the_page_of_settings_is_the_generated_one():
    """If this fails: make schema."""
    page = (ROOT / "docs" / "devices.md").read_text(encoding="utf-8")
    assert fill(page) == page
    assert room.symbol_table() in page
    with pytest.raises(InputError, match="the page needs the lines"):
        fill("# Device files")


def test_the_example_of_the_page_loads():
    page = (ROOT / "docs" / "devices.md").read_text(encoding="utf-8")
    assert loads(page.split("```toml")[1].split("```")[0]).cavity.coating_thickness == 490e-9


def test_the_schema_is_a_schema(validator):
    Draft202012Validator.check_schema(validator.schema)
    assert validator.schema["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("name", room.presets())
def test_presets_are_valid(validator, name):
    assert not list(validator.iter_errors(tomllib.loads(room.preset_text(name))))


@pytest.mark.parametrize("kind", [tag(cavity) for cavity in members(Cavity)])
def test_what_is_written_is_valid(validator, kind):
    text = room.template(kind)
    assert not list(validator.iter_errors(tomllib.loads(text)))
    assert not list(validator.iter_errors(tomllib.loads(to_toml(loads(text)))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('core_diameter = "20 um"', "core_diameter = 20"),
        ('core_diameter = "20 um"', 'core_diameter = "20"'),
        ('core_diameter = "20 um"', 'core_diametre = "20 um"'),
        ('core_diameter = "20 um"', 'core_diameter = { valeu = "20 um" }'),
        ('kind = "microsphere"', 'kind = "microsfere"'),
        ('model = "stokes-shifted"', 'model = "stoks"'),
        ('shape = "gaussian"', 'shape = "round"'),
        ("[pump]", "[pumpp]"),
        ("surroundings = 1.0", "surroundings = 0.5"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(validator, old, new):
    text = room.template().replace(old, new)
    assert text != room.template()
    assert list(validator.iter_errors(tomllib.loads(text)))
    with pytest.raises(InputError):
        loads(text)


def test_every_setting_is_described(validator):
    """Titles, descriptions and examples come from the declarations."""
    sphere = validator.schema["$defs"]["Microsphere"]["properties"]
    assert sphere["core_diameter"]["title"] == "Diameter of the core"
    assert sphere["core_diameter"]["examples"] == ["20 um"]
    assert sphere["core_diameter"]["description"].startswith("diameter of the core (D); greater than 0 um")
    for definition in validator.schema["$defs"].values():
        for name, entry in definition.get("properties", {}).items():
            assert (
                entry is True or "title" in entry or "description" in entry or "type" in entry or name in "nk"
            )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Brick(Cavity):
    """A box of glass, for this test."""

    side: Annotated[float, Quantity("m", "a", "length of a side", "um", "5 um", gt=0.0, lt=1e-3)]
    glass: Annotated[Material, Quantity("", "n", "refractive index of the box", example="1.5")]
    facets: Literal["clean", "rough"] = "clean"
    kind: Literal["brick"] = "brick"

    def __post_init__(self):
        check_bounds(self)

    def modes(self, window):
        raise NotImplementedError

    def resonance(self, modes, mode, gain_index):
        raise NotImplementedError

    @property
    def gain_volume(self):
        return self.side**3

    def pump_cross_section(self, wavelength, absorption):
        raise NotImplementedError


BRICK = """
[cavity]
kind = "brick"
side = { value = "5 um", guess = true, why = "because" }
glass = "main/SiO2/Malitson"
[gain]
nanocrystal = "duan2022-npl"
model = "electronic"
packing_fraction = 0.5
[pump]
wavelength = "532 nm"
"""


@pytest.fixture
def with_brick(monkeypatch):
    monkeypatch.setattr(colase.cavity, "CAVITIES", (*colase.cavity.CAVITIES, Brick))


@pytest.mark.usefixtures("with_brick")
def test_a_new_cavity_needs_one_line():
    """A class in the registry is read, written, checked, changed, described and explained at once."""
    device = loads(BRICK)
    assert device.cavity == Brick(side=5e-6, glass=device.cavity.glass)
    assert device.guessed[0] == "cavity.side"
    assert loads(to_toml(device)) == device
    assert room.replace(device, {"cavity.side": 6e-6}).cavity.side == 6e-6
    assert any(row["path"] == "cavity.facets" and row["status"] == "default" for row in room.check(device))
    assert "brick" in room.symbol_table()
    assert "length of a side" in room.symbol_table()
    validator = Draft202012Validator(room.json_schema())
    assert not list(validator.iter_errors(tomllib.loads(BRICK)))
    assert list(validator.iter_errors(tomllib.loads(BRICK.replace("side", "sied"))))


@pytest.mark.usefixtures("with_brick")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("side", "sied", '[cavity] sied: no such setting for a brick. Did you mean "side"?'),
        ('"5 um"', "5", '[cavity] side = 5: write the unit, for example "5 um".'),
        ('"brick"', '"brik"',
         'kind = "brik": no such cavity. Did you mean "brick"? There is "microsphere"'),
        ('kind = "brick"\n', "", '[cavity] kind: say which cavity this is. There is "microsphere"'),
        ('"main/SiO2/Malitson"', '"glass"', "write a number, or shelf/book/page"),
        ('[gain]', 'facets = "dirty"\n[gain]', '[cavity] facets = "dirty": must be "clean" or "rough".'),
    ],
)  # fmt: skip
def test_its_mistakes_are_explained(old, new, said):
    with pytest.raises(InputError) as caught:
        loads(BRICK.replace(old, new, 1))
    assert any(said in line for line in caught.value.problems), caught.value.problems


def test_without_the_line_it_is_unknown():
    with pytest.raises(InputError, match="no such cavity"):
        loads(BRICK)


def test_a_number_without_a_declaration_is_refused_at_once():
    @dataclass(frozen=True)
    class Undeclared:
        length: float

    @dataclass(frozen=True)
    class Strange:
        lengths: dict

    with pytest.raises(TypeError, match="Quantity"):
        settings(Undeclared)
    with pytest.raises(TypeError, match="cannot express"):
        settings(Strange)
