"""The integrator: linear algebra, Jacobian, order, invariants and quadrature."""

import numpy as np
import pytest
from scipy.linalg import expm
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.gain import GaussianPulse
from colase.laser.dynamics.cells import Cells
from colase.laser.dynamics.distinct_spectra import distinct_spectra
from colase.laser.dynamics.elimination import factor, modes_first, solve
from colase.laser.dynamics.ladder_kernel import State, integrate, slopes, stages
from colase.laser.dynamics.point import linearise, point, work_space
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import rate_equations
from colase.laser.dynamics.rosenbrock import ALPHA, GAMMA, STAGES, SUM, A, C, D, W
from colase.laser.mode_gain import mode_gain

RNG = np.random.default_rng(7)


@pytest.fixture(autouse=True)
def same_numbers_in_every_order():
    RNG.bit_generator.state = np.random.default_rng(7).bit_generator.state


def random_rates(states=4, modes=9, cells=1):
    def some(low, high, *shape):
        return RNG.uniform(low, high, shape)

    excited = (np.arange(states) > 0)[:, np.newaxis]
    weight, share = some(0.5, 1, cells), some(0.5, 1, cells)
    weight /= weight.sum()
    return Cells(
        weight=weight,
        share=share / (weight @ share),
        decay=np.append(0.0, RNG.uniform(0.1, 2, states - 1)),
        absorb=some(0, 3, cells, states, modes),
        emit=some(0, 3, cells, states, modes) * excited,
        seed=some(0, 1e-2, cells, states, modes) * excited,
        loss=RNG.uniform(1, 4, modes),
    )


def plain_slopes(cells, pump, y):
    """The rate equations once more, written with whole arrays."""
    shape = cells.emit.shape[:2]
    p, s = y[: shape[0] * shape[1]].reshape(shape), y[shape[0] * shape[1] :]
    up, down = pump * cells.share[:, np.newaxis] + cells.absorb @ s, cells.decay + cells.emit @ s
    up[:, -1] = 0.0
    flow_up, flow_down = up * p, down * p
    dp = -flow_up - flow_down
    dp[:, 1:] += flow_up[:, :-1]
    dp[:, :-1] += flow_down[:, 1:]
    weighted = cells.weight[:, np.newaxis] * p
    net = np.einsum("xn,xnm->m", weighted, cells.emit - cells.absorb)
    ds = (net - cells.loss) * s + np.einsum("xn,xnm->m", weighted, cells.seed)
    return np.concatenate([dp.ravel(), ds])


def random_state(cells):
    p = RNG.uniform(0, 1, cells.emit.shape[:2])
    return p / p.sum(axis=1, keepdims=True), RNG.uniform(0, 1, cells.loss.size)


def linearised(cells, p, s, modes_last, pump=0.7):
    """Return the spectra, a point with everything linear in it, and memory."""
    shape = cells.emit.shape
    spectra = distinct_spectra(cells, modes_last)
    at, work = point(*shape, spectra.rows), work_space(spectra, *shape)
    at.p[:], at.s[:] = p.T, s
    linearise(cells, spectra, pump, at, work)
    return spectra, at, work


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("modes_last", [True, False])
def test_slopes_against_whole_arrays(count, modes_last):
    cells = random_rates(cells=count)
    p, s = random_state(cells)
    spectra, at, _ = linearised(cells, p, s, modes_last)
    dp, ds = np.full_like(at.p, np.nan), np.full_like(s, np.nan)
    slopes(spectra, cells.loss, at.pump, cells.decay, at.p, at.light, s, at.gain, at.emission, dp, ds)
    np.testing.assert_allclose(
        np.concatenate([dp.T.ravel(), ds]),
        plain_slopes(cells, 0.7, np.concatenate([p.ravel(), s])),
        rtol=1e-12,
        atol=1e-14,
    )


def dense(cells, p, s):
    """Return the Jacobian: the equations are quadratic, so central differences have no truncation error."""
    y = np.concatenate([p.ravel(), s])
    columns = [
        (plain_slopes(cells, 0.7, y + e) - plain_slopes(cells, 0.7, y - e)) / 2 for e in np.eye(y.size)
    ]
    return np.array(columns).T


