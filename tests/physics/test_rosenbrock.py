"""The integrator: linear algebra, Jacobian, order, invariants and quadrature."""

import numpy as np
import pytest
from scipy.linalg import expm
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.gain import GaussianPulse
from colase.laser.dynamics.cells import Cells
from colase.laser.dynamics.ladder_kernel import State, blocks, integrate, jacobian, slopes
from colase.laser.dynamics.rate_equations import rate_equations
from colase.laser.dynamics.rosenbrock import GAMMA, SUM, A, C, W, factor, modes_first, solve, work_space
from colase.laser.dynamics.trajectory import pump_rate
from colase.laser.mode_gain import mode_gain

RNG = np.random.default_rng(7)


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


@pytest.mark.parametrize("count", [1, 5])
def test_slopes_against_whole_arrays(count):
    cells = random_rates(cells=count)
    p, s = random_state(cells)
    dp, ds = np.full_like(p, np.nan), np.full_like(s, np.nan)
    slopes(cells, 0.7, p, s, dp, ds)
    np.testing.assert_allclose(
        np.concatenate([dp.ravel(), ds]),
        plain_slopes(cells, 0.7, np.concatenate([p.ravel(), s])),
        rtol=1e-12,
        atol=1e-14,
    )


def dense(parts):
    """Return the Jacobian as a matrix."""
    up, down, b, c, d = parts
    cells, states, modes = b.shape
    a = np.zeros((cells, states, cells, states))
    for x in range(cells):
        diagonal = np.diag(-up[x] - down[x])
        a[x, :, x, :] = diagonal + np.diag(up[x, :-1], -1) + np.diag(down[x, 1:], 1)
    n = cells * states
    return np.block([[a.reshape(n, n), b.reshape(n, modes)], [c.reshape(n, modes).T, np.diag(d)]])


def jacobian_blocks(cells, pump, p, s):
    parts = blocks(*cells.emit.shape)
    jacobian(cells, pump, p, s, parts)
    return parts


@pytest.mark.parametrize("count", [1, 5])
def test_jacobian_is_exact(count):
    # The equations are quadratic, so central differences have no truncation error.
    cells = random_rates(cells=count)
    p, s = random_state(cells)
    y = np.concatenate([p.ravel(), s])
    differences = [
        (plain_slopes(cells, 0.7, y + e) - plain_slopes(cells, 0.7, y - e)) / 2 for e in np.eye(y.size)
    ]
    np.testing.assert_allclose(dense(jacobian_blocks(cells, 0.7, p, s)), np.array(differences).T, atol=1e-12)


@pytest.mark.parametrize("step", [1e-3, 0.1, 30.0])
@pytest.mark.parametrize(("count", "modes"), [(1, 9), (5, 2), (3, 40)])
def test_block_elimination_solves_the_full_system(step, count, modes):
    cells = random_rates(modes=modes, cells=count)
    p, s = random_state(cells)
    parts = jacobian_blocks(cells, 0.7, p, s)
    g = 1 / (GAMMA * step)
    work = work_space(count, 4, modes)
    assert work.modes_first == (modes > 4 * count)
    factor(g, *parts, work)
    right = RNG.normal(size=p.size + s.size)
    up, us = right[: p.size].reshape(p.shape).copy(), right[p.size :].copy()
    solve(parts.b, parts.c, parts.down, work, up.reshape(-1), us)
    full = g * np.eye(right.size) - dense(parts)
    np.testing.assert_allclose(full @ np.concatenate([up.ravel(), us]), right, rtol=1e-9, atol=1e-9)


def test_the_cheaper_side_is_eliminated():
    assert modes_first(1, 6, 20)
    assert not modes_first(120, 6, 20)
    assert modes_first(10, 3, 1000)


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


def fresh_state(p, s):
    modes = s.size
    return State(
        p, s, np.zeros_like(p), np.zeros(modes), np.zeros(2), *(np.zeros(modes) for _ in range(3)), p.copy(),
        np.zeros(1),
    )  # fmt: skip


def run_fixed(cells, pulse, photons, step, end=None, rtol=1e30):
    """Integrate with steps of one length; return populations, photons and the two integrals."""
    count, states, modes = cells.emit.shape
    p = np.zeros((count, states))
    p[:, 0] = 1.0
    state = fresh_state(p, np.zeros(modes))
    (piece,) = pump_rate(pulse).pieces
    end = piece.end if end is None else end
    time, steps = integrate(
        cells, state, blocks(*cells.emit.shape), work_space(*cells.emit.shape), 1e-14, np.full(modes, 1e-16),
        rtol, piece.start, end, piece.knots, piece.coefficients, False, photons, step, 0.0,
        10_000_000,
    )  # fmt: skip
    assert time == end
    y = np.concatenate([state.p.ravel(), state.s])
    return y, np.concatenate([state.occupied.ravel(), state.light]), state.books, steps


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
    state = fresh_state(start[np.newaxis].copy(), np.zeros(1))
    (piece,) = pump_rate(pulse).pieces
    integrate(
        cells, state, blocks(1, 4, 1), work_space(1, 4, 1), 1e-14, np.ones(1), 1e-11, 0.0, 0.7, piece.knots,
        piece.coefficients, False, 0.0, 1.0, 0.0, 100_000,
    )  # fmt: skip
    np.testing.assert_allclose(state.p[0], expm(0.7 * generator) @ start, atol=1e-9)
    gone = start @ np.arange(4) - state.p[0] @ np.arange(4)
    assert state.occupied[0] @ np.array(decay) == pytest.approx(gone, rel=1e-12)


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
