"""The exciton ladder: tables, laws of decay, closed forms and independent methods."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from scipy.integrate import quad, solve_ivp
from scipy.linalg import expm
from toy_laser import ToyCavity, toy_medium, toy_modes

from colase import laser
from colase.constants import BOLTZMANN, HC, PLANCK, SPEED_OF_LIGHT
from colase.errors import InputError
from colase.gain import (
    TABLES,
    ExcitonLadder,
    GainMedium,
    GaussianPulse,
    InstantPulse,
    SquarePulse,
    StokesShifted,
    coefficients,
    driven_populations,
    enough_rungs,
    first_threshold,
    gain_spectrum,
    last_rung,
    material_gain,
    poisson,
    stokes_balance,
    threshold_photons,
)
from colase.gain.kinetics.kernel import propagate, propagate_long
from colase.gain.kinetics.rational import exponential_poles
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import rate_equations
from colase.laser.dynamics.trajectory import trajectory
from colase.laser.mode_gain import mode_gain
from colase.nanocrystals import QuantumDot, energy_sigma

DOT, SHELL, PLATELET = (NANOCRYSTALS[k] for k in ("quantum-dot", "quantum-shell", "nanoplatelet"))
LAM = np.linspace(560e-9, 760e-9, 401)
REFERENCE = QuantumDot(  # the sample of the table of published thresholds: 640 nm, 28 nm, shifts 15 and 5 nm
    name="reference",
    absorption_wavelength=625e-9,
    emission_wavelength=640e-9,
    biexciton_wavelength=635e-9,
    fwhm=28e-9,
    lineshape_axis="wavelength",
    sigma_abs=1e-18,
    sigma_pump=3e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=20e-9,
    tau_xx=1e-9,
    quantum_yield_x=0.5,
    quantum_yield_xx=0.05,
    diameter=8e-9,
)


def medium(model, crystal=DOT, **more):
    return GainMedium(nanocrystal=crystal, model=model, number_density=1e24, **more)


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "absorbs", "emits"),
    [
        ("0-x-xx", (1, 1 / 2, 0), (0, 1 / 2, 1)),
        ("2e2h", (1, 1 / 4, 0), (0, 1 / 4, 1)),
        ("2e4h", (1, 3 / 8, 0, 0, 0), (0, 1 / 8, 1 / 2, 3 / 4, 1)),
        ("charged", (1 / 2, 0, 0), (0, 1 / 2, 1)),
    ],
)
def test_tables_are_those_of_their_sources(table, absorbs, emits):
    found = coefficients(table, len(absorbs) + 2, charge=1)
    assert found.absorption == pytest.approx([*absorbs, 0, 0, 0][: len(found.absorption)])
    assert found.emission == pytest.approx([*emits, 1, 1, 1][: len(found.emission)])
    assert TABLES[table].reference


def test_two_extra_electrons_leave_nothing_to_absorb():
    absorption, emission = coefficients("charged", 2, charge=2)
    assert not absorption.any()
    assert emission == pytest.approx([0, 1 / 2, 1])


def test_a_platelet_is_transparent_when_half_its_sites_are_full():
    absorption, emission = coefficients("platelet", 10, sites=10)
    assert absorption == pytest.approx((1 - np.arange(11) / 10) ** 2)
    assert emission[5] == absorption[5]
    assert (emission[6:] > absorption[6:]).all()


@pytest.mark.parametrize(
    ("table", "rungs", "good", "poor"),
    [("0-x-xx", 8, 0.32, 0.59), ("2e2h", 8, 0.49, 0.79), ("2e4h", 8, 0.81, 1.20), ("platelet", 20, 3.0, 4.1)],
)
def test_thresholds_of_the_tables_at_two_merits(table, rungs, good, poor):
    """K = 33 and 10, Stokes shift 15 nm: values computed before, elsewhere, by another program."""
    photons, _ = first_threshold(ExcitonLadder(table=table, most_excitons=rungs), REFERENCE, [33.0, 10.0])
    assert photons[0] == pytest.approx(good, rel=0.02)
    assert photons[1] == pytest.approx(poor, rel=0.02)


def test_with_the_table_of_the_paper_the_ladder_is_the_three_state_model():
    """Gain for any number of rungs; decay and yields with three states."""
    three, many = ExcitonLadder(most_excitons=2), ExcitonLadder(most_excitons=7)
    paper = StokesShifted()
    for crystal in (DOT, REFERENCE):
        assert three.absorption(crystal, LAM) == pytest.approx(paper.absorption(crystal, LAM), rel=1e-14)
        assert three.emission(crystal, LAM) == pytest.approx(paper.emission(crystal, LAM), rel=1e-14)
        assert three.decay_rates(crystal) == pytest.approx(paper.decay_rates(crystal), rel=1e-14)
        assert three.radiative_fractions(crystal) == pytest.approx(
            paper.radiative_fractions(crystal), rel=1e-13
        )
        for photons in (0.1, 1.0, 4.0):
            assert material_gain(medium(many, crystal), LAM, poisson(photons, 8)) == pytest.approx(
                material_gain(medium(paper, crystal), LAM, poisson(photons, 3)), rel=1e-11, abs=1e-3
            )


def test_the_scan_for_many_states_finds_what_the_closed_bracket_finds():
    merit = np.array([1.5, 5.0, 33.0])
    lam = np.array([635e-9, 645e-9, 655e-9])[:, np.newaxis]
    exact = threshold_photons(StokesShifted(), REFERENCE, lam, merit)
    scanned = threshold_photons(ExcitonLadder(most_excitons=6), REFERENCE, lam, merit)
    assert scanned == pytest.approx(exact, rel=1e-10)


def test_one_site_is_a_two_level_medium():
    """Absorption and emission of one line: g = C σ_0 (P_1 L_em - P_0 L_abs)."""
    model = ExcitonLadder(table="platelet", sites=1, most_excitons=1)
    p = np.array([0.3, 0.7])
    gain = material_gain(medium(model, REFERENCE), 640e-9, p)
    sigma = 28e-9 / np.sqrt(8 * np.log(2))
    absorbed = np.exp(-0.5 * (15e-9 / sigma) ** 2)
    assert gain == pytest.approx(1e24 * 1e-18 * (0.7 - 0.3 * absorbed), rel=1e-12)


def test_the_platelet_threshold_at_fixed_optical_density_hardly_depends_on_area():
    """Sites, cross sections and volume grow with the area, the number of platelets falls (li2018).

    In the limit of many sites the threshold fluence is the same; with few the Poisson spread shifts it.
    """
    fluences = []
    for factor in (1, 2, 4):
        crystal = replace(
            PLATELET,
            length=PLATELET.length * factor,
            sigma_abs=PLATELET.sigma_abs / 4 * factor,
            sigma_pump=PLATELET.sigma_pump / 4 * factor,
            sigma_high=0.0,
        )
        model = ExcitonLadder(table="platelet", site_area=20e-18, most_excitons=60 * factor)
        assert model.coefficients(crystal).emission[20 * factor - 1] < 1  # 20 sites per factor
        assert model.coefficients(crystal).emission[20 * factor] == 1
        photons = float(threshold_photons(model, crystal, 650e-9, 5.0))
        fluences.append(photons / crystal.sigma_pump)
    near, far = abs(fluences[1] / fluences[0] - 1), abs(fluences[2] / fluences[1] - 1)
    assert near < 0.03
    assert far < 0.7 * near


# --- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", ["wavelength", "energy"])
def test_lines_of_higher_rungs_move_by_the_named_law(axis):
    crystal = replace(REFERENCE, lineshape_axis=axis)
    for law, steps in (("saturating", (0, 1, 1, 1)), ("linear", (0, 1, 2, 3))):
        model = ExcitonLadder(table="platelet", sites=9, most_excitons=4, shift=law)
        lam = np.linspace(600e-9, 660e-9, 60001)
        peaks = lam[model.emission(crystal, lam)[1:].argmax(axis=1)]
        moved = (
            [640e-9 - 5e-9 * s for s in steps]
            if axis == "wavelength"
            else [1 / (1 / 640e-9 + s * (1 / 635e-9 - 1 / 640e-9)) for s in steps]
        )
        assert peaks == pytest.approx(moved, abs=2e-12)
        # the absorption of N is one step further than the emission of N: it makes N + 1 excitons
        dips = lam[model.absorption(crystal, lam)[:4].argmax(axis=1)]
        assert dips[0] == pytest.approx(625e-9, abs=2e-12)
        assert np.diff(dips)[0] == pytest.approx(
            -5e-9 if axis == "wavelength" else np.diff(moved)[0], rel=0.06
        )


def test_absorption_added_by_excitons_grows_with_their_number():
    plain, more = ExcitonLadder(), ExcitonLadder(excited_absorption=0.02)
    extra = more.absorption(PLATELET, LAM) - plain.absorption(PLATELET, LAM)
    wanted = 0.02 * PLATELET.sigma_abs * np.arange(9)[:, np.newaxis]
    assert extra == pytest.approx(np.broadcast_to(wanted, extra.shape), rel=1e-9, abs=1e-30)


def test_absorption_of_excitons_can_be_a_line_of_its_own():
    line = ExcitonLadder(excited_absorption=0.3, excited_wavelength=700e-9, excited_fwhm=40e-9)
    where = [700e-9, 720e-9, 660e-9]
    extra = line.absorption(PLATELET, where) - ExcitonLadder().absorption(PLATELET, where)
    assert extra[2] / (0.6 * PLATELET.sigma_abs) == pytest.approx([1.0, 0.5, 0.0625], rel=1e-9)
    assert not extra[0].any()
    wide = replace(PLATELET, lineshape_axis="wavelength")
    half = [700e-9 + wide.fwhm / 2]
    more = replace(line, excited_fwhm=None).absorption(wide, half) - ExcitonLadder().absorption(wide, half)
    assert more[1] == pytest.approx(0.15 * PLATELET.sigma_abs, rel=1e-9)
    with pytest.raises(InputError, match="give excited_wavelength"):
        ExcitonLadder(excited_absorption=0.3, excited_fwhm=40e-9)


def test_a_table_of_ones_own_is_the_named_one_with_its_numbers():
    own = ExcitonLadder(table="own", absorbs="1, 0.5, 0", emits="0 0.5 1")
    named = ExcitonLadder(table="0-x-xx")
    assert own.absorption(PLATELET, LAM) == pytest.approx(named.absorption(PLATELET, LAM), rel=1e-14)
    assert own.emission(PLATELET, LAM) == pytest.approx(named.emission(PLATELET, LAM), rel=1e-14)
    assert own.filling(PLATELET) == 2
    assert own.references == named.references[1:]


@pytest.mark.parametrize(
    ("absorbs", "emits", "said"),
    [
        ("", "", "go with table"),
        ("1 x", "0 1", "numbers are wanted"),
        ("1 0.5", "0 0.5 1", "as many"),
        ("1 0", "0.1 1", "emits nothing"),
        ("1 -0.5", "0 1", "at least zero"),
        ("1", "0", "2 to 401"),
    ],
)
def test_a_table_that_makes_no_sense_is_a_sentence(absorbs, emits, said):
    with pytest.raises(InputError, match=said):
        ExcitonLadder(table="own", absorbs=absorbs, emits=emits)


def test_gain_spectra_extend_a_ladder_that_ends_too_early_and_say_so():
    medium = GainMedium(
        nanocrystal=PLATELET,
        model=ExcitonLadder(table="platelet", most_excitons=4, auger="pairwise"),
        number_density=1e23,
    )
    found = gain_spectrum(medium, LAM, [0.1, 8.0])
    assert found.data.sizes["state"] > 10
    assert "extended from 4 to" in str(found)
    assert float(found.data.populations[-1, -1]) <= 0.01
    assert gain_spectrum(medium, LAM, [0.1]).data.sizes["state"] == 5


@pytest.mark.parametrize("table", ["0-x-xx", "2e4h", "platelet"])
def test_every_rung_obeys_detailed_balance_when_the_first_does(table):
    """σ_em,N+1/σ_abs,N falls as exp(-E/kT) on every rung, so black-body light leaves P thermal."""
    temperature = 320.0
    crystal = replace(REFERENCE, lineshape_axis="energy")
    width = energy_sigma(crystal.emission_wavelength, crystal.fwhm)
    shift = width**2 / (BOLTZMANN * temperature)
    crystal = replace(crystal, absorption_wavelength=HC / (HC / crystal.emission_wavelength + shift))
    model = ExcitonLadder(table=table, sites=4, most_excitons=4)
    states = 5 if table == "platelet" else 3  # rungs that absorb as well as emit
    energy = HC / crystal.emission_wavelength + np.linspace(-3, 3, 25) * width
    absorption, emission = (f(crystal, HC / energy) for f in (model.absorption, model.emission))
    potentials = []
    for n in range(states - 1):
        slope = np.diff(np.log(emission[n + 1] / absorption[n])) / np.diff(energy)
        assert slope == pytest.approx(-1 / (BOLTZMANN * temperature), rel=1e-6)
        potentials.append(
            float(np.mean(BOLTZMANN * temperature * np.log(emission[n + 1] / absorption[n]) + energy))
        )

    # Birth and death by black-body photons alone, each rate an integral over the line.
    def rate(cross_section, n, spontaneous):
        def integrand(e):
            occupation = 1 / np.expm1(e / (BOLTZMANN * temperature))
            density = 8 * np.pi * e**2 / (PLANCK**3 * SPEED_OF_LIGHT**2)
            return float(cross_section(crystal, HC / e)[n]) * density * (occupation + spontaneous)

        middle = HC / crystal.emission_wavelength
        return quad(integrand, middle - 12 * width, middle + 12 * width, epsabs=0, epsrel=1e-11)[0]

    up = [rate(model.absorption, n, 0.0) for n in range(states - 1)]
    down = [rate(model.emission, n + 1, 1.0) for n in range(states - 1)]
    generator = np.zeros((states, states))
    for n, (u, d) in enumerate(zip(up, down, strict=True)):
        scale = d  # a chain keeps its stationary state when the two rates of a rung are scaled together
        generator[n + 1, n] += u / scale
        generator[n, n] -= u / scale
        generator[n, n + 1] += d / scale
        generator[n + 1, n + 1] -= d / scale
    thermal = np.exp(-np.concatenate([[0], np.cumsum(potentials)]) / (BOLTZMANN * temperature))
    flow = generator @ thermal
    for n, (u, d) in enumerate(zip(up, down, strict=True)):
        assert u * thermal[n] == pytest.approx(d * thermal[n + 1], rel=1e-8)
    assert abs(flow).max() < 1e-8 * thermal[1]


def test_the_balance_of_a_ladder_is_judged_by_the_homogeneous_width_alone():
    crystal = replace(REFERENCE, homogeneous_fwhm=20e-9, lineshape_axis="energy")
    wide = stokes_balance(medium(ExcitonLadder(table="2e4h"), REFERENCE))
    narrow = stokes_balance(medium(ExcitonLadder(table="2e4h"), crystal))
    assert narrow.demanded / wide.demanded == pytest.approx((20 / 28) ** 2, rel=1e-3)
    assert narrow.given == pytest.approx(crystal.stokes_shift, rel=1e-6)  # gain keeps the whole width


# --- rates ---------------------------------------------------------------------------------------


def test_laws_of_decay():
    n = np.arange(9)
    radiative, trap = 0.5 / 20e-9, 0.5 / 20e-9
    auger = 1 / 1e-9 - 4 * radiative - 2 * trap
    rates = ExcitonLadder(radiative="quadratic").rates(REFERENCE)
    assert rates.radiative == pytest.approx(radiative * n**2)
    assert rates.auger == pytest.approx(auger * n**2 * (n - 1) / 4)
    assert rates.traps == pytest.approx(trap * n)
    linear = ExcitonLadder(radiative="linear", auger="pairwise", traps="constant").rates(REFERENCE)
    pair = 1 / 1e-9 - 2 * radiative - trap
    assert linear.radiative == pytest.approx(radiative * n)
    assert linear.auger == pytest.approx(pair * n * (n - 1) / 2)
    assert linear.traps == pytest.approx(trap * (n > 0))
    for model in (ExcitonLadder(), ExcitonLadder(radiative="quadratic"), ExcitonLadder(auger="pairwise")):
        assert model.decay_rates(REFERENCE)[1:3] == pytest.approx([1 / 20e-9, 1 / 1e-9])


def test_a_trion_decays_at_a_quarter_of_the_biexciton_rate_when_both_pathways_are_equal():
    neutral = ExcitonLadder(table="2e2h", radiative="quadratic").rates(REFERENCE).auger[2]
    for law in ("statistical", "pairwise"):
        charged = ExcitonLadder(table="charged", radiative="quadratic", auger=law)
        assert charged.rates(REFERENCE).auger[1] == pytest.approx(neutral / 4)
        only = replace(charged, electron_share=1.0)
        assert only.rates(REFERENCE).auger[1] == pytest.approx(neutral / 2)
    trion = ExcitonLadder(table="charged", radiative="quadratic").rates(REFERENCE).radiative[1]
    assert trion == pytest.approx(2 * 0.5 / 20e-9)  # two electrons for one hole


def test_auger_decay_of_a_platelet_falls_with_its_area():
    model = ExcitonLadder(table="platelet", auger="platelet-area", auger_area=400e-18)
    small, large = (model.rates(replace(PLATELET, length=s)).auger for s in (20e-9, 50e-9))
    assert small[2] / large[2] == pytest.approx(2.5)
    assert small[6] / small[2] == pytest.approx(15)


def test_rates_that_contradict_the_sample_are_refused():
    bright = replace(REFERENCE, tau_xx=6e-9, quantum_yield_x=1.0, quantum_yield_xx=1.0)
    with pytest.raises(InputError, match="radiate and are trapped"):
        ExcitonLadder(radiative="quadratic").rates(bright)
    with pytest.raises(InputError, match="no power of N"):
        ExcitonLadder().rates(replace(REFERENCE, quantum_yield_x=0.0))
    with pytest.raises(InputError, match="needs a nanoplatelet"):
        ExcitonLadder(table="platelet", site_area=30e-18).absorption(DOT, 640e-9)
    red = replace(REFERENCE, biexciton_wavelength=700e-9)
    many = ExcitonLadder(table="platelet", most_excitons=40, sites=40, shift="linear")
    with pytest.raises(InputError, match="beyond an octave"):
        many.emission(red, 640e-9)
    dark = ExcitonLadder().rates(replace(REFERENCE, quantum_yield_xx=0.0))
    assert dark.radiative[1] > 0
    assert (dark.radiative[2:] == 0).all()


# --- populations ---------------------------------------------------------------------------------


def test_a_poisson_distribution_stays_one_under_linear_death():
    """Independent excitons: N e^-kt of them are left, and they are still spread at random."""
    crystal = replace(REFERENCE, tau_xx=10e-9, quantum_yield_x=1.0, quantum_yield_xx=1.0)
    m = medium(ExcitonLadder(radiative="linear", most_excitons=15), crystal)
    assert m.decay_rates() == pytest.approx(np.arange(16) / 20e-9)
    time = np.array([0.0, 1e-9, 7e-9, 40e-9, 300e-9])
    found = driven_populations(m, InstantPulse(), 0.8, time)
    wanted = np.stack([poisson(0.8 * np.exp(-t / 20e-9), 16) for t in time])
    assert abs(found - wanted).max() < 1e-14


def test_long_exponentials_agree_with_an_independent_one():
    """Both ways of advancing, against scipy, for stiff and unsymmetrical ladders."""
    rng = np.random.default_rng(5)
    poles, residues = exponential_poles()
    for states in (5, 17, 33, 61):
        n = np.arange(states)
        for birth in (0.0, 0.3, 20.0, -0.2):
            death = 1e-3 * n**2 * (n - 1) + 0.02 * n
            generator = np.diag(-(death + np.where(n < states - 1, birth, 0.0)))
            generator += np.diag(np.full(states - 1, birth), -1) + np.diag(death[1:], 1)
            start = rng.random(states)
            wanted = expm(generator) @ start
            for way, allowed in ((propagate, 1e-13), (propagate_long, 1e-9 if states < 20 else 1e-6)):
                got = start.copy()
                way(*((birth, death) if way is propagate else (birth, death, poles, residues)), got)
                assert abs(got - wanted).max() < allowed * start.sum()


@pytest.mark.parametrize("rungs", [8, 24])
def test_populations_under_a_pulse_agree_with_lsoda(rungs):
    m = medium(ExcitonLadder(table="2e4h", radiative="quadratic", most_excitons=rungs), REFERENCE)
    pulse, photons = GaussianPulse(fwhm=0.3e-9), 6.0
    rates = m.decay_rates()

    def slope(t, p):
        up = photons * float(pulse.rate(t)) * np.append(p[:-1], 0.0)
        down = rates * p
        return np.append(down[1:], 0.0) - down + np.append(0.0, up[:-1]) - up

    time = np.linspace(-0.5e-9, 3e-9, 15)
    empty = np.zeros(rungs + 1)
    empty[0] = 1.0
    run = solve_ivp(
        slope, (pulse.start, 3e-9), empty, "LSODA", time, rtol=1e-11, atol=1e-13, max_step=0.02e-9
    )
    found = driven_populations(m, pulse, photons, time)
    assert abs(found - run.y.T).max() < 2e-8
    assert found.sum(axis=-1) == pytest.approx(np.ones(15), abs=1e-12)


def test_the_master_equation_agrees_with_single_nanocrystals():
    """Kinetic Monte Carlo of 40 000 nanocrystals after a flash and under a square pump, |z| < 4."""
    m = medium(ExcitonLadder(table="2e2h", radiative="quadratic", most_excitons=12), REFERENCE)
    rates, count = m.decay_rates(), 40_000
    for pulse, photons, time in ((InstantPulse(), 3.0, 0.4e-9), (SquarePulse(duration=1e-9), 4.0, 1.0e-9)):
        rng = np.random.default_rng(11)
        pump = 0.0 if isinstance(pulse, InstantPulse) else photons / 1e-9
        number = rng.poisson(photons, count) if pump == 0 else np.zeros(count, dtype=int)
        number = np.minimum(number, 12)
        clock = np.zeros(count)
        alive = np.ones(count, dtype=bool)
        while alive.any():
            total = rates[number] + pump * (number < 12)
            with np.errstate(divide="ignore"):
                wait = rng.exponential(size=count) / total
            alive &= clock + wait <= time
            clock[alive] += wait[alive]
            born = rng.random(count) * total < pump * (number < 12)
            number[alive] += np.where(born, 1, -1)[alive]
        seen = np.bincount(number, minlength=13) / count
        wanted = driven_populations(m, pulse, photons, [time])[0]
        spread = np.sqrt(np.maximum(wanted * (1 - wanted), 1e-9) / count)
        assert abs((seen - wanted) / spread)[wanted * count > 20].max() < 4


# --- enough rungs --------------------------------------------------------------------------------


def test_rungs_are_added_until_the_last_one_is_almost_empty():
    short = medium(ExcitonLadder(table="platelet", sites=20, most_excitons=4), REFERENCE)
    found, remarks = enough_rungs(short, InstantPulse(), 9.0)
    assert last_rung(poisson(9.0, len(found.states))) <= 0.01
    assert last_rung(poisson(9.0, 5)) > 0.9
    assert "extended from 4 to" in remarks[0]
    same, silent = enough_rungs(short, InstantPulse(), 0.2)
    assert same is short
    assert not silent
    capped, remarks = enough_rungs(short, InstantPulse(), 50.0, most=10)
    assert len(capped.states) == 11
    assert "ends at 10 excitons" in remarks[-1]
    fixed = medium(StokesShifted(), REFERENCE)
    assert enough_rungs(fixed, InstantPulse(), 50.0) == (fixed, ())


def test_thresholds_do_not_depend_on_the_rungs_that_were_asked_for():
    """A ladder that is too short for its threshold is extended, and says so."""
    modes, pump = toy_modes([648e-9, 655e-9, 662e-9]), laser.Pump(wavelength=532e-9)
    found = []
    for rungs in (3, 14):
        model = ExcitonLadder(table="platelet", sites=6, auger="pairwise", most_excitons=rungs)
        found.append(laser.threshold(modes, toy_medium(model), ToyCavity(), pump, verify=False))
    short, enough = found
    assert 1 < enough.photons_per_nanocrystal < 6
    assert short.photons_per_nanocrystal == pytest.approx(enough.photons_per_nanocrystal, rel=0.01)
    assert any("extended from 3" in note for note in short.notes)
    assert not any("extended" in note for note in enough.notes)


# --- a laser with nine states --------------------------------------------------------------------


def test_a_laser_pulse_with_nine_states_agrees_with_lsoda():
    model = ExcitonLadder(table="2e4h", most_excitons=8)
    modes, cavity = toy_modes([650e-9, 657e-9]), ToyCavity()
    pump = laser.Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=0.4e-9))
    m = toy_medium(model)
    equations = rate_equations(mode_gain(modes, m, cavity), m)
    run = trajectory(equations, pump_rate(pump.pulse), 6.0, rtol=1e-8)
    r = equations.rates

    def slope(t, y):
        p, s = y[:9], y[9:11]
        rate = 6.0 * float(pump.pulse.rate(t))
        up = (rate + r.absorb @ s) * p
        up[-1] = 0.0
        down = (r.decay + r.emit @ s) * p
        dp = np.append(down[1:], 0.0) - down + np.append(0.0, up[:-1]) - up
        ds = ((r.emit - r.absorb).T @ p - r.loss) * s + r.seed.T @ p
        return np.concatenate([dp, ds, s])

    empty = np.zeros(13)
    empty[0] = 1.0
    floor = float((r.seed.max(axis=0) / r.loss).min())
    exact = solve_ivp(
        slope, (pump.pulse.start, 60e-9), empty, "LSODA", rtol=1e-9, atol=1e-6 * floor, max_step=0.02e-9
    )
    assert run.light == pytest.approx(exact.y[11:, -1], rel=2e-4)
    assert run.light[0] > 1e3 * floor * 1e-9  # it lases


def test_the_light_curve_of_a_ladder_keeps_its_books():
    pump = laser.Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=0.4e-9))
    modes, cavity, m = toy_modes([650e-9, 657e-9]), ToyCavity(), toy_medium(ExcitonLadder(table="2e4h"))
    first = laser.threshold(modes, m, cavity, pump)
    assert first.lases
    curve = laser.light_curve(
        modes, m, cavity, pump, laser.Instrument(), first, levels=first.fluence * np.array([0.5, 2.0, 8.0])
    )
    assert curve.balance < 1e-8
    assert list(curve.data.state.values[:4]) == ["0", "X", "XX", "3X"]
    lost = curve.data.budget.sel(pump=2).values[
        list(curve.data.channel.values).index("lost above the last state")
    ]
    assert lost < 0.01
    energy = curve.data.emitted_energy.sum("mode").values
    assert energy[1] > 30 * energy[0]


def test_gain_rises_with_the_pump_above_transparency_on_every_rung():
    model = ExcitonLadder(table="2e4h")
    gains = [material_gain(medium(model, REFERENCE), 645e-9, poisson(n, 9)) for n in (0, 0.5, 1, 2, 4, 8)]
    assert all(b > a for a, b in pairwise(gains))
