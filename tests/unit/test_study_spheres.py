"""What `colase pair` says of two small coated spheres, and the pictures of its report."""

import numpy as np
import pytest

import colase
from colase import study
from colase.report.sections.sphere_pair import PICTURES
from colase.study.pair import ANALYSES


@pytest.fixture(scope="module")
def found():
    device = colase.replace(
        colase.load("duan2022-vernier"),
        {"cavity.first.core_diameter": 14e-6, "cavity.second.core_diameter": 12e-6},
    )
    return study.pair(device)


def test_every_analysis_answers(found):
    assert list(found.found) == [a.name for a in ANALYSES["coated-sphere"]]
    for finding in found.found.values():
        assert finding.sentences
        assert all(s.endswith((".", "%")) for s in finding.sentences), finding.sentences
    assert len(found.headlines()) == 5
    tree = found.to_tree()
    assert set(tree.children) == set(found.found)


def test_numbers_agree_with_each_other(found):
    data = found.found["splitting"].data
    half = data.half_splitting.values / 1e9
    assert data.gap.values == pytest.approx([50e-9, 100e-9, 200e-9])
    assert (np.diff(half) < 0).all()
    assert f"kappa/2pi is {half[1]:.2g}"[:14] in found.found["splitting"].sentences[0]
    field = found.found["supermode"].data
    assert list(field.picture.values) == ["TE, m = 0", "TM, m = 0", "TE, m = 1"]
    for psi, side in zip(field.psi_real.values, (-1, -1, 1), strict=True):
        assert np.abs(psi - side * psi[::-1]).max() < 1e-9  # odd or even about the line of centres
        assert abs(psi[:, [0, -1]]).max() < 0.1  # dim in the cores, where only other radial orders are
    combs = found.found["sphere_combs"].data
    for kind in ("TE", "TM"):
        lines = [
            combs.wavelength.values[
                (combs.body.values == b) & (combs.polarization.values == kind) & combs.common.values
            ]
            for b in (0, 1)
        ]
        assert lines[0].size == lines[1].size  # every common line is one of each sphere
        assert np.abs(lines[0] - lines[1]).max(initial=0.0) <= combs.attrs["width"]
    chance = found.found["chance"].data
    assert float(chance.probability.sum()) == pytest.approx(1)
    assert 0 < chance.attrs["chance"] < 1
    lasing = found.found["lasing"].data
    assert lasing.attrs["ratio"] == pytest.approx(1, abs=0.05)
    assert lasing.lines.shape == (3, 3)


def test_pictures_of_the_report(found):
    for name, draw in PICTURES.items():
        for block in draw(None, found.found[name].data):
            assert block.caption
            lengths = {len(c.values) for c in block.columns}
            assert len(lengths) == 1
