"""What stands above everything: the result in one sentence, warnings, and the key numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from colase.device.spoken import spoken
from colase.plot.style import number
from colase.study.guided import film_shares
from colase.study.steps import NO_LIGHT_CURVE

from .blocks import Card
from .facts import first_mode, lases, typeset

_STEP_NAMES = {
    "modes": "finding modes",
    "gain": "computing gain",
    "threshold": "finding the threshold",
    "light": "computing the light curve",
    "stripe": "computing amplified emission",
    "lengths": "computing amplified emission against the length",
    "cuvette": "computing amplified emission in a cuvette",
    "transient": "computing transient absorption",
    "levers": "computing what moves the threshold",
    "pair": "studying the pair",
    "comparison": "comparing gain models",
}


def lead(run: Any) -> str:
    """Return the result in one sentence."""
    at = first_mode(run)
    if at is not None:
        data = run.modes.data
        if not run.threshold.resonant:
            return _guide_lead(run)
        return (
            f"Lases first in {data.label.values[at]} at {float(data.wavelength[at]) * 1e9:.1f} nm, "
            f"from {number(run.threshold.fluence * 100)} µJ/cm² per pulse "
            f"({number(run.threshold.photons_per_nanocrystal)} photons absorbed per nanocrystal)."
        )
    if run.threshold is not None:
        return typeset(run.threshold.message)
    if run.modes is not None and not len(run.modes):
        return "The window of wavelengths holds no mode, so nothing can lase in it."
    return "This run was stopped before the threshold was known."


def _guide_lead(run: Any) -> str:
    """Return the result of a film: amplified emission where it shows, and the onset of net gain."""
    net = typeset(run.threshold.message)
    if run.stripe is None:
        return net
    if not np.isfinite(run.stripe.threshold):
        return f"No amplified emission shows at the pumps computed. {net}"
    last = run.stripe.data.isel(pump=-1)
    return (
        f"Amplified emission from {number(run.stripe.threshold * 100)} µJ/cm² along "
        f"{number(run.stripe.data.attrs['length'] * 1e6)} µm, at {float(last.peak_wavelength) * 1e9:.1f} nm; "
        f"net gain from {number(run.threshold.fluence * 100)} µJ/cm² "
        f"({number(run.threshold.photons_per_nanocrystal)} photons absorbed per nanocrystal)."
    )


def notes(run: Any) -> list[str]:
    """Return what a reader must know before anything else."""
    found = []
    if run.stopped:
        step = _STEP_NAMES.get(run.stopped, run.stopped)
        found.append(f"The run was stopped while {step}; this page shows what was finished before.")
    elif not run.device.cavity.resonant and run.stripe is None:
        found.append(NO_LIGHT_CURVE)
    elif run.device.gain.static and run.threshold is not None and lases(run):
        found.append(
            f"The gain model “{run.device.gain.model.name}” has no lifetimes, so there is no light curve; "
            "this page ends with the threshold."
        )
    elif run.light is None and run.stripe is None and run.threshold is not None and lases(run):
        found.append("The light curve was not computed; this page ends with the threshold.")
    guesses = run.device.guessed
    if guesses:
        found.append(
            f"{len(guesses)} of the inputs {'is a guess' if len(guesses) == 1 else 'are guesses'}: "
            f"{_listed(guesses)}. They are marked, with their reasons, under “What was assumed”."
        )
    return found


def _listed(paths: Sequence[str], most: int = 6) -> str:
    """Return the last words of dotted paths, the first few of them."""
    names = [spoken(path) for path in paths]
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def cards(run: Any) -> list[Card]:
    """Return the key numbers that are known."""
    found: list[Card] = []
    if run.threshold is not None:
        found += _threshold_cards(run)
    if run.modes is not None and len(run.modes):
        found += _mode_cards(run)
    if run.gain is not None:
        found.append(_gain_card(run))
    if run.light is not None and lases(run):
        found += _light_cards(run)
    if run.stripe is not None:
        found.append(_stripe_card(run.stripe))
    if run.levers is not None and run.levers.interval is not None and run.levers.interval.uncertain:
        found.append(_interval_card(run.levers.interval))
    return found


def _stripe_card(stripe: Any) -> Card:
    if not np.isfinite(stripe.threshold):
        return Card("Amplified emission", "none", "", "the line does not narrow")
    shift = number(abs(stripe.shift) * 1e9, 2)
    side = "red" if stripe.shift > 0 else "blue"
    return Card(
        "Amplified emission from", number(stripe.threshold * 100), "µJ/cm²", f"{shift} nm to the {side}"
    )


def _interval_card(interval: Any) -> Card:
    low, high = (number(interval.quantile(q) * 100, 2) for q in (0.16, 0.84))
    below = f"errors of {len(interval.uncertain)} inputs, two thirds of the draws"
    return Card("Threshold within", f"{low} to {high}", "µJ/cm²", below)


def _threshold_cards(run: Any) -> list[Card]:
    threshold, at = run.threshold, first_mode(run)
    if at is None:
        return [Card("Threshold", "none", "", "no mode reaches its loss")]
    data = threshold.data
    mode = run.modes.data
    resonant = threshold.resonant
    next_one = f"no other mode {'lases' if resonant else 'has net gain'}"
    if threshold.runner_up is not None:
        name = mode.label.values[int(threshold.runner_up)]
        next_one = f"next: {name}, {threshold.margin_said}"
    return [
        Card(
            "Threshold fluence" if resonant else "Onset of net gain",
            number(threshold.fluence * 100),
            "µJ/cm²",
            next_one,
        ),
        Card(
            "Absorbed photons at threshold",
            number(threshold.photons_per_nanocrystal),
            "per nanocrystal",
            f"{number(float(data.photons_per_nanocrystal_instant[at]))} for a flash",
        ),
        Card(
            "First lasing mode" if resonant else "First net gain",
            f"{float(mode.wavelength[at]) * 1e9:.2f}",
            "nm",
            f"{mode.label.values[at]}",
        ),
        Card(
            "Modal loss",
            number(float(data.modal_loss[at]) / 100),
            "cm⁻¹",
            f"material gain needed: {number(float(data.required_gain[at]) / 100)} cm⁻¹",
        ),
    ]


def _mode_cards(run: Any) -> list[Card]:
    data, at = run.modes.data, first_mode(run)
    if at is None:
        return [Card("Modes in the window", f"{len(run.modes)}", "", "")]
    fsr = f"free spectral range {float(data.fsr[at]) * 1e9:.3g} nm" if "fsr" in data else ""
    q = float(data.q_factor[at])
    if not run.modes.resonant:
        share = float(film_shares(data).sel(definition="gain")[at])
        return [
            Card("Gain confinement dN/dn", number(share), "", f"effective index {float(data.n_eff[at]):.4f}"),
            Card("Group index", number(float(data.n_group[at])), "", ""),
        ]
    return [
        Card(
            "Quality factor", number(q), "", f"cold linewidth {float(data.wavelength[at]) / q * 1e9:.3g} nm"
        ),
        Card("Gain confinement", number(float(data.gain_confinement[at])), "", fsr),
    ]


def _gain_card(run: Any) -> Card:
    data = run.gain.data
    best = int(data.peak_gain.values.argmax())
    return Card(
        "Largest gain shown",
        number(float(data.peak_gain[best]) / 100),
        "cm⁻¹",
        f"at {float(data.peak_wavelength[best]) * 1e9:.1f} nm, "
        f"{float(data.photons_per_nanocrystal[best]):.3g} photons per nanocrystal",
    )


def _light_cards(run: Any) -> list[Card]:
    data, at = run.light.data, first_mode(run)
    energy = data.emitted_energy.isel(mode=at).values
    best = int(np.nanargmax(energy))
    return [
        Card(
            "Light at the strongest pump",
            number(float(energy[best]) * 1e12),
            "pJ per pulse",
            f"in the first mode, at {float(data.fluence[best]) / run.threshold.fluence:.3g} × threshold",
        )
    ]
