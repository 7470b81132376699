"""The page stands alone, escapes what users write, shows partial runs, and its CSVs are right."""

import csv
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import plot_results as known
import pytest

from colase import report
from colase.errors import InputError
from colase.report.facts import typeset
from colase.study import Modes

VOID = {"meta", "link", "br", "img", "input", "hr", "col"}


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.ids, self.loads, self.links = text, [], [], [], []
        self.said, self.open, self.broken = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.loads += [attrs[a] for a in ("src", "xlink:href", "srcset", "poster", "data") if a in attrs]
        self.loads += [attrs["href"]] if tag in ("link", "image", "use") and "href" in attrs else []
        self.links += [attrs["href"]] if tag == "a" else []
        assert not any(name.startswith("on") for name in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.broken.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style",):
            self.said.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.said).split())


def _write(run, folder):
    path = report.write(run, folder)
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture
def sketched(monkeypatch):
    """Draw every figure but do not write its picture, which takes most of the time."""
    monkeypatch.setattr("colase.report.picture.svg", lambda figure, name, title: "<svg></svg>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def whole(folder):
    return _write(known.run(), folder)


def test_page_is_well_formed(whole):
    assert not whole.open
    assert not whole.broken
    assert len(whole.ids) == len(set(whole.ids))
    assert whole.tags.count("h1") == 1


def test_page_loads_nothing_and_runs_nothing(whole):
    assert "script" not in whole.tags
    assert "iframe" not in whole.tags
    assert "link" not in whole.tags
    assert all(load.startswith(("#", "data:image/png")) for load in whole.loads)
    assert "@import" not in whole.text
    assert all(url.startswith("#") for url in re.findall(r"url\(([^)]*)\)", whole.text))


def test_links_lead_to_sections_files_and_references(whole, folder):
    for link in whole.links:
        if link.startswith("#"):
            assert link[1:] in whole.ids
        elif not link.startswith("https://"):
            assert (folder / link).is_file()


def test_page_is_light(folder):
    assert (folder / "report.html").stat().st_size < 3e6


def test_every_section_is_there(whole):
    assert [i for i in whole.ids if "-" not in i and i in (
        "modes", "gain", "threshold", "light", "spectra", "assumed", "references", "again"
    )] == ["modes", "gain", "threshold", "light", "spectra", "assumed", "references", "again"]  # fmt: skip


def test_headline_is_the_result(whole):
    first = known.modes().data.isel(mode=known.lasing().mode)
    assert f"Lases first in {first.label.item()} at {float(first.wavelength) * 1e9:.1f} nm" in whole.words


def test_every_input_is_listed_and_guesses_are_marked(whole):
    assert "coating_thickness" in whole.words
    assert "490 nm" in whole.words or "0.49 µm" in whole.words
    assumed = whole.text[whole.text.index('id="assumed"') :]
    assert assumed.count("<td>guess</td>") == len(known.device().guessed)


def test_toml_and_versions_are_there(whole):
    assert 'kind = "microsphere"' in whole.words
    assert "3.12.0" in whole.words
    assert "120 ms" in whole.words


def test_remarks_of_results_are_doubts_with_printed_units(whole):
    assert "a remark on 1 µJ/cm²" in whole.words


def test_the_rise_of_the_curve_stands_beside_the_threshold(whole):
    assert "1.20 times the threshold found from gain and loss alone" in whole.words


def test_references_are_formatted_and_linked(whole):
    assert "[duan2022]" in whole.words
    assert any(link.startswith("https://doi.org/") or "hal" in link for link in whole.links)


def test_each_figure_is_a_file_of_its_own(whole, folder):
    names = sorted(path.stem for path in (folder / "figures").glob("*.svg"))
    assert set(names) >= {
        "device",
        "modes",
        "field",
        "gain_spectra",
        "gain_meets_loss",
        "light_curve",
        "spectra",
    }
    for name in names:
        ElementTree.parse(folder / "figures" / f"{name}.svg")
        pixels = (folder / "figures" / f"{name}.png").read_bytes()
        assert pixels[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(pixels[16:20], "big") > 600  # width: 3.5 inches or more at 200 an inch
        assert name == "device" or (folder / "figures" / f"{name}.csv").is_file()


def _csv(folder, name):
    with open(folder / "figures" / f"{name}.csv", newline="", encoding="utf-8") as file:
        names, units, *rows = csv.reader(file)
    return names, units, rows


def test_csv_of_the_light_curve_holds_the_numbers_of_the_result(whole, folder):
    names, units, rows = _csv(folder, "light_curve")
    assert (names[0], units[0]) == ("pump fluence", "uJ/cm^2")
    data = known.light().data
    table = np.array(rows, dtype=float)
    assert table[:, 0] == pytest.approx(data.fluence.values * 100, rel=1e-14)
    assert table[:, 2] == pytest.approx(data.emitted_energy.values.sum(axis=1) * 1e12, rel=1e-14)


def test_csv_of_the_modes_holds_every_mode(whole, folder):
    names, units, rows = _csv(folder, "modes")
    data = known.modes().data
    assert [row[0] for row in rows] == list(data.label.values)
    at = names.index("wavelength")
    assert units[at] == "nm"
    assert [float(row[at]) for row in rows] == pytest.approx(data.wavelength.values * 1e9, rel=1e-14)


def test_csv_of_the_gain_holds_the_spectra(whole, folder):
    _, units, rows = _csv(folder, "gain_spectra")
    table = np.array(rows, dtype=float)
    assert units[2:] == ["1/cm"] * known.gain().data.sizes["pump"]
    assert table[:, 2:] == pytest.approx(known.gain().data.material_gain.values.T / 100, rel=1e-14)


def test_the_same_run_gives_the_same_bytes(tmp_path):
    some = known.run(threshold=None, levers=None, light=None)
    assert _write(some, tmp_path / "one").text == _write(some, tmp_path / "two").text


def test_what_users_write_is_escaped(tmp_path, sketched):
    evil = '<script>alert("1")</script>'
    device = replace(
        known.device(), title=f"Title {evil}", notes=f"Notes {evil}", source=f"source = '{evil}'"
    )
    page = _write(known.run(device=device, light=None, levers=None), tmp_path)
    assert "script" not in page.tags
    assert page.words.count(evil) >= 3


def test_stopped_during_the_light_curve(tmp_path, sketched):
    some = SimpleNamespace(**{**vars(known.light()), "complete": False})
    page = _write(known.run(gain=None, light=some, stopped="light", levers=None), tmp_path)
    assert "stopped while computing the light curve" in page.words
    assert "these are the finished pump levels" in page.words
    assert not page.broken


@pytest.mark.parametrize(
    ("missing", "sections"),
    [
        (("light", "levers"), ["modes", "gain", "threshold"]),
        (("threshold", "light", "levers"), ["modes", "gain"]),
        (("gain", "threshold", "light", "levers"), ["modes"]),
        (("modes", "gain", "threshold", "light", "levers"), []),
    ],
)
def test_runs_that_were_stopped_early_give_a_page(tmp_path, sketched, missing, sections):
    page = _write(known.run(**dict.fromkeys(missing), stopped=missing[0]), tmp_path)
    assert [i for i in page.ids if i in ("modes", "gain", "threshold", "light", "spectra")] == sections
    assert "The run was stopped while" in page.words
    assert not page.broken


def test_a_device_that_does_not_lase_says_what_is_missing(tmp_path, sketched):
    page = _write(known.run(threshold=known.not_lasing(), light=None, levers=None), tmp_path)
    assert "No mode lases" in page.words
    assert "never" in page.words
    assert not page.broken


def test_light_of_a_device_that_does_not_lase(tmp_path, sketched):
    page = _write(known.run(gain=None, threshold=known.not_lasing(), levers=None), tmp_path)
    assert '<section id="light"' in page.text
    assert "inf" not in page.words.split()
    assert "nan" not in page.words.split()


def test_a_window_without_modes_says_so(tmp_path, sketched):
    none = Modes(known.modes().data.isel(mode=slice(0)), 650e-9, 650.001e-9)
    page = _write(known.run(modes=none, threshold=None, light=None, levers=None), tmp_path)
    assert "no mode between" in page.words
    assert "holds no mode" in page.words


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, sketched):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        report.write(known.run(gain=None, threshold=None, light=None, levers=None), tmp_path / "taken")


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("6.2 uJ/cm2", "6.2 µJ/cm²"),
        ("812 1/cm at 20 um", "812 cm⁻¹ at 20 µm"),
        ("1.51e17 1/cm^3", "1.51 × 10¹⁷ cm⁻³"),
        ("s^2/kT and figure 2e-f", "s²/kT and figure 2e-f"),
        ("1.54e+03 of 3", "1.54 × 10³ of 3"),
        ("8.6e-15 cm^2", "8.6 × 10⁻¹⁵ cm²"),
    ],
)
def test_units_as_printed(plain, printed):
    assert typeset(plain) == printed


def test_symbols_get_subscripts_and_names_do_not():
    from colase.report.write import _subscripts

    assert _subscripts("σ_p <b> coating_index τ_XX") == "σ<sub>p</sub> &lt;b&gt; coating_index τ<sub>XX</sub>"


def test_a_real_run_gives_a_page(small_run, tmp_path, sketched):
    page = _write(small_run, tmp_path)
    assert not page.broken
    assert '<section id="light"' in page.text
