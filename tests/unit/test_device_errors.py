# ruff: noqa: E501
"""A mistake in a device file: one line each, with place, value and what to do; never another exception."""

import os
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colase import device as room
from colase.device import load, loads
from colase.device.files import LARGEST_FILE
from colase.errors import InputError

TEXT = room.preset_text("duan2022-microsphere")
FOREIGN = re.compile(
    r"pydantic|validation|input_value|Traceback|type=|<class|\bdict\b|\bNoneType\b|errno", re.I
)


def problems(text, **more):
    with pytest.raises(InputError) as caught:
        loads(text, "my.toml", **more)
    for line in caught.value.problems:
        assert line.startswith("my.toml: ")
        assert line.endswith((".", "?"))
        assert "\n" not in line
        assert not FOREIGN.search(line), line
    return list(caught.value.problems)


def changed(*pairs):
    """Return the preset with the lines that begin with a key replaced (or dropped)."""
    lines = TEXT.splitlines()
    for key, line in pairs:
        place = next(i for i, old in enumerate(lines) if old.startswith(key))
        lines[place] = line
    return "\n".join(lines)


def test_the_two_lines_of_the_design():
    text = changed(("core_diameter", 'raduis = "20 um"'), ("coating_thickness", "coating_thickness = 490"))
    assert sorted(problems(text)) == [
        'my.toml: [cavity] coating_thickness = 490: write the unit, for example "490 nm".',
        'my.toml: [cavity] raduis: no such setting for a microsphere. Did you mean "core_diameter"?',
    ]


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        ("core_diameter", 'core_diameter = "-20 um"',
         '[cavity] core_diameter = "-20 um": must be greater than 0 um and less than 10000 um, for example "20 um".'),
        ("coating_thickness", 'coating_thickness = "0.5 nm"', "must be at least 1 nm"),
        ("coating_thickness", 'coating_thickness = "15 um"',
         "[cavity]: coating_thickness 15000 nm is more than the core radius 10000 nm"),
        ("core_diameter", 'core_diameter = "20 s"',
         '[cavity] core_diameter = "20 s": a length is wanted, this is a time, for example "20 um".'),
        ("core_diameter", 'core_diameter = "20 umm"', '"umm" is not a unit. Did you mean "um"?'),
        ("core_diameter", 'core_diameter = ["20 um"]', "core_diameter = [ ... ]: a number with its unit is wanted"),
        ("core_diameter", "core_diameter = true", "core_diameter = true: a number with its unit is wanted"),
        ("core_diameter", "core_diameter = 2020-01-01", "core_diameter = 2020-01-01: a number with its unit"),
        ("core_diameter", 'core_diameter = "nan um"', "a finite number is wanted"),
        ("core_diameter", 'core_diameter = { valeu = "20 um" }', '"valeu" is no key of a value table. Did you mean "value"'),
        ("core_diameter", "core_diameter = {}", "this table needs a value"),
        ("core_diameter", 'core_diameter = { value = { value = "20 um" } }', "must not be a table"),
        ("core_diameter", 'core_diameter = { value = "20 um", guess = 1 }', "guess must be true or false"),
        ("core_diameter", 'core_diameter = { value = "20 um", why = 1 }', "why must be a text"),
        ("core_diameter", 'core_diameter = { value = "20 um", error = 1 }', "write the error like the value"),
        ("core_diameter", 'core_diameter = { value = "20 um", error = "-1 um" }', "at least zero"),
        ("core_diameter", 'core_diameter = { value = "20 um", error = "1 s" }', "this is a time"),
        ("q_scattering", "q_scattering = nan", "[cavity] q_scattering = nan: a finite number is wanted."),
        ("q_scattering", "q_scattering = -inf", "a finite number is wanted"),
        ("q_scattering", "q_scattering = 0.5", "must be greater than 1"),
        ("q_scattering", f"q_scattering = 1{'0' * 400}", "a finite number is wanted"),
        ("q_scattering", "", "[cavity]: give q_scattering, or roughness together with correlation_length"),
        ("kind", 'kind = "microsfere"', '[cavity] kind = "microsfere": no such cavity. Did you mean "microsphere"?'),
        ("kind", "", "[cavity] kind: say which cavity this is."),
        ("kind", "kind = 3", '[cavity] kind = 3: no such cavity. There is "microsphere"'),
        ("model", 'model = "stoks"', '[gain] model = "stoks": no such gain model. Did you mean "stokes-shifted"?'),
        ("model", "model = 3", "[gain] model = 3: a name or a table is wanted"),
        ("nanocrystal", "nanocrystal = []", "a name or a table is wanted, for example \"adachi2015-inorganic\""),
        ("nanocrystal", 'nanocrystal = "duan"', '[gain] nanocrystal = "duan": no such sample in the library. '
         'Did you mean "duan2022-npl"?'),
        ("nanocrystal", 'nanocrystal = { like = "duan2022-npl", sigma_pumb = "1 cm^2" }',
         '[gain] nanocrystal.sigma_pumb: no such setting for a nanoplatelet. Did you mean "sigma_pump"?'),
        ("nanocrystal", 'nanocrystal = { like = 7 }', "no such sample"),
        ("pulse", 'pulse = { shape = "gausian", fwhm = "1 ns" }',
         '[pump] pulse.shape = "gausian": no such pulse. Did you mean "gaussian"?'),
        ("pulse", 'pulse = { shape = "gaussian", fwhm = 1 }', '[pump] pulse.fwhm = 1: write the unit, for example "1 ns".'),
        ("pulse", 'pulse = { shape = "gaussian" }', "[pump] pulse.fwhm is missing"),
        ("pulse", 'pulse = { fwhm = "1 ns" }', "[pump] pulse.shape: say which pulse this is"),
        ("packing_fraction", "packing_fraction = 0", "must be greater than 0 and at most 1"),
        ("packing_fraction", "", "[gain]: give either packing_fraction or number_density"),
        ("packing_fraction", 'number_density = "0 1/cm^3"', "must be greater than 0 1/cm^3"),
        ("packing_fraction", 'packing_fraction = "1/2"', "is not a unit"),
        ("fluence", 'fluence = { from = "2 uJ/cm^2", to = "1 uJ/cm^2" }', "from must not exceed to"),
        ("fluence", 'fluence = { start = "2 uJ/cm^2", to = "3 uJ/cm^2" }', 'Did you mean "from"?'),
        ("fluence", 'fluence = { from = "1 uJ/cm^2", to = "3 uJ/cm^2", points = 2.5 }', "a whole number is wanted"),
        ("fluence", 'fluence = { from = "1 uJ/cm^2", to = "3 uJ/cm^2", points = nan }', "a finite number is wanted"),
        ("fluence", 'fluence = { from = "1 uJ/cm^2", to = "3 uJ/cm^2", spacing = "lin" }',
         'fluence.spacing = "lin": must be "log" or "linear". Did you mean "linear"?'),
        ("to", 'to = "500 nm"', "from must be below to"),
        ("radial_max", "temperature = 3", "[modes] temperature: no such setting. It belongs in [gain]."),
        ("title", "title = 3", "title = 3: a text in quotes is wanted"),
        ("title", 'titel = "x"', 'titel: no such section or setting. Did you mean "title"?'),
        ("[pump]", "[pumpp]", '[pumpp]: no such section or setting. Did you mean "pump"?'),
        ("[cavity]", "[colour]", '[colour]: no such section or setting. Did you mean "cavity"?'),
        ("reference", "cavity.kind = 3", "given twice"),
        ("surroundings", "surroundings = 0.5", "[cavity] surroundings = 0.5: a refractive index must be a number of at least 1"),
        ("surroundings", "surroundings = inf", "finite"),
        ("surroundings", "surroundings = []", "a refractive index is wanted"),
        ("surroundings", 'surroundings = "air"', "`colase materials air` searches it"),
        ("surroundings", "surroundings = { n = 1.3, k = -0.1 }", "gain comes from the nanocrystals"),
        ("surroundings", "surroundings = { k = 0.1 }", "write { n = 1.7, k = 0.001 }"),
    ],
)  # fmt: skip
def test_a_mistake_gets_its_line(key, line, said):
    lines = problems(changed((key, line)))
    assert any(said in told for told in lines), lines
    assert len(lines) <= 2


