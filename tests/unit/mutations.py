"""Damage done to files: cut, flipped, swollen, wrongly encoded; and what may come of it."""

import numpy as np

from colase.errors import InputError
from colase.measurement.readers import read_bytes

HUGE = (
    b"9" * 400,
    b"1e999",
    b"-1e308",
    b"nan",
    b"99999999999999999999",
    b"\x00" * 64,
    b"\xff\xfe\xfd",
    b"1,2,3;4\t5",
)


def cut(rng, content):
    return content[: rng.integers(0, len(content))]


def flipped(rng, content):
    out = bytearray(content)
    for at in rng.integers(0, len(out), rng.integers(1, 6)):
        out[at] ^= 1 << rng.integers(0, 8)
    return bytes(out)


def noise(rng, content):
    out = bytearray(content)
    for at in rng.integers(0, len(out), rng.integers(1, 12)):
        out[at] = rng.integers(0, 256)
    return bytes(out)


def swollen(rng, content):
    at = rng.integers(0, len(content))
    return content[:at] + HUGE[rng.integers(len(HUGE))] + content[at + rng.integers(0, 8) :]


def hollow(rng, content):
    a, b = sorted(rng.integers(0, len(content), 2))
    return content[:a] + content[b:]


def doubled(rng, content):
    a, b = sorted(rng.integers(0, len(content), 2))
    return content[:b] + content[a:]


def recoded(rng, content):
    text = content.decode("latin-1")
    how = rng.integers(4)
    if how == 0:
        return text.encode("utf-16")
    if how == 1:
        return text.replace(".", ",").encode("latin-1")
    if how == 2:
        return text.replace("\t", ",").encode("latin-1")
    return text.encode("utf-8")


def shuffled(rng, content):
    lines = content.split(b"\n")
    i, j = rng.integers(0, len(lines), 2)
    lines[i], lines[j] = lines[j], lines[i]
    return b"\n".join(lines)


MUTATIONS = (cut, flipped, noise, swollen, hollow, doubled, recoded, shuffled)


def verdict(content, name, truth=None):
    """Return "refused" or "read"; raise AssertionError for anything but one sentence or a sane axis.

    ``truth`` is the axis of the undamaged file: what is accepted must lie on it, to one step.
    """
    try:
        data = read_bytes(content, name)
    except InputError as problem:
        said = str(problem)
        assert "\n" not in said, said
        assert said.startswith(name), said
        assert said.endswith("."), said
        assert len(said) < 420, said
        return "refused"
    dim = data.counts.dims[1]
    axis = data[dim].values
    assert np.all(np.isfinite(axis))
    assert np.all(np.diff(axis) > 0)
    assert np.all(np.isfinite(data.counts.values))
    if truth is not None and truth.dims == data[dim].dims:
        step = np.abs(np.diff(truth.values)).max()
        near = np.abs(axis[:, None] - truth.values[None, :]).min(axis=1)
        assert near.max() <= 1.05 * step, f"{name}: axis off by {near.max() / step:.2f} steps"
    return "read"


def campaign(files, count, seed):
    """Damage files ``count`` times; return how many were read and refused."""
    rng = np.random.default_rng(seed)
    tally = {"read": 0, "refused": 0}
    names = list(files)
    truths = {n: (c, read_bytes(c, n)) for n, c in files.items()}
    for i in range(count):
        name = names[i % len(names)]
        content, whole = truths[name]
        damaged = content
        for _ in range(1 + (rng.random() < 0.2)):
            damaged = MUTATIONS[rng.integers(len(MUTATIONS))](rng, damaged) if damaged else damaged
        global_axis = name.endswith((".spe", ".sif", ".xml"))
        tally[verdict(damaged, name, None if global_axis else whole[whole.counts.dims[1]])] += 1
    return tally
