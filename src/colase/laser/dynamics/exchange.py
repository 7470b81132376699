"""What ladders and modes exchange: the right-hand side of `rate_equations`, in parts that are linear.

With T and S the tables of `distinct_spectra`, the light in each cell L = T s, the gain of each mode
G = T^T g(P) and its spontaneous emission E = S^T q(P) are linear in the photons s and the populations P, and

    dP/dt = flow(L, P),   ds/dt = (G - loss) s + E

with a flow up and down the rungs that is linear in L and in P. L, G and E are therefore carried along by
the integrator like further unknowns: the sums over all cells and modes, which cost most, are taken once a
stage and not again for every right-hand side.
Arrays of cells have the cell last, so that one instruction treats eight of them.
"""

from __future__ import annotations

from numba import njit

from .row_products import FAST, KERNEL, add_product, add_transposed_product, clear


@njit(**KERNEL)
def gather(table, modes_last, s, out):
    """Write T s, ``out`` of shape (row, cell)."""
    row = out.reshape(out.size)
    clear(row)
    if modes_last:
        add_product(table, s, row)
    else:
        add_transposed_product(table, s, row)


@njit(**KERNEL)
def emit(weight, spectra, p, net, born, gain, emission):
    """Write G = T^T g(P) and E = S^T q(P); ``net`` and ``born`` are memory for g and q."""
    clear(gain)
    clear(emission)
    if spectra.modes_last:
        row = p.reshape(p.size)
        add_transposed_product(spectra.gains, row, gain)
        add_transposed_product(spectra.births, row, emission)
    else:
        weights(weight, spectra, p, net, born)
        add_product(spectra.light, net.reshape(net.size), gain)
        add_product(spectra.seeds, born.reshape(born.size), emission)


@njit(**KERNEL, fastmath=FAST)
def weights(weight, spectra, p, net, born):
    """Write g(P) and q(P): by what T and S count in gain and spontaneous emission of the modes."""
    row, factor = spectra.row, spectra.factor
    clear(net.reshape(net.size))
    clear(born.reshape(born.size))
    for n in range(p.shape[0]):
        add_shares(weight, p[n], -factor[0, n], net[row[0, n]])
        add_shares(weight, p[n], factor[1, n], net[row[1, n]])
        add_shares(weight, p[n], factor[2, n], born[row[2, n]])


@njit(**KERNEL, fastmath=FAST)
def add_shares(weight, p, part, out):
    """Add a part of the populations (cell,) of one state, weighted with the share of each cell."""
    if part != 0.0:
        for x in range(p.size):
            out[x] += part * weight[x] * p[x]


@njit(**KERNEL, fastmath=FAST)
def rates(spectra, light, own, decay, up, down):
    """Write the rates of leaving each state upwards and downwards, for a pump ``own`` (cell,) in 1/s."""
    row, factor = spectra.row, spectra.factor
    last = up.shape[0] - 1
    for n in range(last + 1):
        _leave(factor[1, n], light[row[1, n]], own, 0.0, decay[n], down[n])
        _leave(factor[0, n], light[row[0, n]], own, 1.0, 0.0, up[n])
    clear(up[last])


@njit(**KERNEL, fastmath=FAST)
def _leave(part, light, own, pumped, rate, out):
    for x in range(out.size):
        out[x] = part * light[x] + (pumped * own[x] + rate)


@njit(**KERNEL, fastmath=FAST)
def flow(spectra, light, own, decay, p, dp):
    """Write dP/dt: what crosses between two neighbouring rungs leaves one and reaches the other."""
    row, factor = spectra.row, spectra.factor
    clear(dp[0])
    for n in range(p.shape[0] - 1):
        absorbed, emitted = light[row[0, n]], light[row[1, n + 1]]
        _cross(
            factor[0, n], absorbed, own, p[n], factor[1, n + 1], emitted, decay[n + 1], p[n + 1],
            dp[n], dp[n + 1],
        )  # fmt: skip


@njit(**KERNEL, fastmath=FAST)
def _cross(taken, absorbed, own, below, given, emitted, rate, above, d_below, d_above):
    for x in range(below.size):
        net = (taken * absorbed[x] + own[x]) * below[x] - (given * emitted[x] + rate) * above[x]
        d_below[x] -= net
        d_above[x] = net
