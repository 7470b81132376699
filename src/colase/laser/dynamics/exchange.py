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

from .row_products import FAST, add_product, add_transposed_product, clear


@njit(cache=True, nogil=True)
def gather(table, modes_last, s, out):
    """Write T s, ``out`` of shape (row, cell)."""
    row = out.reshape(out.size)
    clear(row)
    if modes_last:
        add_product(table, s, row)
    else:
        add_transposed_product(table, s, row)


@njit(cache=True, nogil=True)
def spread(table, modes_last, weights, out):
    """Write T^T g for weights g of shape (row, cell)."""
    row = weights.reshape(weights.size)
    clear(out)
    if modes_last:
        add_transposed_product(table, row, out)
    else:
        add_product(table, row, out)


@njit(cache=True, nogil=True, fastmath=FAST)
def weights(weight, spectra, p, net, born):
    """Write g(P) and q(P): by what T and S count in gain and spontaneous emission of the modes."""
    row, factor = spectra.row, spectra.factor
    clear(net.reshape(net.size))
    clear(born.reshape(born.size))
    for n in range(p.shape[0]):
        absorb, emit, seed = row[0, n], row[1, n], row[2, n]
        taken, given, spontaneous = factor[0, n], factor[1, n], factor[2, n]
        if taken != 0.0:
            for x in range(p.shape[1]):
                net[absorb, x] -= taken * weight[x] * p[n, x]
        if given != 0.0:
            for x in range(p.shape[1]):
                net[emit, x] += given * weight[x] * p[n, x]
        if spontaneous != 0.0:
            for x in range(p.shape[1]):
                born[seed, x] += spontaneous * weight[x] * p[n, x]


@njit(cache=True, nogil=True, fastmath=FAST)
def rates(spectra, light, own, decay, up, down):
    """Write the rates of leaving each state upwards and downwards, for a pump ``own`` (cell,) in 1/s."""
    row, factor = spectra.row, spectra.factor
    last = up.shape[0] - 1
    for n in range(last + 1):
        absorb, emit, taken, given, rate = row[0, n], row[1, n], factor[0, n], factor[1, n], decay[n]
        for x in range(up.shape[1]):
            down[n, x] = given * light[emit, x] + rate
        for x in range(up.shape[1]):
            up[n, x] = taken * light[absorb, x] + own[x] if n < last else 0.0


@njit(cache=True, nogil=True, fastmath=FAST)
def flow(spectra, light, own, decay, p, dp):
    """Write dP/dt: what crosses between two neighbouring rungs leaves one and reaches the other."""
    row, factor = spectra.row, spectra.factor
    clear(dp[0])
    for n in range(p.shape[0] - 1):
        absorb, emit, taken, given, rate = row[0, n], row[1, n + 1], factor[0, n], factor[1, n + 1], decay[n + 1]
        for x in range(p.shape[1]):
            rising = (taken * light[absorb, x] + own[x]) * p[n, x]
            net = rising - (given * light[emit, x] + rate) * p[n + 1, x]
            dp[n, x] -= net
            dp[n + 1, x] = net
