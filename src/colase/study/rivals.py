"""Gain models that can be asked for by name, each with its defaults, and those that are compared unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from colase.device import Device
from colase.errors import InputError, nearest
from colase.gain import Electronic, ExcitonLadder, GainModel, SaturableGain, StokesShifted
from colase.nanocrystals import Nanoplatelet

RIVALS: Mapping[str, GainModel] = MappingProxyType(
    {
        "stokes-shifted": StokesShifted(),
        "electronic": Electronic(),
        "ladder 2e2h": ExcitonLadder(table="2e2h"),
        "ladder 2e4h": ExcitonLadder(table="2e4h"),
        "ladder 0-x-xx": ExcitonLadder(table="0-x-xx"),
        "ladder platelet": ExcitonLadder(table="platelet", auger="pairwise", most_excitons=12),
        "ladder charged": ExcitonLadder(table="charged"),
        "saturable": SaturableGain(),
    }
)
"""Models that can be asked for by name, each with its defaults."""

_USUAL = ("stokes-shifted", "electronic", "ladder 2e2h", "ladder 2e4h", "saturable")


def chosen(device: Device, models: Sequence[GainModel | str] | None) -> list[GainModel]:
    """Return the models to compare, each once, the device's own first."""
    if models is None:
        platelet = ("ladder platelet",) if isinstance(device.gain.nanocrystal, Nanoplatelet) else ()
        models = _USUAL + platelet
    found = {device.gain.model.name: device.gain.model}
    for model in models:
        if isinstance(model, str):
            if model not in RIVALS:
                known = ", ".join(RIVALS)
                raise InputError(
                    f'compare: there is no model "{model}".{nearest(model, RIVALS)} There is {known}.'
                )
            model = RIVALS[model]
        name = model.name
        if found.get(name) not in (None, model):
            found[f"{name} ({len(found)})"] = model
        else:
            found[name] = model
    return list(found.values())
