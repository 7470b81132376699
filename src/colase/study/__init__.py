"""A whole device: its four steps one by one or in one run, kept in one file, with its references."""

from .credits import Cited, cite
from .levers import Levers
from .resonances import Modes
from .steps import gain_spectrum, light_curve, modes, steady_state, threshold
from .stripes import amplified_emission, stripe_of, variable_stripe
from .tree import open_tree, save, to_tree
from .whole_run import RESULT_FILE, STEPS, Run, run

__all__ = [
    "RESULT_FILE",
    "STEPS",
    "Cited",
    "Levers",
    "Modes",
    "Run",
    "amplified_emission",
    "cite",
    "gain_spectrum",
    "light_curve",
    "modes",
    "open_tree",
    "run",
    "save",
    "steady_state",
    "stripe_of",
    "threshold",
    "to_tree",
    "variable_stripe",
]
