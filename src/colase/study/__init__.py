"""A whole device: its four steps one by one or in one run, kept in one file, with its references."""

from .batch import light_curves
from .compare import Comparison, compare
from .credits import Cited, cite
from .guided import leaky_modes
from .heating import SustainedRun, duration_over, hot_laser, sustained
from .levers_found import Levers
from .measured import DeviceFit, data_of, fit_device
from .outcome import STEPS, possible_steps
from .pair import PairStudy, pair
from .resonances import Modes
from .steps import gain_spectrum, light_curve, modes, steady_state, threshold
from .stripes import amplified_emission, concentration_scan, stripe_gain, stripe_of, variable_stripe
from .transient import PumpProbe, transient
from .tree import open_tree, save, to_tree
from .whole_run import RESULT_FILE, Run, run

__all__ = [
    "RESULT_FILE",
    "STEPS",
    "Cited",
    "Comparison",
    "DeviceFit",
    "Levers",
    "Modes",
    "PairStudy",
    "PumpProbe",
    "Run",
    "SustainedRun",
    "amplified_emission",
    "cite",
    "compare",
    "concentration_scan",
    "data_of",
    "duration_over",
    "fit_device",
    "gain_spectrum",
    "hot_laser",
    "leaky_modes",
    "light_curve",
    "light_curves",
    "modes",
    "open_tree",
    "pair",
    "possible_steps",
    "run",
    "save",
    "steady_state",
    "stripe_gain",
    "stripe_of",
    "sustained",
    "threshold",
    "to_tree",
    "transient",
    "variable_stripe",
]
