"""adachi2015: density, index and confinement of the two films."""

from __future__ import annotations

from functools import partial

import numpy as np
from scipy.optimize import root_scalar

from colase.cavity.slab.curves import confinement_against_thickness, cutoff_thickness
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.materials.effective_medium import bruggeman
from colase.materials.packing import core_share, density_from_spacing
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values

_claim = partial(Claim, paper="adachi2015")

WAVELENGTH = 630e-9
INORGANIC, ORGANIC = 1.97, 1.74
GLASS = (1.46, 1.515)  # fused silica and crown glass; the paper says "glass"
_SPACING = (8.0e-9, 10.5e-9)
_BOTH = "printed indices of the films, fused silica and crown glass"


def confinement(index: float, glass: float, thickness: float) -> float:
    """Return the share of |E|^2 in a film, TE0; zero below the cut-off."""
    slab = SlabWaveguide((thickness,), (index,), glass)
    curve = confinement_against_thickness(slab, 0, [thickness], WAVELENGTH)
    return float(curve.confinement.sel(polarization="TE", definition="electric").values[0])


def thickness_for(share: float, index: float, glass: float) -> float:
    """Return the thickness in m at which TE0 has this share of |E|^2 in the film."""
    least = cutoff_thickness(SlabWaveguide((100e-9,), (index,), glass), 0, WAVELENGTH, "TE")
    bracket = (least * (1 + 1e-9), 5e-6)
    return float(
        root_scalar(lambda t: confinement(index, glass, t) - share, bracket=bracket, xtol=1e-14).root
    )


def thinner(share: float, glass: float, inorganic: float = INORGANIC, organic: float = ORGANIC) -> float:
    """Return by how many per cent the inorganic film is thinner at equal confinement."""
    return 100 * (1 - thickness_for(share, inorganic, glass) / thickness_for(share, organic, glass))


def most_thinner(inorganic: float = INORGANIC, organic: float = ORGANIC) -> float:
    """Return the largest saving in per cent for confinements from 0.2 to 0.8 on both glasses."""
    return max(thinner(s, g, inorganic, organic) for s in (0.2, 0.4, 0.6, 0.8) for g in GLASS)


def dot_diameter(index: float, spacing: float, dot: float = 2.5, ligand: float = 1.46) -> float:
    """Return the diameter in nm of dots that make a film of this index at this spacing."""

    def film(diameter: float) -> float:
        share = core_share(spacing, diameter)
        return float(np.real(np.sqrt(bruggeman([dot**2, ligand**2], [share, 1 - share]))))

    bracket = (0.1 * spacing, spacing * (1 - 1e-12))
    return 1e9 * float(root_scalar(lambda d: film(d) - index, bracket=bracket).root)


_thinner = partial(
    _claim,
    place="Results, compact films; abstract",
    printed=Bounds("at least 50 % thinner", 50.0, 100.0, "printed bound"),
    unit="%",
    method="exact slab, share of |E|^2, TE0 at 630 nm",
)

