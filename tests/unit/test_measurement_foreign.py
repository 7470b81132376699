"""Files that only rosettasciio reads: itself where it is installed; a stand-in, its absence, its failures."""

import sys
from importlib import import_module
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


# ---- with rosettasciio itself -----------------------------------------------------------------------

GRID = np.linspace(600, 660, 121)
LINE = 200 + 3000 / (1 + ((GRID - 630) / 1.5) ** 2)


def written(folder, module, suffix, data, units="nm"):
    """Let rosettasciio write a signal whose last axis is the spectral one, and return the path."""
    pytest.importorskip("rsciio", reason="rosettasciio (the extra files) is not installed")
    last = {"name": "Wavelength", "units": units, "offset": 600.0, "scale": 0.5, "size": GRID.size}
    first = {"name": "y", "units": "um", "offset": 0.0, "scale": 1.0, "size": data.shape[0]}
    axes = [last] if data.ndim == 1 else [first, last]
    for i, axis in enumerate(axes):
        axis |= {"index_in_array": i, "is_binned": False, "_type": "UniformDataAxis"}
        axis["navigate"] = units == "nm" and axis is not last
    info = {"General": {"title": "t"}, "Signal": {"signal_type": ""}}
    signal = {"data": data, "axes": axes, "metadata": info, "original_metadata": {}, "learning_results": {}}
    signal |= {"tmp_parameters": {}, "package": "", "package_version": "", "models": {}}
    signal |= {
        "package_info": {"package": "hyperspy", "package_version": "2.0"},
        "attributes": {"_lazy": False},
    }
    try:
        import_module(f"rsciio.{module}").file_writer(str(folder / f"file{suffix}"), signal)
    except ImportError as problem:
        pytest.skip(f"rosettasciio needs more for {suffix}: {problem}")
    return folder / f"file{suffix}"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("module", "suffix"), [("msa", ".msa"), ("hspy", ".hspy"), ("emd", ".emd"), ("nexus", ".nxs")]
)
def test_what_rosettasciio_writes_is_read_back(tmp_path, module, suffix):
    found = read(written(tmp_path, module, suffix, LINE))
    assert found.wavelength.values == pytest.approx(GRID * 1e-9, rel=1e-12)
    assert found.counts.values[0] == pytest.approx(LINE, rel=1e-6)
    assert found.attrs["format"] == f"rosettasciio-{suffix[1:]}"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("module", "suffix"), [("hspy", ".hspy"), ("nexus", ".nxs")])
def test_a_row_of_spectra_is_read_and_an_image_refused(tmp_path, module, suffix):
    rows = LINE * np.array([[1.0], [2.0], [3.0]])
    assert read(written(tmp_path, module, suffix, rows)).counts.values == pytest.approx(rows)
    with pytest.raises(InputError, match=rf"file\{suffix}: no data set of this .* has one spectral axis"):
        read(written(tmp_path, module, suffix, rows, units=""))


@pytest.mark.filterwarnings("ignore")
def test_a_cut_file_of_rosettasciio_is_one_sentence(tmp_path):
    path = written(tmp_path, "hspy", ".hspy", LINE)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(InputError, match=r"rosettasciio cannot read it as HyperSpy \.hspy"):
        read(path)
