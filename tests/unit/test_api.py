"""The names people type: all of them there, none of them imported before it is used."""

import os
import subprocess
import sys

import pytest

import colase

HEAVY = ("numpy", "scipy", "numba", "xarray", "matplotlib", "pydantic", "pint", "typer", "rich", "h5py")


def _python(code):
    """Run code in a fresh interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_import_brings_nothing_heavy_along():
    loaded = _python("import sys, colase; print(' '.join(sys.modules))").split()
    assert not [name for name in HEAVY if name in loaded]
    assert [name for name in loaded if name.startswith("colase.")] == []


def test_import_takes_less_than_three_tenths_of_a_second():
    code = "import time; t = time.process_time(); import colase; print(time.process_time() - t)"
    assert min(float(_python(code)) for _ in range(3)) < 0.3


def test_help_takes_less_than_half_a_second():
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "colase", "--help"], check=True, capture_output=True)
        after = os.times()
        spent.append(after.children_user + after.children_system)
        spent[-1] -= before.children_user + before.children_system  # a busy machine changes neither
    assert min(spent) < 0.5


@pytest.mark.parametrize("name", colase.__all__)
def test_every_name_is_there(name):
    assert getattr(colase, name) is not None
    assert name in dir(colase)


def test_the_list_of_names_is_the_list_of_homes():
    promised = {name for names in colase._HOMES.values() for name in names} | set(colase._ROOMS)
    assert promised == set(colase.__all__)
    assert sorted(colase.__all__) == colase.__all__


def test_a_name_is_the_object_of_its_room():
    from colase import device, study

    assert colase.load is device.load
    assert colase.threshold is study.threshold


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("treshold", "threshold"), ("light_curv", "light_curve"), ("Microspere", "Microsphere")],
)
def test_a_misspelt_name_gets_the_nearest(wrong, right):
    with pytest.raises(AttributeError, match=rf'colase has no "{wrong}". Did you mean "{right}"\?'):
        getattr(colase, wrong)


def test_submodules_can_still_be_imported():
    assert _python("from colase import constants; print(constants.SPEED_OF_LIGHT)") == "299792458.0"


def test_the_versions_agree():
    from importlib.metadata import version

    assert colase.__version__ == version("colase")
    assert _python("import colase; print(colase.__version__)") == colase.__version__
