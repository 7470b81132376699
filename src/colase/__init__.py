"""colase predicts, designs and analyses lasers made of colloidal nanocrystals.

>>> import colase as cl
>>> device = cl.load("duan2022-microsphere")
>>> cl.threshold(device).describe()  # doctest: +SKIP

The names below are imported when they are first used, so that ``import colase`` costs nothing.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "colase.device": (
        "Device",
        "check",
        "load",
        "presets",
        "replace",
        "samples",
        "search_materials",
    ),
    "colase.study": (
        "Comparison",
        "Modes",
        "Run",
        "amplified_emission",
        "cite",
        "compare",
        "concentration_scan",
        "fit_device",
        "gain_spectrum",
        "light_curve",
        "light_curves",
        "modes",
        "open_tree",
        "pair",
        "run",
        "sustained",
        "steady_state",
        "threshold",
        "transient",
        "variable_stripe",
    ),
    "colase.study.levers": ("levers",),
    "colase.cavity": ("LayeredCylinder", "LayeredSphere", "Microsphere", "ModeWindow"),
    "colase.coupling": (
        "Disk",
        "Hamiltonian",
        "Hole",
        "MultiDisk",
        "TwoSpheres",
        "coupling_rates",
        "three_modes",
    ),
    "colase.gain": ("GainMedium", "GainSpectrum"),
    "colase.laser": ("Instrument", "LightCurve", "Pump", "Threshold"),
    "colase.measurement": ("read", "read_series"),
    "colase.materials": ("ConstantIndex", "Material", "TabulatedIndex"),
    "colase.nanocrystals": ("Nanoplatelet", "QuantumDot", "QuantumShell"),
    "colase.errors": ("ColaseError", "InputError", "PhysicsError"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = ("citations", "papers", "report")

__all__ = [
    "ColaseError",
    "Comparison",
    "ConstantIndex",
    "Device",
    "Disk",
    "GainMedium",
    "GainSpectrum",
    "Hamiltonian",
    "Hole",
    "InputError",
    "Instrument",
    "LayeredCylinder",
    "LayeredSphere",
    "LightCurve",
    "Material",
    "Microsphere",
    "ModeWindow",
    "Modes",
    "MultiDisk",
    "Nanoplatelet",
    "PhysicsError",
    "Pump",
    "QuantumDot",
    "QuantumShell",
    "Run",
    "TabulatedIndex",
    "Threshold",
    "TwoSpheres",
    "amplified_emission",
    "check",
    "citations",
    "cite",
    "compare",
    "concentration_scan",
    "coupling_rates",
    "fit_device",
    "gain_spectrum",
    "levers",
    "light_curve",
    "light_curves",
    "load",
    "modes",
    "open_tree",
    "pair",
    "papers",
    "presets",
    "read",
    "read_series",
    "replace",
    "report",
    "run",
    "samples",
    "search_materials",
    "steady_state",
    "sustained",
    "three_modes",
    "threshold",
    "transient",
    "variable_stripe",
]

if TYPE_CHECKING:
    from . import citations, papers
    from .cavity import LayeredCylinder, LayeredSphere, Microsphere, ModeWindow
    from .coupling import Disk, Hamiltonian, Hole, MultiDisk, TwoSpheres, coupling_rates, three_modes
    from .device import Device, check, load, presets, replace, samples, search_materials
    from .errors import ColaseError, InputError, PhysicsError
    from .gain import GainMedium, GainSpectrum
    from .laser import Instrument, LightCurve, Pump, Threshold
    from .materials import ConstantIndex, Material, TabulatedIndex
    from .measurement import read, read_series
    from .nanocrystals import Nanoplatelet, QuantumDot, QuantumShell
    from .report import write as report
    from .study import (
        Comparison,
        Modes,
        Run,
        amplified_emission,
        cite,
        compare,
        concentration_scan,
        fit_device,
        gain_spectrum,
        light_curve,
        light_curves,
        modes,
        open_tree,
        pair,
        run,
        steady_state,
        sustained,
        threshold,
        transient,
        variable_stripe,
    )
    from .study.levers import levers


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _ROOMS:
        return import_module(f"colase.{name}")
    if name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value
    from .errors import nearest

    raise AttributeError(f'colase has no "{name}".{nearest(name, __all__)}')


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
