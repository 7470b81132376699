"""A whole device: its four steps one by one or in one run, kept in one file, with its references."""

from .batch import light_curves
from .compare import Comparison, compare
from .credits import Cited, cite
from .heating import SustainedRun, duration_over, hot_laser, sustained
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
    "Comparison",
    "Levers",
    "Modes",
    "Run",
    "SustainedRun",
    "amplified_emission",
    "cite",
    "compare",
    "duration_over",
    "gain_spectrum",
    "hot_laser",
    "light_curve",
    "light_curves",
    "modes",
    "open_tree",
    "run",
    "save",
    "steady_state",
    "stripe_of",
    "sustained",
    "threshold",
    "to_tree",
    "variable_stripe",
]
