"""References: the reader reads what the file says, and every key used anywhere exists."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from colase import citations
from colase.citations import keys
from colase.errors import InputError

SOURCE = Path(citations.__file__).parent
FOUNDING = ("lafalce2019", "kersuzan2025", "duan2022", "adachi2015", "azizov2025")


def _keys_in_toml(value, found):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "reference" and isinstance(inner, str):
                found.add(inner)
            else:
                _keys_in_toml(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _keys_in_toml(inner, found)
    return found


def _keys_in_classes(path):
    """Keys given as ``references = (...)`` or ``references: ... = (...)`` in a class body."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            value = getattr(statement, "value", None)
            if value is not None and any(getattr(t, "id", "") == "references" for t in targets):
                found |= {n.value for n in ast.walk(value) if isinstance(n, ast.Constant)}
    return found


def test_every_key_of_a_library_file_or_preset_exists():
    files = sorted(SOURCE.glob("device/library/**/*.toml")) + sorted(SOURCE.glob("device/presets/*.toml"))
    assert files
    used = {p.name: _keys_in_toml(tomllib.loads(p.read_text(encoding="utf-8")), set()) for p in files}
    assert any(used.values())
    unknown = {name: own - set(keys()) - {""} for name, own in used.items()}
    assert not any(unknown.values()), unknown


def test_every_key_of_a_class_exists():
    used = {p.name: _keys_in_classes(p) for p in SOURCE.rglob("*.py")}
    assert any(used.values())
    assert not {k for own in used.values() for k in own} - set(keys())


def test_every_key_in_a_docstring_line_that_names_references_exists():
    """Module docstrings end in "Reference: key." or "References: key, key."."""
    named = re.compile(r"^References?: ([a-z]+\d{4}(?:, [a-z]+\d{4})*)\.?$", re.MULTILINE)
    for path in SOURCE.rglob("*.py"):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for match in named.finditer(docstring):
            for key in match[1].split(", "):
                citations.entry(key)


@pytest.mark.parametrize("key", FOUNDING)
def test_the_founding_papers_are_there_with_author_title_and_year(key):
    entry = citations.entry(key)
    assert entry.fields["year"] == key[-4:]
    family = re.sub(r"\W", "", entry.fields["author"].split(",")[0]).lower()
    assert key.startswith(family)
    assert citations.format_reference(key).startswith(citations.authors(entry))


def test_formats():
    assert citations.format_reference("adachi2015") == (
        "M. M. Adachi et al., Microsecond-sustained lasing from colloidal quantum dot solids. "
        "Nature Communications 6, 8694 (2015). https://doi.org/10.1038/ncomms9694"
    )
    assert citations.format_reference("bohren1983") == (
        "C. F. Bohren and D. R. Huffman, Absorption and Scattering of Light by Small Particles. Wiley (1983)."
    )
    assert str(citations.entry("bohren1983")) == citations.format_reference("bohren1983")
    assert citations.format_reference("kersuzan2025").endswith("https://hal.science/hal-05014673v1")


def test_accents_and_braces_are_read():
    fields = citations.entry("kersuzan2025").fields
    assert "Roux-Byl, Céline" in fields["author"]
    assert "Maître, Agnès" in fields["author"]
    assert "non-Hermitian" in citations.entry("lafalce2019").fields["title"]
    assert not any(
        c in value for key in FOUNDING for value in citations.entry(key).fields.values() for c in "{}\\"
    )


@pytest.mark.parametrize(
    ("author", "short"),
    [
        ("Curie, Marie", "M. Curie"),
        ("Joliot-Curie, Jean-Paul", "J.-P. Joliot-Curie"),
        ("A, B and C, D", "B. A and D. C"),
        ("A, B and C, D and E, F", "B. A, D. C and F. E"),
        ("A, B and C, D and E, F and G, H", "B. A et al."),
        ("A, B and others", "B. A et al."),
        ("Collaboration", "Collaboration"),
    ],
)
def test_authors_are_shortened(author, short):
    text = f"@article{{x2000, author = {{{author}}}, title = {{T}}, year = {{2000}}}}"
    assert citations.authors(citations.parse(text)["x2000"]) == short


def test_bibtex_gives_each_entry_once_and_reads_back():
    text = citations.bibtex("duan2022", "malitson1965", "duan2022")
    again = citations.parse(text)
    assert tuple(again) == ("duan2022", "malitson1965")
    assert again["duan2022"].fields == citations.entry("duan2022").fields


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(InputError, match=r'"duan2021" is not a key.*Did you mean "duan2022"'):
        citations.entry("duan2021")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("@article{a1, author = {A}, title = {T}}", '"a1" has no year'),
        ("@article{a1, year = {2000}}", '"a1" has no author and no title'),
        ("@article{a1, author = {A, title = {T}", 'brace of "a1" is never closed'),
        ("@book{a1, author={A}, title={T}, year={1}}" * 2, '"a1" stands there twice'),
    ],
)
def test_a_broken_file_is_named(text, complaint):
    with pytest.raises(InputError, match=complaint):
        citations.parse(text)
