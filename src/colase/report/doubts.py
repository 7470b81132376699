"""What a careful reader would ask about the numbers of a run."""

from __future__ import annotations

from typing import Any

import numpy as np

from .facts import first_mode, lases, typeset

_AGREES = 1e-3
_NEAR = 0.05
_WEIGHTY = 0.05


def doubts(run: Any) -> list[str]:
    """Return sentences about what is doubtful, the weightiest first; empty when nothing is."""
    notes: list[str] = []
    for result in (run.threshold, run.light, run.stripe, run.lengths, run.cuvette, run.transient):
        notes += [] if result is None else [typeset(note) for note in result.notes]
    return list(
        dict.fromkeys(_of_guesses(run) + notes + _of_threshold(run) + _of_window(run) + _of_mode(run))
    )


def _of_guesses(run: Any) -> list[str]:
    """Say how many guesses there are, and on which of them the threshold depends most."""
    guesses = run.device.guessed
    if not guesses:
        return []
    said = f"{len(guesses)} inputs are guesses." if len(guesses) > 1 else f"{guesses[0]} is a guess."
    if run.levers is None:
        return [said]
    data = run.levers.data
    strong = [
        f"{meaning} ({value:+.2f})"
        for path, meaning, value, local in zip(
            data.setting.values, data.meaning.values, data.sensitivity.values, data.local.values, strict=True
        )
        if path in guesses and abs(value) >= _WEIGHTY and not local
    ]
    if strong:
        said += (
            " The threshold depends most on these of them (change in per cent for one per cent more): "
            f"{', '.join(strong)}."
        )
    return [said]


def _of_threshold(run: Any) -> list[str]:
    if not lases(run):
        return []
    found, ratio = [], run.threshold.verified_ratio
    if ratio is not None and abs(ratio - 1) > _AGREES:
        found.append(
            f"The exact threshold gain is {ratio:.4f} times the first-order one; expect errors of that size."
        )
    if run.threshold.margin < _NEAR:
        name = run.modes.data.label.values[run.threshold.runner_up]
        found.append(
            f"{name} needs only {100 * run.threshold.margin:.2g} % more pump: which of the two lases first "
            "hangs on small errors of the inputs."
        )
    return found


def _of_mode(run: Any) -> list[str]:
    """Say what the solver doubts about the lasing mode, and how many other modes it doubts."""
    at = first_mode(run)
    if run.modes is None or "doubt" not in run.modes.data:
        return []
    data = run.modes.data
    found = []
    if at is not None and str(data.doubt.values[at]):
        found.append(f"{data.label.values[at]}: {data.doubt.values[at]}.")
    others = int((data.doubt.values != "").sum()) - len(found)
    if others:
        found.append(f"{others} other mode{'s are' if others > 1 else ' is'} doubtful; the table says why.")
    return found


def _of_window(run: Any) -> list[str]:
    at = first_mode(run)
    if at is None or run.modes is None:
        return []
    lam = float(run.modes.data.wavelength[at])
    near = min(lam - run.modes.start, run.modes.stop - lam)
    spacing = float(run.modes.data.fsr[at]) if "fsr" in run.modes.data else 0.0
    spacing = float(run.modes.data.attrs.get("sample_spacing", spacing))
    if np.isfinite(spacing) and near < 2 * spacing:
        return [
            f"The lasing mode is {near * 1e9:.2g} nm from the edge of the window of modes; a mode outside "
            "might lase earlier. Widen the window."
        ]
    return []
