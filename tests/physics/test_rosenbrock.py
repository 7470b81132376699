"""The integrator: linear algebra, Jacobian, order, invariants and quadrature."""

import numpy as np
import pytest
from scipy.linalg import expm
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.gain import GaussianPulse
from colase.laser.ladder_kernel import integrate, jacobian, slopes
from colase.laser.mode_gain import mode_gain
from colase.laser.rate_equations import Rates, rate_equations
from colase.laser.rosenbrock import GAMMA, SUM, A, C, W, factor, solve
from colase.laser.trajectory import pump_rate

RNG = np.random.default_rng(7)


def random_rates(states=4, modes=9):
    return Rates(
        decay=np.append(0.0, RNG.uniform(0.1, 2, states - 1)),
        absorb=RNG.uniform(0, 3, (states, modes)),
        emit=RNG.uniform(0, 3, (states, modes)) * (np.arange(states) > 0)[:, np.newaxis],
        seed=RNG.uniform(0, 1e-2, (states, modes)) * (np.arange(states) > 0)[:, np.newaxis],
        loss=RNG.uniform(1, 4, modes),
    )


def plain_slopes(rates, pump, y):
    """The rate equations once more, written with whole arrays."""
    n = rates.emit.shape[0]
    p, s = y[:n], y[n:]
    up, down = pump + rates.absorb @ s, rates.decay + rates.emit @ s
    up[-1] = 0.0
    flow_up, flow_down = up * p, down * p
    dp = -flow_up - flow_down
    dp[1:] += flow_up[:-1]
    dp[:-1] += flow_down[1:]
    ds = ((rates.emit - rates.absorb).T @ p - rates.loss) * s + rates.seed.T @ p
    return np.concatenate([dp, ds])


def random_state(rates):
    states, modes = rates.emit.shape
    p = RNG.uniform(0, 1, states)
    return p / p.sum(), RNG.uniform(0, 1, modes)


def test_slopes_against_whole_arrays():
    rates = random_rates()
    p, s = random_state(rates)
    dp, ds = np.full_like(p, np.nan), np.full_like(s, np.nan)
    slopes(rates, 0.7, p, s, dp, ds)
    np.testing.assert_allclose(
        np.concatenate([dp, ds]), plain_slopes(rates, 0.7, np.concatenate([p, s])), rtol=1e-13
    )


def blocks(rates, pump, p, s):
    n, m = rates.emit.shape
    a, b, c, d = np.empty((n, n)), np.empty((n, m)), np.empty((n, m)), np.empty(m)
    jacobian(rates, pump, p, s, a, b, c, d)
    return a, b, c, d


def test_jacobian_is_exact():
    # The equations are quadratic, so central differences have no truncation error.
    rates = random_rates()
    p, s = random_state(rates)
    a, b, c, d = blocks(rates, 0.7, p, s)
    y = np.concatenate([p, s])
    differences = [
        (plain_slopes(rates, 0.7, y + e) - plain_slopes(rates, 0.7, y - e)) / 2 for e in np.eye(y.size)
    ]
    np.testing.assert_allclose(np.block([[a, b], [c.T, np.diag(d)]]), np.array(differences).T, atol=1e-12)


@pytest.mark.parametrize("step", [1e-3, 0.1, 30.0])
def test_block_elimination_solves_the_full_system(step):
    rates = random_rates()
    p, s = random_state(rates)
    a, b, c, d = blocks(rates, 0.7, p, s)
    g = 1 / (GAMMA * step)
    inverse, schur = np.empty_like(s), np.empty_like(a)
    factor(g, a, b, c, d, inverse, schur)
    right = RNG.normal(size=p.size + s.size)
    up, us = right[: p.size].copy(), right[p.size :].copy()
    solve(b, c, inverse, schur, up, us)
    full = g * np.eye(right.size) - np.block([[a, b], [c.T, np.diag(d)]])
    np.testing.assert_allclose(full @ np.concatenate([up, us]), right, rtol=1e-9, atol=1e-10)


def test_stability_function():
    # y' = z y with h = 1: R(z) agrees with exp(z) to order 4 and vanishes at infinity (L-stable).
    def one_step(z):
        u = np.zeros(6, dtype=complex)
        for i in range(6):
            u[i] = (z * (1 + A[i] @ u) + C[i] @ u) / (1 / GAMMA - z)
        return 1 + SUM @ u

    errors = [abs(one_step(-h) - np.exp(-h)) for h in (0.2, 0.1)]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(5.0, abs=0.3)
    assert abs(one_step(-1e9)) < 1e-7
    assert max(abs(one_step(1j * w)) for w in np.geomspace(1e-3, 1e3, 400)) < 1 + 1e-9


