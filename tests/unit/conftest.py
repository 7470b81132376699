"""One small run of the preset, shared by every test that needs a whole run."""

import pytest


@pytest.fixture(scope="session")
def small_device():
    """The preset with few modes and few pump levels."""
    import colase as cl

    few = {"modes.from": "655 nm", "modes.to": "665 nm", "modes.radial_max": 1}
    sweep = {"from": "1 uJ/cm^2", "to": "100 uJ/cm^2", "points": 4}
    return cl.replace(cl.load("duan2022-microsphere"), {**few, "pump.fluence": sweep})


@pytest.fixture(scope="session")
def small_run(small_device):
    """Everything about `small_device`."""
    from colase import study

    return study.run(small_device)