@pytest.mark.parametrize("step", [1e-3, 0.1, 30.0])
@pytest.mark.parametrize(("count", "modes"), [(1, 9), (5, 2), (3, 40), (9, 3)])
@pytest.mark.parametrize("modes_last", [True, False])
def test_block_elimination_solves_the_full_system(step, count, modes, modes_last):
    cells = random_rates(modes=modes, cells=count)
    p, s = random_state(cells)
    spectra, at, work = linearised(cells, p, s, modes_last)
    g = 1 / (GAMMA * step)
    factor(g, cells, spectra, at, work)
    right_p, right_s = RNG.normal(size=p.shape), RNG.normal(size=modes)
    right_p -= right_p.mean(axis=1, keepdims=True)  # populations only change places
    up, us, light = right_p.T.copy(), right_s.copy(), np.empty_like(at.light)
    gain, emission = np.empty(modes), np.empty(modes)
    solve(g, cells, spectra, at, work, up, light, us, gain, emission)
    full = g * np.eye(p.size + modes) - dense(cells, p, s)
    np.testing.assert_allclose(
        full @ np.concatenate([up.T.ravel(), us]), np.concatenate([right_p.ravel(), right_s]), atol=1e-9
    )
    weighted = cells.weight[:, np.newaxis] * up.T
    net = np.einsum("xn,xnm->m", weighted, cells.emit - cells.absorb)
    np.testing.assert_allclose(gain, net, atol=1e-10)
    np.testing.assert_allclose(emission, np.einsum("xn,xnm->m", weighted, cells.seed), atol=1e-10)


@pytest.mark.parametrize("modes_last", [True, False])
def test_a_step_of_a_billion_lifetimes_keeps_the_populations_together(modes_last):
    # g - J is singular up to rounding there; the sum over a cell must not notice.
    cells = random_rates(modes=3, cells=2)
    p, s = random_state(cells)
    spectra, at, work = linearised(cells, p, 1e-3 * s, modes_last)
    factor(1e-9, cells, spectra, at, work)
    right = RNG.normal(size=p.shape)
    right -= right.mean(axis=1, keepdims=True)
    up, us, light = right.T.copy(), RNG.normal(size=3), np.empty_like(at.light)
    solve(1e-9, cells, spectra, at, work, up, light, us, np.empty(3), np.empty(3))
    assert abs(up.sum(axis=0)).max() < 1e-13 * abs(up).max()


def test_the_cheaper_side_is_eliminated():
    assert modes_first(1, 6, 20)
    assert not modes_first(120, 6, 20)
    assert modes_first(10, 3, 1000)


def test_stability_function():
    # y' = z y with h = 1: R(z) agrees with exp(z) to order 5 and vanishes at infinity (L-stable).
    def one_step(z):
        u = np.zeros(STAGES, dtype=complex)
        for i in range(STAGES):
            u[i] = (z * (1 + A[i] @ u) + C[i] @ u) / (1 / GAMMA - z)
        return 1 + SUM @ u

    errors = [abs(one_step(-h) - np.exp(-h)) for h in (0.2, 0.1)]
    assert np.log2(errors[0] / errors[1]) > 5.8
    assert abs(one_step(-1e9)) < 1e-7
    assert max(abs(one_step(1j * w)) for w in np.geomspace(1e-3, 1e3, 400)) < 1 + 1e-9


def test_coefficients_belong_together():
    # alpha_i = sum_j alpha_ij, d_i = sum_j gamma_ij with the matrices before their transformation.
    gamma = np.linalg.inv(np.eye(STAGES) / GAMMA - C)
    np.testing.assert_allclose((A @ gamma).sum(axis=1), ALPHA, atol=1e-13)
    np.testing.assert_allclose(gamma.sum(axis=1), D, atol=1e-13)


def test_quadrature_weights_integrate_a_constant_and_a_decay():
    # A state that acts on nothing collects the integral of exp(-t) to the order of the method.
    errors = []
    for h in (0.8, 0.4, 0.2):
        u = np.zeros(STAGES)
        for i in range(STAGES):
            u[i] = (-(1 + A[i] @ u) + C[i] @ u / h) / (1 / (GAMMA * h) + 1)
        errors.append(abs(h * (1 + W @ u) - (1 - np.exp(-h))))
    assert np.log2(errors[1] / errors[2]) == pytest.approx(6.0, abs=0.4)


def fresh_state(p, s):
    modes = s.size
    return State(
        p, s, np.zeros_like(p), np.zeros(modes), np.zeros(2), *(np.zeros(modes) for _ in range(3)), p.copy(),
        np.zeros(1),
    )  # fmt: skip


def run_fixed(cells, pulse, photons, step, end=None, rtol=1e30):
    """Integrate with steps of one length; return populations, photons and the two integrals."""
    count, states, modes = cells.emit.shape
    p = np.zeros((states, count))
    p[0] = 1.0
    state = fresh_state(p, np.zeros(modes))
    (piece,) = pump_rate(pulse).pieces
    end = piece.end if end is None else end
    time, steps = integrate(
        cells, *memory(cells, state), np.full(p.size + modes, 1e-14), rtol, piece.start, end,
        piece.knots, piece.coefficients, False, photons, step, 0.0, 10_000_000,
    )  # fmt: skip
    assert time == end
    y = np.concatenate([state.p.T.ravel(), state.s])
    return y, np.concatenate([state.occupied.T.ravel(), state.light]), state.books, steps