CLAIMS = (
    _claim(
        place="Results, compact films; caption of figure 1",
        quantity="dots in 1 cm3 at 8.0 and 10.5 nm from centre to centre",
        printed=Values((2.2, 1.0), 0.05, "half of the last printed digit"),
        unit="1e18 1/cm^3",
        compute=lambda: [density_from_spacing(d) * 1e-24 for d in _SPACING],
        method="0.6/(pi d^3/6), packing 0.6 of the methods section",
    ),
    _claim(
        place="Results, compact films",
        quantity="ratio of the two densities",
        printed=Values((2.2,), 0.12, "half of the last printed digits of 2.2 and 1.0"),
        unit="",
        compute=lambda: density_from_spacing(_SPACING[0]) / density_from_spacing(_SPACING[1]),
        method="cube of the ratio of the spacings",
    ),
    _claim(
        place="Caption of figure 2",
        quantity="dots per area of 120 nm inorganic over 300 nm organic film",
        printed=Values((1.0,), 0.15, '"approximately equal optical density" at 355 nm'),
        unit="",
        compute=lambda: 120 * density_from_spacing(_SPACING[0]) / (300 * density_from_spacing(_SPACING[1])),
        method="density times thickness, one cross section for both",
        inputs="the local field, some 15 % larger in the organic film per dot, left out",
    ),
    _thinner(
        quantity="saving in thickness at a confinement of 0.4, silica and crown glass",
        compute=lambda: [thinner(0.4, g) for g in GLASS],
        inputs=_BOTH,
        reason="At equal confinement the saving is 28 to 42 %; what is 50 % thicker is the organic film",
    ),
    _thinner(
        quantity="largest saving in thickness, confinements of 0.2 to 0.8, both glasses",
        compute=most_thinner,
        inputs=_BOTH,
        reason="No confinement of use and no glass reaches 50 % with the printed indices",
    ),
    _thinner(
        quantity="largest saving in thickness with the indices at the ends of their errors, 2.02 and 1.69",
        compute=lambda: most_thinner(2.02, 1.69),
        inputs="both errors of 0.05 in the favourable direction",
        hypothesis="both indices are wrong by their whole error",
    ),
    _claim(
        place="Results, compact films; figure S1",
        quantity="cut-off thickness of the inorganic film, silica and crown glass",
        printed=Bounds("amplified emission from 72 nm", 0.0, 72.0, "without a guided mode there is none"),
        unit="nm",
        compute=lambda: [
            1e9 * cutoff_thickness(SlabWaveguide((1e-7,), (INORGANIC,), g), 0, WAVELENGTH, "TE")
            for g in GLASS
        ],
        method="closed form of three layers",
        inputs=_BOTH,
    ),
    _claim(
        place="Results, compact films; figure S1",
        quantity="cut-off thickness of the organic film, silica and crown glass",
        printed=Bounds("amplified emission from 120 nm", 0.0, 120.0, "without a guided mode there is none"),
        unit="nm",
        compute=lambda: [
            1e9 * cutoff_thickness(SlabWaveguide((1e-7,), (ORGANIC,), g), 0, WAVELENGTH, "TE") for g in GLASS
        ],
        method="closed form of three layers",
        inputs=_BOTH,
    ),
    _claim(
        place="Results, compact films; figure S1",
        quantity="inorganic film with the confinement of 120 nm of organic film, silica and crown glass",
        printed=Values((72.0,), 12.0, "72 +- 5 nm, and 10 nm of the 120 nm"),
        unit="nm",
        compute=lambda: [1e9 * thickness_for(confinement(ORGANIC, g, 120e-9), INORGANIC, g) for g in GLASS],
        method="exact slab, share of |E|^2, TE0 at 630 nm",
        inputs=_BOTH,
        hypothesis="both films need the same confinement to amplify, whatever their gain and loss",
    ),
    _claim(
        place="Figure 1c",
        quantity="confinement of 120 nm inorganic and 300 nm organic film on silica",
        printed=NoNumber("a curve", "figure 1c is a picture"),
        unit="",
        compute=lambda: (confinement(INORGANIC, GLASS[0], 120e-9), confinement(ORGANIC, GLASS[0], 300e-9)),
        method="exact slab, share of |E|^2, TE0 at 630 nm",
        inputs="printed indices, fused silica",
        missing="the curve of figure 1c and the index of the glass",
    ),
    _claim(
        place="Results, compact films",
        quantity="diameter of dots that give the organic index 1.74 at 10.5 nm",
        printed=Bounds("the same dots stand 8.0 nm apart with chloride", 0.0, 8.0, "dots cannot overlap"),
        unit="nm",
        compute=lambda: dot_diameter(ORGANIC, _SPACING[1]),
        method="Bruggeman, packing 0.6",
        inputs="dot index 2.5, ligand index 1.46",
        missing="index of dots and ligands",
    ),
)
