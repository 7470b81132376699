"""A run in a few lines: what the command line prints step by step and a notebook shows at once."""

from __future__ import annotations

from html import escape
from typing import Any

from colase.device.spoken import spoken
from colase.laser import Threshold

from .outcome import STEPS, Outcome
from .paragraphs import BLANK, paragraphs, peak_of
from .steps import NO_LIGHT_CURVE

_NOTED = ("threshold", "light", "stripe", "lengths", "cuvette", "transient")


def after(run: Outcome) -> list[tuple[str, list[str]]]:
    """Return what follows the steps: what was guessed, and remarks on what the numbers rest on."""
    names = [spoken(path) for path in run.device.guessed]
    notes = [note for name in _NOTED for note in getattr(getattr(run, name), "notes", ())]
    if run.heat_message:
        notes.append(f"Heat is not computed: {run.heat_message}")
    if run.threshold is not None and not run.threshold.resonant and run.stripe is None:
        notes.insert(0, NO_LIGHT_CURVE)
    said = [("guessed", [f"{', '.join(names)}: see report"])] if names else []
    return said + ([("note", list(dict.fromkeys(notes)))] if notes else [])


def plain(text: str) -> str:
    """Return text with ordinary blanks in place of those at which a line must not break."""
    return text.replace(BLANK, " ")


def summary(run: Outcome) -> str:
    """Return the whole summary as plain text."""
    lines = [run.device.title]
    for name, said in _all(run):
        lines += [f"  {name if i == 0 else '':<11}{plain(text)}" for i, text in enumerate(said)]
    if run.stopped:
        lines.append(f"  stopped during {run.stopped}")
    return "\n".join(lines)


def summary_html(run: Outcome) -> str:
    """Return the whole summary as an HTML table."""
    rows = "".join(
        f"<tr><th style='text-align:left;vertical-align:top'>{escape(name)}</th>"
        f"<td style='text-align:left'>{'<br>'.join(escape(plain(text)) for text in said)}</td></tr>"
        for name, said in _all(run)
    )
    return f"<table><caption>{escape(run.device.title)}</caption>{rows}</table>"


def numbers(run: Outcome) -> dict[str, Any]:
    """Return the key numbers in SI units, for machines."""
    found: dict[str, Any] = {"title": run.device.title, "complete": run.complete, "stopped": run.stopped}
    if run.modes is not None:
        found["modes"] = {"count": len(run.modes)}
    if run.gain is not None:
        found["gain"] = peak_of(run)
    if run.threshold is not None:
        found["threshold"] = _threshold_numbers(run.threshold)
    if run.light is not None:
        found["light"] = {"pump_levels": run.light.data.sizes["pump"]}
    if run.stripe is not None:
        found["stripe"] = {"threshold": run.stripe.threshold, "shift": run.stripe.shift}
    if run.cuvette is not None:
        found["cuvette"] = {"lowest": run.cuvette.lowest}
    if run.transient is not None:
        found["transient"] = {"threshold": run.transient.threshold}
    if run.levers is not None and run.levers.interval is not None:
        interval = run.levers.interval
        found["interval"] = {str(q): interval.quantile(q) for q in (0.05, 0.16, 0.5, 0.84, 0.95)}
    if run.heat is not None:
        found["heat"] = {
            "duration": run.heat.run.duration,
            "survived": run.heat.run.survived,
            "continuous_margin": run.heat.continuous.margin,
        }
    found |= {
        "guessed": list(run.device.guessed),
        "seconds": dict(run.timings),
        "versions": dict(run.versions),
    }
    return found


def _all(run: Outcome) -> list[tuple[str, list[str]]]:
    done = [name for name in STEPS if getattr(run, name) is not None]
    done += ["heat"] if run.heat is not None else []
    return [(name, paragraphs(name, run)) for name in done] + after(run)


def _threshold_numbers(found: Threshold) -> dict[str, Any]:
    first = found.data.isel(mode=found.mode)
    return {
        "lases": found.lases,
        "message": found.message,
        "mode": first.label.item(),
        "wavelength": float(first.wavelength),
        "fluence": found.fluence,
        "photons_per_nanocrystal": found.photons_per_nanocrystal,
        "margin": found.margin,
        "modal_loss": float(first.modal_loss),
        "verified_ratio": found.verified_ratio,
        "units": {"wavelength": "m", "fluence": "J/m^2", "modal_loss": "1/m"},
    }