def test_quadrature_weights_integrate_a_constant_and_a_decay():
    # A state that acts on nothing collects the integral of exp(-t) to the order of the method.
    errors = []
    for h in (0.4, 0.2, 0.1):
        u = np.zeros(6)
        for i in range(6):
            u[i] = (-(1 + A[i] @ u) + C[i] @ u / h) / (1 / (GAMMA * h) + 1)
        errors.append(abs(h * (1 + W @ u) - (1 - np.exp(-h))))
    assert np.log2(errors[1] / errors[2]) == pytest.approx(5.0, abs=0.4)


def run_fixed(rates, pulse, photons, step, end=None, rtol=1e30):
    """Integrate with steps of one length; return populations, photons and the two integrals."""
    states, modes = rates.emit.shape
    p, s, occupied, light = np.zeros(states), np.zeros(modes), np.zeros(states), np.zeros(modes)
    p[0] = 1.0
    books, peaks = np.zeros(4), [np.zeros(modes) for _ in range(3)]
    rate = pump_rate(pulse)
    time, steps = integrate(
        rates, p, s, occupied, light, books, *peaks, np.zeros(states), 1e-14, np.full(modes, 1e-16), rtol,
        rate.start, rate.end if end is None else end, rate.coefficients, photons, step, 0.0, 10_000_000,
    )  # fmt: skip
    assert time == (rate.end if end is None else end)
    return np.concatenate([p, s]), np.concatenate([occupied, light]), books, steps


def test_observed_order_is_four():
    # Gentle coefficients, so that the classical order shows; a pulse 1 s long that drives everything.
    rates, pulse = random_rates(), GaussianPulse(fwhm=0.4)
    exact = run_fixed(rates, pulse, 3.0, 1.0, rtol=1e-12)
    errors = {}
    for step in (0.02, 0.01, 0.005):
        found = run_fixed(rates, pulse, 3.0, step)
        errors[step] = [abs(a - b).max() for a, b in zip(found[:2], exact[:2], strict=True)]
    for k in range(2):
        order = np.log2(errors[0.01][k] / errors[0.005][k])
        assert order == pytest.approx(4.0, abs=0.35)


def test_invariants_hold_at_any_tolerance():
    # Photons absorbed = excitons + photons + all channels, however large the steps.
    rates = random_rates()
    for step in (0.3, 0.05):
        y, integral, books, _ = run_fixed(rates, GaussianPulse(fwhm=0.4), 3.0, step)
        n = rates.emit.shape[0]
        seed_total = rates.seed.sum(axis=1)
        ends = (
            y[:n] @ np.arange(n)
            + y[n:].sum()
            + books[1]
            + (rates.decay - seed_total) @ integral[:n]
            + rates.loss @ integral[n:]
        )
        assert ends == pytest.approx(books[0], rel=1e-13)
        assert y[:n].sum() == pytest.approx(1.0, abs=1e-14)


def test_without_light_the_ladder_is_a_matrix_exponential():
    decay = (0.0, 1.0, 5.0, 11.0)
    rates = Rates(np.array(decay), *(np.zeros((4, 1)) for _ in range(3)), np.ones(1))
    pulse = GaussianPulse(fwhm=0.4)
    p = run_fixed(rates, pulse, 0.0, 0.01, end=pulse.start + 1.0, rtol=1e-10)[0]
    assert p[0] == 1.0
    generator = np.diag(-np.array(decay)) + np.diag(decay[1:], 1)
    start = np.array([0.1, 0.2, 0.3, 0.4])
    q, s, occupied = start.copy(), np.zeros(1), np.zeros(4)
    integrate(
        rates, q, s, occupied, np.zeros(1), np.zeros(4), *(np.zeros(1) for _ in range(3)), np.zeros(4),
        1e-14, np.ones(1), 1e-11, 0.0, 0.7, pump_rate(pulse).coefficients, 0.0, 1.0, 0.0, 100_000,
    )  # fmt: skip
    np.testing.assert_allclose(q, expm(0.7 * generator) @ start, atol=1e-9)
    gone = start @ np.arange(4) - q @ np.arange(4)
    assert occupied @ np.array(decay) == pytest.approx(gone, rel=1e-12)


def test_pulse_spline_is_the_pulse():
    pulse = GaussianPulse(fwhm=1e-9)
    rates = random_rates()
    books = run_fixed(Rates(*(1e9 * r for r in rates)), pulse, 2.5, 1e-10, rtol=1e-6)[2]
    assert books[0] == pytest.approx(2.5, rel=5e-9)  # the pulse ends at six standard deviations
    assert books[0] < 2.5


def test_ground_state_that_emits_is_refused():
    from colase.errors import PhysicsError

    model = FlatLadder(absorbs=(1e-20, 0.0), emits=(1e-21, 1e-20), decays=(0.0, 1e8))
    medium = toy_medium(model)
    with pytest.raises(PhysicsError, match="nothing to give"):
        rate_equations(mode_gain(toy_modes([650e-9]), medium, ToyCavity()), medium)
