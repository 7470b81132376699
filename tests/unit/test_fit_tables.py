"""Units of the columns of a table: given, named by a head, assumed, or wrong."""

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.cli.fit.tables import columns_of, said_of_units, unit_in
from colase.errors import InputError
from colase.measurement.synthetic import light_curve, stripe

FLUENCE = ("J/m^2", "W/m^2", "J", "W")


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("Fluence (uJ/cm2)", "uJ/cm2"),
        ("Fluence [µJ/cm²]", "µJ/cm²"),
        ("Fluence uJ/cm2", "uJ/cm2"),
        ("pump (mW)", "mW"),
        ("Output (counts)", ""),
        ("pump (a.u.)", ""),
        ("W", ""),
    ],
)
def test_a_head_names_its_unit(head, unit):
    assert unit_in(head, FLUENCE) == (unit, True)


def test_a_unit_of_another_quantity_is_told_apart_from_none():
    assert unit_in("width (meV)", ("m",)) == ("meV", False)
    assert unit_in("time (min)", ("m",)) == ("min", False)


def written(path, head, *columns):
    rows = "\n".join(",".join(f"{v:.6g}" for v in row) for row in zip(*columns, strict=True))
    path.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    return str(path)


def test_a_column_is_read_in_the_unit_given_else_of_its_head_else_assumed(tmp_path):
    table = columns_of(written(tmp_path / "a.csv", "length (mm),y", [1, 2, 3], [1, 1, 1]), 2)
    settings: dict = {}
    assert table.si(1, ("m",), settings=settings)[0] == pytest.approx([1e-3, 2e-3, 3e-3])
    assert said_of_units(settings) == ['Unit of column 1: mm (head of column 1, "length (mm)").']
    assert table.si(1, ("m",), "um", settings=settings)[0] == pytest.approx([1e-6, 2e-6, 3e-6])
    assert said_of_units(settings) == []
    bare = columns_of(written(tmp_path / "b.csv", "a,b", [1, 2, 3], [1, 1, 1]), 2)
    assert bare.si(1, ("m",), default="um")[0] == pytest.approx([1e-6, 2e-6, 3e-6])
    with pytest.raises(InputError, match=r'column 1 is headed "length \(mm\)", and a time is wanted there'):
        table.si(1, ("s",), default="s")
    with pytest.raises(InputError, match="it has 2 columns; at least 3 are wanted"):
        columns_of(written(tmp_path / "c.csv", "a,b", [1, 2, 3], [1, 1, 1]), 3)


def run(*words):
    return CliRunner().invoke(app, ["fit", *words])


def test_stripes_in_mm_give_the_gain_of_those_in_um(tmp_path):
    x = np.linspace(12.5e-6, 500e-6, 40)
    y = stripe(x, 2e4, 0.3, seed=1).output.values
    said = run("vsl", written(tmp_path / "mm.csv", "length (mm),output", x * 1e3, y)).output
    assert 'Unit of column 1: mm (head of column 1, "length (mm)").' in said
    assert "Net modal gain 199." in said


def test_a_pump_without_a_unit_is_said_so_and_a_linewidth_in_mev_is_refused(tmp_path):
    pump = np.geomspace(1, 10, 20)
    y = light_curve(pump / 100, 0.0326, 2e-3, seed=3).output.values
    said = run("threshold", written(tmp_path / "a.csv", "pump,output", pump, y)).output
    assert "Unit of column 1: none, give it" in said
    file = written(tmp_path / "b.csv", "pump (uJ/cm2),output,FWHM (meV)", pump, y, y)
    assert "a length is wanted there" in run("ase", file).output


def test_a_number_without_its_unit_is_answered_with_the_name_of_the_option(tmp_path):
    x = np.linspace(12.5, 500, 20)
    file = written(tmp_path / "a.csv", "length (um),output", x, np.exp(x / 100))
    assert run("vsl", file, "--zero-error", "5").output.startswith('--zero-error "5": write the unit')
    file = written(tmp_path / "b.csv", "angle (deg),output", x, np.exp(x / 100))
    said = run("polarisation", file, "--response", "lamp.csv").output
    assert said.startswith('--response "lamp.csv": this is neither a file nor a ratio')
