"""Files that only rosettasciio reads: a stand-in of its interface, its absence, and its failures."""

import sys
from types import ModuleType

import numpy as np
import pytest

from colase.errors import InputError
from colase.measurement import read


def stand_in(monkeypatch, reader):
    module = ModuleType("rsciio.renishaw")
    module.file_reader = reader
    monkeypatch.setitem(sys.modules, "rsciio", ModuleType("rsciio"))
    monkeypatch.setitem(sys.modules, "rsciio.renishaw", module)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "map.wdf").write_bytes(b"WDF1 something binary")
    return tmp_path / "map.wdf"


def test_without_the_library_the_extra_is_named(monkeypatch, file):
    monkeypatch.setitem(sys.modules, "rsciio", None)
    monkeypatch.setitem(sys.modules, "rsciio.renishaw", None)
    with pytest.raises(InputError, match=r"Renishaw WiRE.*pip install colase\[files\]"):
        read(file)


def test_a_map_becomes_spectra(monkeypatch, file):
    axes = [
        {"navigate": True, "size": 2, "scale": 1.0, "offset": 0.0, "units": "µm"},
        {"navigate": False, "size": 5, "scale": 0.5, "offset": 630.0, "units": "nm"},
    ]
    data = np.arange(10.0).reshape(2, 5)
    image = {"data": np.zeros((3, 3)), "axes": [axes[1], axes[1]]}
    stand_in(monkeypatch, lambda path: [image, {"data": data, "axes": axes}])
    found = read(file)
    assert found.counts.values == pytest.approx(data)
    assert found.wavelength.values == pytest.approx((630 + 0.5 * np.arange(5)) * 1e-9)
    stand_in(monkeypatch, lambda path: [image])
    with pytest.raises(InputError, match="one spectral axis"):
        read(file)


def test_its_failure_is_one_sentence(monkeypatch, file):
    def broken(path):
        raise KeyError("WMAP")

    stand_in(monkeypatch, broken)
    with pytest.raises(InputError, match=r"map\.wdf: rosettasciio cannot read it .*KeyError"):
        read(file)