def memory(cells, state):
    shape = cells.emit.shape
    spectra = distinct_spectra(cells, modes_first(*shape))
    return (
        spectra,
        state,
        point(*shape, spectra.rows),
        stages(*shape, spectra.rows),
        work_space(spectra, *shape),
    )


def test_observed_order_is_five():
    # Gentle coefficients, so that the classical order shows; a pulse 1 s long that drives everything.
    rates, pulse = random_rates(), GaussianPulse(fwhm=0.4)
    exact = run_fixed(rates, pulse, 3.0, 1.0, rtol=1e-12)
    errors = {}
    for step in (0.04, 0.02, 0.01):
        found = run_fixed(rates, pulse, 3.0, step)
        errors[step] = [abs(a - b).max() for a, b in zip(found[:2], exact[:2], strict=True)]
    for k in range(2):
        order = np.log2(errors[0.02][k] / errors[0.01][k])
        assert order == pytest.approx(5.0, abs=0.4)


@pytest.mark.parametrize("count", [1, 4])
def test_invariants_hold_at_any_tolerance(count):
    # Photons absorbed = excitons + photons + all channels, however large the steps.
    cells = random_rates(cells=count)
    for step in (0.3, 0.05):
        y, integral, books, _ = run_fixed(cells, GaussianPulse(fwhm=0.4), 3.0, step)
        p, s = y[: 4 * count].reshape(count, 4), y[4 * count :]
        occupied, light = integral[: 4 * count].reshape(count, 4), integral[4 * count :]
        elsewhere = cells.decay - cells.seed.sum(axis=2)
        ends = (
            cells.weight @ p @ np.arange(4)
            + s.sum()
            + books[1]
            + cells.weight @ (elsewhere * occupied).sum(axis=1)
            + cells.loss @ light
        )
        assert ends == pytest.approx(books[0], rel=1e-12)
        np.testing.assert_allclose(p.sum(axis=1), 1.0, atol=1e-13)


def test_equal_cells_are_one_cell():
    one = random_rates()
    many = Cells(
        np.full(6, 1 / 6),
        np.ones(6),
        one.decay,
        *(np.repeat(x, 6, axis=0) for x in (one.absorb, one.emit, one.seed)),
        one.loss,
    )
    pulse = GaussianPulse(fwhm=0.4)
    alone, together = (run_fixed(cells, pulse, 3.0, 0.1, rtol=1e-9)[0] for cells in (one, many))
    np.testing.assert_allclose(together[24:], alone[4:], rtol=1e-7)
    np.testing.assert_allclose(together[:24].reshape(6, 4), np.tile(alone[:4], (6, 1)), rtol=1e-7)


def test_without_light_the_ladder_is_a_matrix_exponential():
    decay = (0.0, 1.0, 5.0, 11.0)
    dark = (np.zeros((1, 4, 1)) for _ in range(3))
    cells = Cells(np.ones(1), np.ones(1), np.array(decay), *dark, np.ones(1))
    pulse = GaussianPulse(fwhm=0.4)
    p = run_fixed(cells, pulse, 0.0, 0.01, end=pulse.start + 1.0, rtol=1e-10)[0]
    assert p[0] == 1.0
    generator = np.diag(-np.array(decay)) + np.diag(decay[1:], 1)
    start = np.array([0.1, 0.2, 0.3, 0.4])
    state = fresh_state(start[:, np.newaxis].copy(), np.zeros(1))
    (piece,) = pump_rate(pulse).pieces
    integrate(
        cells, *memory(cells, state), np.full(5, 1e-14), 1e-11, 0.0, 0.7, piece.knots,
        piece.coefficients, False, 0.0, 1.0, 0.0, 100_000,
    )  # fmt: skip
    np.testing.assert_allclose(state.p[:, 0], expm(0.7 * generator) @ start, atol=1e-9)
    gone = start @ np.arange(4) - state.p[:, 0] @ np.arange(4)
    assert state.occupied[:, 0] @ np.array(decay) == pytest.approx(gone, rel=1e-12)


def test_pulse_spline_is_the_pulse():
    pulse = GaussianPulse(fwhm=1e-9)
    cells = random_rates()
    fast = Cells(*cells[:2], *(1e9 * r for r in cells[2:]))
    books = run_fixed(fast, pulse, 2.5, 1e-10, rtol=1e-6)[2]
    assert books[0] == pytest.approx(2.5, rel=5e-9)  # the pulse ends at six standard deviations
    assert books[0] < 2.5


def test_ground_state_that_emits_is_refused():
    from colase.errors import PhysicsError

    model = FlatLadder(absorbs=(1e-20, 0.0), emits=(1e-21, 1e-20), decays=(0.0, 1e8))
    medium = toy_medium(model)
    with pytest.raises(PhysicsError, match="nothing to give"):
        rate_equations(mode_gain(toy_modes([650e-9]), medium, ToyCavity()), medium)
