"""Measured data: instrument files (`readers`) and the reductions of them, one file a reduction."""

from .assign import Assignments, Known, RoundCavity, assign_modes
from .comb import CombFit, comb_of, fit_comb
from .lines import Doublet, LineFit, fit_doublet, fit_lines, phi
from .noise import Noise
from .polarisation import PolarisationFit, analyser_response, fit_polarisation
from .readers import READERS
from .readers.folder import read_series, read_table
from .reading import read
from .series import build_series, integrated
from .shown_series import ShownSeries
from .synthetic import SyntheticInstrument
from .threshold import ThresholdFit, fit_threshold
from .tracking import Tracks, track_lines
from .two_combs import TwoCombs, fit_two_combs, two_combs_of
from .vsl import FluenceFit, StripeFit, fit_fluences, fit_stripe, fit_stripes

__all__ = [
    "READERS",
    "Assignments",
    "CombFit",
    "Doublet",
    "FluenceFit",
    "Known",
    "LineFit",
    "Noise",
    "PolarisationFit",
    "RoundCavity",
    "ShownSeries",
    "StripeFit",
    "SyntheticInstrument",
    "ThresholdFit",
    "Tracks",
    "TwoCombs",
    "analyser_response",
    "assign_modes",
    "build_series",
    "comb_of",
    "fit_comb",
    "fit_doublet",
    "fit_fluences",
    "fit_lines",
    "fit_polarisation",
    "fit_stripe",
    "fit_stripes",
    "fit_threshold",
    "fit_two_combs",
    "integrated",
    "phi",
    "read",
    "read_series",
    "read_table",
    "track_lines",
    "two_combs_of",
]
