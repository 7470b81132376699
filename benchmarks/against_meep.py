"""A pair of small disks: frequency, quality factor and time beside Meep's finite differences in time.

    python benchmarks/against_meep.py [--python python3] [--resolutions 40 80]

Two disks of 4 um, n = 1.9, gap 150 nm in two dimensions, E_z, second radial order, m = 28. Meep runs in
the Python that has it (Debian: packages python3-meep and python3-matplotlib), one run per mirror class.
The splitting of the pair is the hard number: it is 0.12 % of the wavenumber.
"""

import argparse
import json
import subprocess
import time

RADIUS, GAP, INDEX = 2.0, 0.15, 1.9  # um

MEEP = """
import json, sys, time
import meep as mp
mp.verbosity(0)
radius, gap, index, resolution, parity, frequency, width = json.loads(sys.argv[1])
half = radius + gap / 2
shapes = [mp.Cylinder(radius, center=mp.Vector3(x), material=mp.Medium(index=index)) for x in (-half, half)]
place = mp.Vector3(half + 0.83 * radius * 0.8, 0.83 * radius * 0.6)
run = mp.Simulation(
    cell_size=mp.Vector3(2 * (half + radius + 2), 2 * (radius + 2)), resolution=resolution, geometry=shapes,
    sources=[mp.Source(mp.GaussianSource(frequency, fwidth=width), mp.Ez, place)],
    boundary_layers=[mp.PML(1.0)], symmetries=[mp.Mirror(mp.X, phase=parity), mp.Mirror(mp.Y)],
)
harminv = mp.Harminv(mp.Ez, place, frequency, width)
start = time.perf_counter()
run.run(mp.after_sources(harminv), until_after_sources=1000)
took = time.perf_counter() - start
print("found", json.dumps([took, [[m.freq, m.Q, abs(m.amp)] for m in harminv.modes]]))
"""


def ours():
    """Return the time in s, and wavenumber (1/um) and Q of the two modes of the class even in y."""
    from colase.coupling import Disk, MultiDisk

    half = (RADIUS + GAP / 2) * 1e-6
    pair = MultiDisk((Disk((-half, 0), RADIUS * 1e-6, INDEX), Disk((half, 0), RADIUS * 1e-6, INDEX)))
    start = time.perf_counter()
    found = pair.modes((635e-9, 638e-9), radial_max=2, q_floor=1e3).data
    took = time.perf_counter() - start
    modes = {}
    for i in range(found.sizes["mode"]):
        if str(found.mirror[i].values) == "even":
            parity = 1 if str(found.exchange[i].values) == "even" else -1
            modes[parity] = (complex(found.wavenumber[i].values).real * 1e-6, float(found.q_factor[i]))
    return took, modes


def meep(python, resolution, parity, near):
    """Return time in s, wavenumber (1/um) and Q of Meep's mode of one mirror class nearest a wavenumber."""
    tau = 6.283185307179586
    task = json.dumps([RADIUS, GAP, INDEX, resolution, parity, near / tau, 0.02])
    text = subprocess.run([python, "-c", MEEP, task], capture_output=True, text=True, check=True).stdout
    line = next(line for line in text.splitlines() if line.startswith("found "))
    took, modes = json.loads(line.removeprefix("found "))
    strong = [m for m in modes if m[1] > 3e3]
    if not strong:
        raise SystemExit(f"Meep at resolution {resolution} found no mode of Q > 3000 in the band.")
    frequency, q, _ = min(strong, key=lambda m: abs(m[0] - near / tau))
    return took, frequency * tau, q


def main():
    parser = argparse.ArgumentParser(description="A pair of small disks beside Meep")
    parser.add_argument("--python", default="python3", help="a Python that can import meep")
    parser.add_argument("--resolutions", type=int, nargs="+", default=[40, 80], help="points per um")
    options = parser.parse_args()
    ours()  # compiles
    exact_time, exact = ours()
    split = exact[-1][0] - exact[1][0]
    print(f"colase            {exact_time:8.2f} s  splitting {split:.6f} 1/um", end="")
    print(f"  k {exact[1][0]:.6f} Q {exact[1][1]:.0f}, k {exact[-1][0]:.6f} Q {exact[-1][1]:.0f}")
    if subprocess.run([options.python, "-c", "import meep"], capture_output=True).returncode:
        print(f"Meep left out: {options.python} cannot import it")
        return
    found, total = {}, 0.0
    for resolution in options.resolutions:
        runs = {p: meep(options.python, resolution, p, exact[p][0]) for p in (1, -1)}
        spent = sum(r[0] for r in runs.values())
        total += spent
        found[resolution] = {p: r[1] for p, r in runs.items()}
        theirs = found[resolution][-1] - found[resolution][1]
        print(f"Meep, {resolution:3d} per um  {spent:8.2f} s  splitting {theirs:.6f} 1/um", end="")
        print(f" ({theirs / split - 1:+.1%})", end="")
        print("".join(f"  k {runs[p][1]:.6f} Q {runs[p][2]:.0f}" for p in (1, -1)), end="")
        print(f"  {spent / exact_time:.0f} times the time")
    if len(found) > 1:
        (a, low), (b, high) = sorted(found.items())[-2:]
        ratio = (b / a) ** 2
        limit = {p: (ratio * high[p] - low[p]) / (ratio - 1) for p in (1, -1)}
        off = (limit[-1] - limit[1]) / split - 1
        print(f"Meep, Richardson  {total:8.2f} s  splitting off by {off:+.2%}")


if __name__ == "__main__":
    main()
