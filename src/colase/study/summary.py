"""A run in a few lines: what the command line prints step by step and a notebook shows at once."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np

from colase.gain import material_gain, poisson
from colase.laser import Threshold
from colase.units import digits

from .whole_run import STEPS, Run

_LEVERS_SHOWN = 4
_SCAN = np.geomspace(1e-4, 30, 400)  # photons per nanocrystal


def paragraphs(step: str, run: Run) -> list[str]:
    """Return what there is to say about one finished step, a paragraph each."""
    words: dict[str, Callable[[Run], list[str]]] = {
        "modes": _modes,
        "gain": _gain,
        "threshold": _threshold,
        "light": _light,
        "levers": _levers,
    }
    return words[step](run)


def after(run: Run) -> list[tuple[str, list[str]]]:
    """Return the lines that follow the steps: what was guessed."""
    names = [path.split(".")[-1] for path in run.device.guessed]
    return [("guessed", [f"{', '.join(names)}: see report"])] if names else []


def summary(run: Run) -> str:
    """Return the whole summary as plain text."""
    lines = [run.device.title]
    for name, said in _all(run):
        lines += [f"  {name if i == 0 else '':<11}{text}" for i, text in enumerate(said)]
    if run.stopped:
        lines.append(f"  stopped during {run.stopped}")
    return "\n".join(lines)


def summary_html(run: Run) -> str:
    """Return the whole summary as an HTML table."""
    rows = "".join(
        f"<tr><th style='text-align:left;vertical-align:top'>{escape(name)}</th>"
        f"<td style='text-align:left'>{'<br>'.join(map(escape, said))}</td></tr>"
        for name, said in _all(run)
    )
    return f"<table><caption>{escape(run.device.title)}</caption>{rows}</table>"


def numbers(run: Run) -> dict[str, Any]:
    """Return the key numbers in SI units, for machines."""
    found: dict[str, Any] = {"title": run.device.title, "complete": run.complete, "stopped": run.stopped}
    if run.modes is not None:
        found["modes"] = {"count": len(run.modes)}
    if run.gain is not None:
        found["gain"] = _peak(run)
    if run.threshold is not None:
        found["threshold"] = _threshold_numbers(run.threshold)
    if run.light is not None:
        found["light"] = {"pump_levels": run.light.data.sizes["pump"]}
    found |= {
        "guessed": list(run.device.guessed),
        "seconds": dict(run.timings),
        "versions": dict(run.versions),
    }
    return found


def _all(run: Run) -> list[tuple[str, list[str]]]:
    done = [name for name in STEPS if getattr(run, name) is not None]
    return [(name, paragraphs(name, run)) for name in done] + after(run)


def _modes(run: Run) -> list[str]:
    assert run.modes is not None
    return [run.modes.count()]


def _gain(run: Run) -> list[str]:
    peak = _peak(run)
    where = f"{digits(peak['wavelength'] * 1e9)} nm"
    if peak["gain"] <= 0:
        return [f"no gain between {run.device.modes.start * 1e9:g} and {run.device.modes.stop * 1e9:g} nm"]
    photons = f"{peak['photons']:.1f} photons per nanocrystal"
    said = f"peak {digits(peak['gain'] / 100, 3)} 1/cm at {where} for {photons}"
    return [f"{said}; transparent there from {digits(peak['transparency'], 2)}"]


def _peak(run: Run) -> dict[str, float]:
    """Return the peak gain at the level nearest to one photon, and the transparency at that wavelength."""
    assert run.gain is not None
    data = run.gain.data
    level = int(np.abs(data.photons_per_nanocrystal.values - 1).argmin())
    at = data.isel(pump=level)
    wavelength = float(at.peak_wavelength)
    medium = run.device.gain
    scanned = material_gain(medium, [wavelength], poisson(_SCAN, len(medium.model.states)))[:, 0]
    amplifies = np.flatnonzero(scanned > 0)
    return {
        "photons": float(at.photons_per_nanocrystal),
        "gain": float(at.peak_gain),
        "wavelength": wavelength,
        "transparency": float(_SCAN[amplifies[0]]) if amplifies.size else float("inf"),
    }


def _threshold(run: Run) -> list[str]:
    found = run.threshold
    assert found is not None
    first = found.data.isel(mode=found.mode)
    loss = (
        f"loss {_per_cm(first.modal_loss)} 1/cm = scattering {_per_cm(first.loss_scattering)} "
        f"+ radiation {_per_cm(first.loss_radiation)} + absorption {_per_cm(first.loss_absorption)}"
    )
    if not found.lases:
        return [found.message, loss]
    pump = (
        f"{digits(found.fluence * 100, 3)} uJ/cm2 "
        f"({digits(found.photons_per_nanocrystal, 2)} photons absorbed per nanocrystal)"
    )
    return [pump, f"{_winner(found)}{_next(found)}", loss]


def _winner(found: Threshold) -> str:
    first = found.data.isel(mode=found.mode)
    return f"{first.label.item()} at {float(first.wavelength) * 1e9:.1f} nm lases first"


def _next(found: Threshold) -> str:
    if found.runner_up is None:
        return "; no other mode lases"
    percent = 100 * found.margin
    more = f"{percent:.{0 if percent >= 10 else 1}f} % higher"
    return f"; next {found.data.label.values[found.runner_up]}, {more}"


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


def _light(run: Run) -> list[str]:
    assert run.light is not None
    assert run.threshold is not None
    data = run.light.data
    levels = data.sizes["pump"]
    count = f"{levels} pump level{'' if levels == 1 else 's'}"
    if not run.threshold.lases:
        return [count]
    ratio = data.fluence.values / run.threshold.fluence
    return [f"{count}, {digits(float(ratio.min()), 2)} to {digits(float(ratio.max()), 2)} times threshold"]


def _levers(run: Run) -> list[str]:
    assert run.levers is not None
    strongest = run.levers.strongest(_LEVERS_SHOWN)
    return ["   ".join(f"{name} {value:+.2f}" for name, value in strongest)]


def _per_cm(value: Any) -> str:
    return digits(float(value) / 100, 3)
