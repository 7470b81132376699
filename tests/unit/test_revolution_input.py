"""A profile in a device file: what is read and written back, and every sentence about wrong corners."""

import json

import jsonschema
import numpy as np
import pytest

from colase.cavity import Revolution, RevolvedPart
from colase.device import check, json_schema, loads, preset_text, replace
from colase.errors import InputError
from colase.materials import ConstantIndex

CORNERS = '[["0 um", "0 um"], ["1.0 um", "0 um"], ["0.9 um", "300 nm"], ["0 um", "300 nm"]]'
CAVITY = f"""
[cavity]
kind = "revolution"
corners = {CORNERS}
body = 2.0
rounding_radius = "50 nm"
substrate = 1.3
q_scattering = 5000

[cavity.over]
corners = [["0 um", "0 um"], ["300 nm", "0 um"], ["300 nm", "150 nm"], ["0 um", "150 nm"]]
index = 1.5
"""


def text(cavity=CAVITY):
    whole = preset_text("lafalce2019-disk")
    start = whole.index("[cavity]")
    stop = whole.index("\n[", start)
    return whole[:start] + cavity + whole[stop:]


def test_a_file_is_read_checked_and_written_back():
    device = loads(text())
    assert device.cavity.corners == ((0.0, 0.0), (1e-6, 0.0), (9e-7, 3e-7), (0.0, 3e-7))
    assert device.cavity.over.index == ConstantIndex(1.5)
    row = next(r for r in check(device) if r["path"] == "cavity.corners")
    assert (row["value"], row["unit"]) == ("0, 0; 1, 0; 0.9, 0.3; 0, 0.3", "um")
    from colase.device import to_toml

    assert f"corners = {CORNERS}" in to_toml(device)
    assert loads(to_toml(device)) == device


def test_corners_change_in_metres_or_as_texts():
    device = loads(text())
    wider = np.array(device.cavity.corners) * [2, 1]
    changed = replace(device, {"cavity.corners": wider})
    assert changed.cavity.corners[1] == (2e-6, 0.0)
    assert loads(changed.source) == changed
    assert replace(device, {"cavity.corners": json.loads(CORNERS)}).cavity == device.cavity
    with pytest.raises(InputError, match="pairs of finite numbers"):
        replace(device, {"cavity.corners": [1e-6, 2e-6]})


def test_the_schema_knows_pairs():
    whole = json_schema()
    schema = whole["$defs"]["Revolution"]["properties"]["corners"] | {"$defs": whole["$defs"]}
    jsonschema.validate(json.loads(CORNERS), schema)
    for wrong in ([["0 um"]], "0 um", json.loads(CORNERS)[:2], [[0, 1]] * 3):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('["0.9 um", "300 nm"], ["0 um", "300 nm"]]', "]", "2 of them enclose nothing; give at least"),
        ('["1.0 um", "0 um"], ["0.9 um", "300 nm"]', '["1 um", "300 nm"], ["1 um", "0 m"]', "crosses itself"),
        ('["1.0 um", "0 um"]', '["-1.0 um", "0 um"]', "crosses the axis: it reaches r = -1000 nm"),
        ('"50 nm"', '"290 nm"\noutline = "smooth"', "no corners to round"),
        ('"50 nm"', '"450 nm"', "does not fit the side from r = 1, z = 0 um"),
        ('"1.0 um", "0 um"', "1.0, 0", "pair 2: write both numbers in quotes with their unit"),
        ('"1.0 um", "0 um"', '"1.0 um"', "a list of pairs is wanted, for example"),
        ('"1.0 um", "0 um"', '"1.0 s", "0 um"', "pair 2: a length is wanted"),
        ('"1.0 um", "0 um"', '"1.0 m", "0 um"', "within 1 mm of the origin"),
        ('["300 nm", "150 nm"]', '["300 nm", "450 nm"]', '"over" reaches out of the body'),
        ("rounding_radius =", "rounding_radus =", 'Did you mean "rounding_radius"'),
    ],
)  # fmt: skip
def test_sentences(old, new, sentence):
    assert old in text()
    with pytest.raises(InputError, match=sentence):
        loads(text().replace(old, new, 1))


def test_parts_that_overlap_in_part_are_refused():
    box = lambda r, low, high: ((0.0, low), (r, low), (r, high), (0.0, high))  # noqa: E731
    cross = RevolvedPart(corners=box(6e-7, 1e-7, 2e-7), index=ConstantIndex(1.2))
    first = RevolvedPart(corners=box(2e-7, 5e-8, 2.5e-7), index=ConstantIndex(1.5), next=cross)
    with pytest.raises(InputError, match='"over 2" overlaps "over" in part'):
        Revolution(corners=box(8e-7, 0.0, 3e-7), body=ConstantIndex(2.0), q_scattering=5e3, over=first)
