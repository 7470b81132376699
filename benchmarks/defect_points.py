"""Both exceptional points of lafalce2019 from Maxwell's equations: a defect in each of two disks of 26 um.

    python benchmarks/defect_points.py [--around]

Disk A: hole of 8 nm radius; disk B: hole of 40 nm radius, its index tuned so that its sharp mode meets the
doublet of A. Gap 200 nm, E_z. Searched in gain differential and detuning of B, for the direction of the
second hole that a scan found to give the numbers of the reference calculation, and for the nearest one of
equal couplings; a four-mode matrix taken from Maxwell at no gain stands beside. With --around the matrix
says how far both points move with that direction. Peer: the same pencils of an independent multipole code
took 0.41 s each on two cores.
"""

import argparse
import time
from dataclasses import replace

import numpy as np

from colase.coupling import Hole, defect_pair, exceptional_point, maxwell_point

GHZ = 2e9 * np.pi
ORDER = 236
STARTS = {"EP1": (-9.7 * GHZ, 1.6 * GHZ), "EP2": (-8.3 * GHZ, 0.1 * GHZ)}
REFERENCE = {"EP1": (-9.754246, 1.627), "EP2": (-8.321572, 0.0925)}
SCALE = (4 * GHZ, 4 * GHZ)
LINE = {-40: 1.891, -24: 1.836, -16: 1.664, -13: 1.440, -11: 1.044, -10.2: 0.671, -9.8: 0.223, -9.0: 0.442}


def search(title, pair, group, printed=None):
    """Search both points and print them; returns EP1."""
    strong, weak = pair.couplings(group) / GHZ
    print(f"{title}: hole at {pair.holes[1].angle:.6f} rad, couplings {strong:.4f} and {weak:.4f} GHz")
    found = {}
    for name, start in STARTS.items():
        begun = time.process_time()
        rough = exceptional_point(pair.model(group), start, SCALE, tolerance=1e-7, certify=False)
        found[name] = exact = maxwell_point(pair.at, group, rough.parameters, SCALE)
        weight = (np.abs(exact.vector[[n.startswith("A") for n in group.names]]) ** 2).sum()
        told = f" (reference {printed[name][0]}, {printed[name][1]:+.4g})" if printed else ""
        spent = time.process_time() - begun
        differential, detuning = (x / GHZ for x in exact.parameters)
        spread = f"{exact.distance / GHZ:.1e} GHz apart, vectors parallel to {1 - exact.overlap:.1e}"
        print(
            f"  {name}: gain differential {differential:.6f} GHz, detuning {detuning:+.4f} GHz{told}; modes "
            f"{spread}, power {exact.exponent:.4f}, exchange {exact.swaps}, weight in A {weight:.3f}; "
            f"four-mode matrix {rough.parameters[0] / GHZ:.4f}; {exact.evaluations} pencils, "
            f"{spent / exact.evaluations:.2f} s each"
        )
    return found["EP1"]


def line(pair, group, point):
    """Print the splitting of the doublet of A on the way through EP1."""
    for differential, printed in LINE.items():
        values, _ = group.spectrum(pair.at(differential * GHZ, point.parameters[1]))
        bright = values[np.argsort(values.imag)[-2:]]
        print(
            f"  {differential:6.1f} GHz: {abs(np.diff(bright.real)[0]) / GHZ:.3f} GHz (reference {printed})"
        )


def around(pair, group):
    """Print how far both points of the four-mode matrix move with the direction of the second hole."""
    places = {name: [] for name in STARTS}
    for turn in np.arange(0, 4 * ORDER, 24) * np.pi / (2 * ORDER):
        moved = replace(pair, holes=(pair.holes[0], replace(pair.holes[1], angle=pair.holes[1].angle + turn)))
        for name, start in STARTS.items():
            point = exceptional_point(moved.model(group), start, SCALE, tolerance=1e-6, certify=False)
            places[name].append(point.parameters[0] / GHZ)
    for name, values in places.items():
        print(f"  {name}: {min(values):.2f} to {max(values):.2f} GHz over {len(values)} directions")


def main():
    """Search, and print what the reference calculation found beside it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--around", action="store_true", help="also turn the second hole around its disk")
    arguments = parser.parse_args()
    second = Hole(12.7e-6, 2.3 + 3 * np.pi / (8 * ORDER), 40e-9)
    pair = defect_pair(13e-6, 1.9, 200e-9, Hole(12.7e-6, 0.7, 8e-9), second, 629.765e-9)
    first, other = (np.ptp(d) / GHZ for d in pair.doublets)
    print(f"doublets of the disks alone: {first:.4f} and {other:.3f} GHz")
    group = pair.group()
    line(pair, group, search("as in the reference", pair, group, REFERENCE))
    search("equal couplings", pair.equalised(), group)
    if arguments.around:
        around(pair, group)


if __name__ == "__main__":
    main()
