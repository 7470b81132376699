"""Every cavity and every gain model, each with one example; `test_catalog.py` runs a battery on all.

A new cavity or gain model gets a row here.
"""

from colase.cavity import (
    AxisymmetricDisk,
    DfbArray,
    DfbGrating,
    Film,
    FilmLayer,
    Microdisk,
    Microsphere,
    ModeWindow,
    Parabolic,
    Revolution,
)
from colase.coupling import CoatedSphere, DiskBody, Pair
from colase.gain import Electronic, ExcitonLadder, SaturableGain, StokesShifted
from colase.materials import ConstantIndex
from colase.nanocrystals import Nanoplatelet, QuantumDot, QuantumShell

_COATED = {"core": ConstantIndex(1.457), "coating_index": ConstantIndex(1.9 + 1e-5j)}

CAVITIES = {
    "microsphere": (
        Microsphere(
            core_diameter=6e-6,
            core=ConstantIndex(1.46),
            coating_thickness=300e-9,
            coating_index=ConstantIndex(1.8),
            q_scattering=5000.0,
        ),
        ModeWindow(start=640e-9, stop=660e-9, radial_max=2),
    ),
    "dfb-2d": (
        DfbArray(
            period=430e-9,
            pillar_diameter=160e-9,
            pillar_height=130e-9,
            film_height=260e-9,
            film=ConstantIndex(1.97),
            pillar=ConstantIndex(1.46),
            substrate=ConstantIndex(1.38),
            cover=ConstantIndex(1.4),
            spot_length=50e-6,
            spot_width=50e-6,
            unpumped_absorption=1e4,
            truncation=2,
        ),
        ModeWindow(start=650e-9, stop=760e-9),
    ),
    "dfb-1d": (
        DfbGrating(
            period=400e-9,
            ridge_width=160e-9,
            ridge_height=40e-9,
            film_height=300e-9,
            film=ConstantIndex(1.9),
            ridge=ConstantIndex(1.46),
            substrate=ConstantIndex(1.46),
            cover=ConstantIndex(1.0),
            length=200e-6,
            stripe_width=20e-6,
            truncation=5,
        ),
        ModeWindow(start=670e-9, stop=715e-9),
    ),
    "film": (
        Film(
            thickness=300e-9,
            index=ConstantIndex(1.9),
            substrate=ConstantIndex(1.457),
            underlayer=FilmLayer(thickness=40e-9, index=ConstantIndex(2.3)),
            propagation_loss=60e2,
            stripe_length=500e-6,
        ),
        ModeWindow(start=640e-9, stop=645e-9, radial_max=3),
    ),
    "microdisk": (
        Microdisk(
            disk_diameter=6e-6,
            height=300e-9,
            disk=ConstantIndex(1.9),
            substrate=ConstantIndex(1.45),
            q_scattering=5000.0,
        ),
        ModeWindow(start=640e-9, stop=660e-9, radial_max=2),
    ),
    "parabolic": (
        Parabolic(
            top_diameter=2.0e-6,
            base_diameter=1.8e-6,
            height=0.3e-6,
            polymer=ConstantIndex(1.9),
            coating_thickness=220e-9,
            coating_index=ConstantIndex(2.0),
            substrate=ConstantIndex(1.2),
            q_scattering=5000.0,
            axial_max=1,
        ),
        ModeWindow(start=660e-9, stop=682e-9, radial_max=1),
    ),
    "axisymmetric-disk": (
        AxisymmetricDisk(disk_diameter=2e-6, height=300e-9, disk=ConstantIndex(2.0), q_scattering=5000.0),
        ModeWindow(start=655e-9, stop=710e-9, radial_max=1),
    ),
    "revolution": (
        Revolution(
            corners=((0.0, -150e-9), (0.9e-6, -150e-9), (1e-6, 0.0), (0.9e-6, 150e-9), (0.0, 150e-9)),
            body=ConstantIndex(2.0),
            q_scattering=5000.0,
        ),
        ModeWindow(start=655e-9, stop=710e-9, radial_max=1),
    ),
    "pair": (
        Pair(
            first=DiskBody(diameter=4e-6, height=500e-9, index=ConstantIndex(1.9 + 1e-4j)),
            second=DiskBody(diameter=4e-6, height=500e-9, index=ConstantIndex(1.9 + 1e-4j)),
            gap=150e-9,
            q_scattering=1300.0,
            polarization="TM",
        ),
        ModeWindow(start=625e-9, stop=640e-9, radial_max=1),
    ),
    "pair of spheres": (
        Pair(
            first=CoatedSphere(core_diameter=8e-6, coating_thickness=400e-9, **_COATED),
            second=CoatedSphere(core_diameter=7.6e-6, coating_thickness=400e-9, **_COATED),
            gap=150e-9,
            q_scattering=4200.0,
        ),
        ModeWindow(start=640e-9, stop=665e-9, radial_max=1),
    ),
}

GAIN_MODELS = {
    "stokes-shifted": StokesShifted(),
    "electronic": Electronic(),
    "ladder 0-x-xx": ExcitonLadder(),
    "ladder 2e4h": ExcitonLadder(table="2e4h", radiative="linear", shift="linear"),
    "ladder platelet": ExcitonLadder(table="platelet", most_excitons=14, auger="pairwise"),
    "ladder charged": ExcitonLadder(table="charged", charge=1),
    "saturable": SaturableGain(sigma_e=4e-19, saturation_fluence=0.1),
}

_COMMON = {
    "absorption_wavelength": 635e-9,
    "emission_wavelength": 650e-9,
    "biexciton_wavelength": 642e-9,
    "fwhm": 30e-9,
    "sigma_abs": 1e-18,
    "sigma_pump": 3e-18,
    "sigma_pump_wavelength": 532e-9,
    "tau_x": 20e-9,
    "tau_xx": 1e-9,
    "quantum_yield_x": 0.5,
    "quantum_yield_xx": 0.2,
}
NANOCRYSTALS = {
    "quantum-dot": QuantumDot(name="dot", diameter=8e-9, **_COMMON),
    "quantum-shell": QuantumShell(name="shell", diameter=12e-9, **_COMMON),
    "nanoplatelet": Nanoplatelet(
        name="platelet", length=20e-9, width=20e-9, thickness=5e-9, sigma_high=3e-20, **_COMMON
    ),
}
