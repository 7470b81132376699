"""Every closed form that the page on the laser names has a test; the one that has no other home is here."""

import re
from pathlib import Path

import numpy as np
import pytest

from colase.coupling import two_modes

ROOT = Path(__file__).parents[2]


def test_two_coupled_modes_meet_at_twice_their_coupling():
    # x = -i D/2 +- sqrt(g^2 - D^2/4): split in frequency below |D| = 2 g, in gain above, one at it.
    for g in (0.3, 1.0):
        for share in (0.0, 0.5, 0.99, 1.01, 3.0):
            w = np.linalg.eigvals(two_modes(g, 2 * g * share).matrix)
            gap = abs(w[0] - w[1])
            assert gap == pytest.approx(2 * g * np.sqrt(abs(1 - share**2)), rel=1e-9)
            apart = abs(w[0].real - w[1].real) if share < 1 else abs(w[0].imag - w[1].imag)
            assert apart == pytest.approx(gap, rel=1e-9)
        assert abs(np.diff(np.linalg.eigvals(two_modes(g, 2 * g).matrix))[0]) < 1e-6


def test_every_named_test_exists():
    page = (ROOT / "docs" / "laser.md").read_text(encoding="utf-8")
    table = page.split("## What it is held against")[1].split("\n## ")[0]
    named = re.findall(r"`(test_\w+)`", table)
    assert len(re.findall(r"^\|", table, re.MULTILINE)) >= 17  # fifteen forms, LSODA and the head
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests" / "physics").glob("test_*.py"))
    for name in named:
        assert f"def {name}(" in written, name