def test_all_mistakes_come_at_once():
    text = changed(
        ("core_diameter", "core_diameter = 20"),
        ("q_scattering", "q_scattering = -1"),
        ("model", 'model = "x"'),
        ("wavelength", 'wavelength = "5 s"'),
        ("radial_max", "radial_max = 0"),
        ("resolution", "resolution = []"),
        ("title", "title = 1"),
    )
    assert len(problems(text)) == 7


def test_a_missing_section_is_named():
    text = TEXT[: TEXT.index("[pump]")] + TEXT[TEXT.index("[modes]") :]
    assert problems(text) == ["my.toml: [pump] is missing; a device needs this section."]


def test_very_many_mistakes_are_cut_short():
    start = time.perf_counter()
    lines = problems(TEXT + "".join(f"\nwrong{i} = 1" for i in range(20_000)))
    assert time.perf_counter() - start < 5
    assert len(lines) == 41
    assert "more problems" in lines[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("[cavity]\nkind = microsphere", "line 2: kind = microsphere: this is not TOML"),
        ("[cavity]\nrate = 60 Hz", "line 2: rate = 60 Hz: this is not TOML"),
        ("[cavity]\na = 1\na = 2", "line 3: a = 2: this key or section is given twice"),
        ("[cavity]\n[gain]\n[cavity]\n", "line 3: [cavity]: this key or section is given twice"),
        ('title = "x', "line 1"),
        ("title = '''x\n\n", "ends in the middle"),
        ("title = [1,\n", "ends in the middle"),
        ("a = " + "[" * 20000, "nested too deeply"),
        ("a = 1" + "0" * 5000, "too many digits"),
        ("a." * 200_000 + "a = 1", "too many dots"),
        ("\x00", "this is not TOML"),
        ("d = 2020-13-45", "this is not TOML"),
        ('title = "\x1b[31m"', "\\x1b"),
    ],
)
def test_text_that_is_no_toml(text, said):
    lines = problems(text)
    assert len(lines) == 1
    assert said in lines[0]
    assert lines[0].isprintable()


