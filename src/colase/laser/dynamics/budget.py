"""How much one run may cost: every integration ends with an answer or a sentence, never with neither.

A step of `rosenbrock` costs what its elimination and its six stages cost, in multiplications,

    modes first    N^2 M + N^3/3 + 48 N M          N states of all cells together, M modes
    cells first    N M^2 + M^3/3 + 48 N M

and a run may take as many steps as fit into `MOST_WORK`, some minutes of one core. A laser so finely resolved
that not even a short pulse would fit is refused before anything is computed.
"""

from __future__ import annotations

from colase.errors import InputError

MOST_WORK = 1e12
"""Multiplications of one run, or of one steady state."""

MOST_STEPS = 200_000
"""Steps of one run, however cheap they are."""

_LEAST_STEPS = 300  # that a run with a threshold in it needs
_STAGES = 48  # multiplications per state and mode in six stages, about


def step_work(cells: int, states: int, modes: int) -> float:
    """Return the multiplications of one step, about."""
    both = float(cells * states)
    large, small = (modes, both) if both <= modes else (both, modes)
    return large * small**2 + small**3 / 3 + _STAGES * both * modes


def affordable_steps(cells: int, states: int, modes: int, most: int = MOST_STEPS) -> int:
    """Return how many steps, at most ``most``, a run of a laser of this size may take.

    Raises
    ------
    InputError
        If even a short pulse would cost more than `MOST_WORK`.
    """
    steps = MOST_WORK / step_work(cells, states, modes)
    if steps < min(_LEAST_STEPS, most):
        raise InputError(
            f"laser: {cells} cells of {states} exciton states and {modes} modes make one step cost "
            f"{step_work(cells, states, modes):.1g} multiplications, too many to follow a pulse; narrow the "
            'window of modes, or take fewer places or groups of nanocrystals (holes = "none", fewer bins).'
        )
    return min(most, int(steps))
