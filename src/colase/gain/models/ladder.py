"""The exciton ladder: N = 0 ... N_max excitons, a named table, named laws and a line for every rung.

    g(λ) = C Σ_N P_N { e_N L(λ; emission of N) - a_N L(λ; absorption of N) - N b - σ_high/σ_0 } σ_0

a_N and e_N come from a table (`colase.gain.models.coefficients`), decay rates from scaling laws
(`colase.gain.models.rates`). All lines have one shape and one (total) width; where they sit follows from the
three lines of the sample:

    emission    N → N-1    λ_em  moved by Δ_N
    absorption  N → N+1    λ_abs moved by Δ_N+1
    Δ_N = Δ_XX for N >= 2 ("saturating") or (N-1) Δ_XX ("linear"); Δ_1 = 0

so that on every rung absorption and emission are a Stokes shift apart, as detailed balance wants. b is
absorption that each exciton adds (into a further exciton in a higher state), at all wavelengths or as
a Gaussian line of its own (``excited_wavelength``, ``excited_fwhm``); σ_high is there with and without
excitons.

With the table "0-x-xx" the gain is that of `StokesShifted`, whatever N_max; with N_max = 2 the decay is, too.

Valid while each state relaxes within itself much faster than it decays. The last state stands for all
higher ones: with a band edge that is full below it, its gain is theirs and only its decay is too slow.
`colase.gain.enough_rungs` adds rungs until less than one per cent of the nanocrystals is there.

References: those of the table and of the Auger law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.nanocrystals import Nanocrystal, Nanoplatelet, line_shape
from colase.nanocrystals.bands import FWHM_PER_SIGMA
from colase.quantity import Quantity, check_bounds

from .base import GainModel
from .coefficients import TABLES, Coefficients, coefficients, own_coefficients
from .rates import AugerLaw, RadiativeLaw, Rates, TrapLaw, ladder_rates

_AREA = {"unit": "m^2", "shown": "nm^2", "gt": 0.0, "lt": 1e-11}
_AUGER_REFERENCES = {
    "statistical": "klimov2000auger",
    "pairwise": "kunneman2013",
    "platelet-area": "kunneman2013",
}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ExcitonLadder(GainModel):
    """N_max + 1 states with a table of coefficients and laws of decay."""

    table: Literal["0-x-xx", "2e2h", "2e4h", "platelet", "charged", "own"] = "0-x-xx"
    absorbs: Annotated[
        str,
        Quantity(
            "", "a_N", "table own: absorption of N = 0, 1, 2 ... excitons over σ_0", example='"1 0.5 0"'
        ),
    ] = ""
    emits: Annotated[
        str, Quantity("", "e_N", "table own: stimulated emission of them over σ_0", example='"0 0.5 1"')
    ] = ""
    most_excitons: Annotated[
        int, Quantity("", "N_max", "excitons in the last state of the ladder", example="8", ge=1, le=400)
    ] = 8
    sites: Annotated[
        int,
        Quantity("", "n", "excitons that fill the band edge of a platelet", example="10", ge=1, le=10_000),
    ] = 10
    site_area: Annotated[
        float | None,
        Quantity(
            symbol="A_1", meaning="area of one site, instead of their number", example="40 nm^2", **_AREA
        ),
    ] = None
    charge: Annotated[int, Quantity("", "q", "extra electrons, table charged", example="1", ge=0, le=2)] = 1
    radiative: RadiativeLaw = "measured"
    auger: AugerLaw = "statistical"
    auger_area: Annotated[
        float | None,
        Quantity(
            symbol="A_0", meaning="area at which τ_XX holds, law platelet-area", example="400 nm^2", **_AREA
        ),
    ] = None
    electron_share: Annotated[
        float,
        Quantity("", "s_e", "share of Auger decay that excites an electron", example="0.5", ge=0.0, le=1.0),
    ] = 0.5
    traps: TrapLaw = "linear"
    shift: Literal["saturating", "linear"] = "saturating"
    excited_absorption: Annotated[
        float,
        Quantity("", "b", "absorption that each exciton adds, over σ_0", example="0.02", ge=0.0, le=10.0),
    ] = 0.0
    excited_wavelength: Annotated[
        float | None,
        Quantity(
            "m",
            "λ_b",
            "peak of that absorption; without it, it is the same at all wavelengths",
            "nm",
            "700 nm",
            gt=100e-9,
            lt=20e-6,
        ),
    ] = None
    excited_fwhm: Annotated[
        float | None,
        Quantity(
            "m", "Δλ_b", "its full width; without it that of the line", "nm", "60 nm", gt=1e-12, lt=5e-6
        ),
    ] = None
    kind: Literal["ladder"] = "ladder"

    def __post_init__(self) -> None:
        check_bounds(self)
        if (self.table == "own") != bool(self.absorbs or self.emits):
            raise InputError(
                'ladder: absorbs and emits go with table = "own", and that with them: absorbs = "1 0.5 0", '
                'emits = "0 0.5 1" is the table 0-x-xx.'
            )
        if self.table == "own":
            own_coefficients(self.absorbs, self.emits, self.most_excitons)
        if self.excited_fwhm is not None and self.excited_wavelength is None:
            raise InputError("ladder: excited_fwhm is the width of a line; give excited_wavelength, too.")

    @property
    def states(self) -> tuple[str, ...]:
        """Return 0, X, XX, 3X ..."""
        return ("0", "X", "XX", *(f"{n}X" for n in range(3, self.most_excitons + 1)))[
            : self.most_excitons + 1
        ]

    @property
    def references(self) -> tuple[str, ...]:
        """Return the sources of the table and of the Auger law."""
        source = (TABLES[self.table].reference,) if self.table in TABLES else ()
        return (*source, _AUGER_REFERENCES[self.auger])

    @property
    def name(self) -> str:
        """Return the kind with the table."""
        return f"ladder {self.table}"

    def with_rungs(self, highest: int) -> Self:
        """Return the ladder with another number of excitons in its last state."""
        return replace(self, most_excitons=highest)

    def filling(self, nanocrystal: Nanocrystal) -> int:
        """Return how many excitons fill the band edge: as many as there are hole states or sites."""
        if self.table == "own":
            return len(self.emits.replace(",", " ").split()) - 1
        return TABLES[self.table].holes or self._sites(nanocrystal)

    def coefficients(self, nanocrystal: Nanocrystal) -> Coefficients:
        """Return absorption and emission of each state over σ_0, shape (state,) each."""
        if self.table == "own":
            return own_coefficients(self.absorbs, self.emits, self.most_excitons)
        return coefficients(self.table, self.most_excitons, self._sites(nanocrystal), self.charge)

    def rates(self, nanocrystal: Nanocrystal) -> Rates:
        """Return radiative, Auger and trapping rates of each state in 1/s, shape (state,) each."""
        ratio = 1.0
        if self.auger == "platelet-area" and self.auger_area is not None:
            ratio = self.auger_area / _area(nanocrystal)
        return ladder_rates(
            nanocrystal,
            self.most_excitons,
            radiative=self.radiative,
            auger=self.auger,
            traps=self.traps,
            charge=self.charge if self.table == "charged" else 0,
            electron_share=self.electron_share,
            area_ratio=ratio,
        )

    def absorption(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return absorption cross sections in m^2, shape (state, wavelength)."""
        strength = self.coefficients(nanocrystal).absorption
        lines = self._lines(nanocrystal, nanocrystal.absorption_wavelength, 1, strength, wavelength)
        number = np.arange(lines.shape[0]).reshape((-1,) + (1,) * (lines.ndim - 1))
        more = self.excited_absorption * number * self._excited_line(nanocrystal, wavelength)
        return nanocrystal.sigma_abs * (lines + more) + nanocrystal.sigma_high

    def emission(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return stimulated-emission cross sections in m^2, shape (state, wavelength)."""
        strength = self.coefficients(nanocrystal).emission
        lines = self._lines(nanocrystal, nanocrystal.emission_wavelength, 0, strength, wavelength)
        return nanocrystal.sigma_abs * lines

    def decay_rates(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the total decay rate of each state in 1/s, shape (state,)."""
        return self.rates(nanocrystal).total

    def radiative_fractions(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the share of each decay that emits a photon, shape (state,)."""
        rates = self.rates(nanocrystal)
        total = rates.total
        return np.divide(rates.radiative, total, out=np.zeros_like(total), where=total > 0)

    def _excited_line(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return the spectrum of excited-state absorption with a peak of one."""
        if self.excited_wavelength is None:
            return np.ones(np.shape(wavelength))
        if self.excited_fwhm is None:
            return line_shape(nanocrystal, self.excited_wavelength, wavelength)
        offset = (np.asarray(wavelength, dtype=float) - self.excited_wavelength) * FWHM_PER_SIGMA
        return np.exp(-0.5 * (offset / self.excited_fwhm) ** 2)

    def _sites(self, nanocrystal: Nanocrystal) -> int:
        if self.table != "platelet" or self.site_area is None:
            return self.sites
        return max(1, round(_area(nanocrystal) / self.site_area))

    def _lines(
        self,
        nanocrystal: Nanocrystal,
        centre: float,
        first: int,
        strength: NDArray[np.float64],
        wavelength: ArrayLike,
    ) -> NDArray[np.float64]:
        """Return a line for each state, at ``centre`` moved by the shift of N + ``first`` excitons."""
        shapes: dict[int, NDArray[np.float64]] = {}
        rows = []
        for number, weight in enumerate(strength):
            steps = min(max(number + first - 1, 0), 1 if self.shift == "saturating" else self.most_excitons)
            if weight and steps not in shapes:
                shapes[steps] = line_shape(nanocrystal, _moved(nanocrystal, centre, steps), wavelength)
            rows.append(weight * shapes[steps] if weight else np.zeros(np.shape(wavelength)))
        return np.stack(rows)


def _moved(n: Nanocrystal, centre: float, steps: int) -> float:
    """Return a line moved by so many times the X-XX shift, on the nanocrystal's line-shape axis."""
    if not steps:
        return centre
    if n.lineshape_axis == "wavelength":
        moved = centre + steps * (n.biexciton_wavelength - n.emission_wavelength)
    else:
        energy = 1 / centre + steps * (1 / n.biexciton_wavelength - 1 / n.emission_wavelength)
        moved = 1 / energy if energy > 0 else np.inf
    if not 0.5 * centre < moved < 2 * centre:
        raise InputError(
            f"{n.name}: a shift of {steps} times that of the biexciton moves a line at {centre * 1e9:.4g} nm "
            'beyond an octave; choose shift = "saturating" or fewer excitons.'
        )
    return float(moved)


def _area(nanocrystal: Nanocrystal) -> float:
    """Return the lateral area of a platelet, in m^2."""
    if not isinstance(nanocrystal, Nanoplatelet):
        raise InputError(
            f"{nanocrystal.name}: a law by area needs a nanoplatelet with length and width; give sites and "
            "tau_xx of this nanocrystal instead."
        )
    return nanocrystal.length * nanocrystal.width
