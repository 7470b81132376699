"""Draws of an ensemble of walkers against densities whose moments are known."""

import numpy as np
import pytest

from colase.errors import InputError
from colase.measurement.sampling import autocorrelation_time, sample


def test_a_correlated_normal_of_very_different_scales():
    covariance = np.array([[1.0, 0.97e-6, 0], [0.97e-6, 1e-12, 0], [0, 0, 1e8]])
    inverse = np.linalg.inv(covariance)
    mean = np.array([3.0, -2e-6, 5e4])

    def log(x):
        d = x - mean
        return -0.5 * np.einsum("ni,ij,nj->n", d, inverse, d)

    start = np.diag([4.0, 4e-12, 4e8])
    chain = sample(log, mean, start, seed=1)
    assert chain.converged
    scale = np.sqrt(np.diag(covariance))
    assert np.allclose((chain.draws.mean(axis=0) - mean) / scale, 0, atol=0.06)
    found = np.cov(chain.draws.T) / np.outer(scale, scale)
    assert np.allclose(found, covariance / np.outer(scale, scale), atol=0.08)


def test_a_banana():
    """x normal, y = x^2 + normal: moments of y are 1 and 2 + s^2."""

    def log(x):
        return -0.5 * x[:, 0] ** 2 - 0.5 * ((x[:, 1] - x[:, 0] ** 2) / 0.3) ** 2

    chain = sample(log, np.zeros(2), np.eye(2), seed=3)
    x, y = chain.draws.T
    assert chain.converged
    assert x.mean() == pytest.approx(0, abs=0.1)
    assert x.std() == pytest.approx(1, rel=0.08)
    assert y.mean() == pytest.approx(1, rel=0.12)
    assert np.mean((y - x**2) ** 2) == pytest.approx(0.09, rel=0.1)


def test_an_edge_is_kept():
    def log(x):
        return np.where(x[:, 0] > 0, -x[:, 0], -np.inf)

    chain = sample(log, np.array([1.0]), np.eye(1), seed=2)
    assert chain.draws.min() > 0
    own_error = np.sqrt(chain.autocorrelation / (32 * chain.length))  # of a mean over 32 walkers
    assert chain.draws.mean() == pytest.approx(1, abs=4 * own_error)
    assert np.quantile(chain.draws, 0.95) == pytest.approx(np.log(20), abs=16 * own_error)


def test_memory_of_a_known_process():
    rng, memory = np.random.default_rng(0), 0.9
    path = np.zeros((20_000, 8))
    for i in range(1, len(path)):
        path[i] = memory * path[i - 1] + rng.standard_normal(8)
    assert autocorrelation_time(path) == pytest.approx((1 + memory) / (1 - memory), rel=0.1)


def test_bad_walkers_are_said():
    with pytest.raises(InputError, match="even number"):
        sample(lambda x: -(x[:, 0] ** 2), np.zeros(3), np.eye(3), walkers=5)
    with pytest.raises(InputError, match="not finite"):
        sample(lambda x: np.full(len(x), -np.inf), np.zeros(1), np.eye(1))
