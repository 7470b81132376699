"""Where real instrument files lie: in the folder COLASE_DATA, or in ../shared/data beside the repository.

They are not part of the project; a test that needs one is skipped, with the reason, where it is absent.
"""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
ROOTS = (Path(os.environ["COLASE_DATA"]), _BESIDE) if "COLASE_DATA" in os.environ else (_BESIDE,)


def real_file(name):
    """Return the path of an instrument file ("fdtr/STO1.txt"), or skip the test."""
    for root in ROOTS:
        if (root / name).is_file():
            return root / name
    pytest.skip(f"the instrument file {name} is not here (set COLASE_DATA to the folder that holds it)")