def file_problem(path):
    with pytest.raises(InputError) as caught:
        load(path)
    (line,) = caught.value.problems
    assert not FOREIGN.search(line)
    return line


def test_files_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "device.toml").write_text(TEXT, encoding="utf-8")
    assert 'no such file. Did you mean "device.toml"' in file_problem(tmp_path / "devise.toml")
    assert "folder" in file_problem(tmp_path)
    (tmp_path / "binary.toml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff" * 10)
    assert "not a UTF-8 text" in file_problem(tmp_path / "binary.toml")
    (tmp_path / "latin.toml").write_bytes(b'title = "x"\nnotes = "20 \xb5m"\n')
    assert "line 2: this is not a UTF-8 text" in file_problem(tmp_path / "latin.toml")
    (tmp_path / "empty.toml").write_text("")
    assert "empty" in file_problem(tmp_path / "empty.toml")
    os.symlink(tmp_path / "b.toml", tmp_path / "a.toml")
    os.symlink(tmp_path / "a.toml", tmp_path / "b.toml")
    assert "loop" in file_problem(tmp_path / "a.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    assert "not a regular file" in file_problem(tmp_path / "pipe.toml")
    assert file_problem("x" * 5000 + ".toml")
    assert file_problem("a\x00b.toml")
    assert file_problem("/dev/zero")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    assert "100 MB; at most 1 MB" in file_problem(path)
    assert LARGEST_FILE == 1_000_000


def test_permission_is_named(tmp_path, monkeypatch):
    path = tmp_path / "locked.toml"
    path.write_text(TEXT, encoding="utf-8")

    def denied(*_, **__):
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    assert "permission denied" in file_problem(path)


_VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from(["20 um", "1e999 nm", "nan", "-5 nm", "main/SiO2/Malitson", "main/x/y", "duan2022-npl", "gaussian"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["value", "error", "guess", "n", "k", "page", "like", "kind"]),
                    st.one_of(st.text(max_size=8), st.floats(), st.booleans()), max_size=3),
)  # fmt: skip


@given(st.data())
@settings(max_examples=250, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_tables_give_a_device_or_sentences(data):
    from colase.device.reading import from_tables

    tables = tomllib.loads(TEXT)
    for _ in range(data.draw(st.integers(1, 3))):
        table = tables
        while True:
            key = data.draw(st.sampled_from(sorted(table) or ["x"]))
            if isinstance(table.get(key), dict) and table[key] and data.draw(st.booleans()):
                table = table[key]
                continue
            break
        action = data.draw(st.sampled_from(["drop", "set", "rename"]))
        old = table.pop(key, None)
        if action == "set":
            table[key] = data.draw(_VALUES)
        elif action == "rename":
            table[data.draw(st.text(max_size=10))] = old
    try:
        from_tables(tables)
    except InputError as problem:
        for line in problem.problems:
            assert line
            assert not FOREIGN.search(line), line


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=6))
@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_text_gives_a_device_or_sentences(start, length, patch):
    try:
        loads(TEXT[:start] + patch + TEXT[start + length :], "my.toml")
    except InputError as problem:
        for line in problem.problems:
            assert line.startswith("my.toml: ")
            assert line.isprintable() or "\n" not in line
