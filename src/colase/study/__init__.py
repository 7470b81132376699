"""A whole device: its four steps one by one or in one run, kept in one file, with its references."""

from .compare import Comparison, compare
from .credits import Cited, cite
from .heat import SustainedRun, hot_laser, sustained
from .levers import Levers
from .pair import PairStudy, pair
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
    "PairStudy",
    "Run",
    "SustainedRun",
    "amplified_emission",
    "cite",
    "compare",
    "gain_spectrum",
    "hot_laser",
    "light_curve",
    "modes",
    "open_tree",
    "pair",
    "run",
    "save",
    "steady_state",
    "stripe_of",
    "sustained",
    "threshold",
    "to_tree",
    "variable_stripe",
]
