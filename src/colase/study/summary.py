"""A run in a few lines: what the command line prints step by step and a notebook shows at once."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np

from colase.device.spoken import spoken
from colase.gain import flash_populations, material_gain
from colase.laser import StripeEmission, Threshold
from colase.units import digits

from .outcome import STEPS, Outcome
from .steps import NO_LIGHT_CURVE

_LEVERS_SHOWN = 5
_NOTED = ("threshold", "light", "stripe", "lengths", "cuvette", "transient")
_NEGLIGIBLE = 1e-4  # share of the loss below which a part is shown as zero
_BLANK = "\u00a0"  # a blank at which no line is broken
_SCAN = np.geomspace(1e-4, 30, 400)  # photons per nanocrystal


def paragraphs(step: str, run: Outcome) -> list[str]:
    """Return what there is to say about one finished step, a paragraph each."""
    words: dict[str, Callable[[Outcome], list[str]]] = {
        "modes": _modes,
        "gain": _gain,
        "threshold": _threshold,
        "light": _light,
        "stripe": _stripe,
        "lengths": _lengths,
        "cuvette": _cuvette,
        "transient": _transient,
        "levers": _levers,
        "heat": _heat,
        "pair": _pair,
    }
    return words[step](run)


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
    return text.replace(_BLANK, " ")


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
        found["gain"] = _peak(run)
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


def _modes(run: Outcome) -> list[str]:
    assert run.modes is not None
    found = run.modes
    if not found.resonant:
        return [found.count()]
    return [f"{len(found)} {found.window()} ({found.kinds()})" if len(found) else found.count()]


def _gain(run: Outcome) -> list[str]:
    peak = _peak(run)
    where = f"{digits(peak['wavelength'] * 1e9)} nm"
    if peak["gain"] <= 0:
        window = f"between {run.device.modes.start * 1e9:g} and {run.device.modes.stop * 1e9:g} nm"
        return [f"none {window} at {digits(peak['photons'], 2)} photons per nanocrystal"]
    level = digits(peak["photons"], 2)
    photons = f"{level} photon{'' if level == '1' else 's'} per nanocrystal"
    said = f"peak {digits(peak['gain'] / 100, 3)} 1/cm at {where} for {photons}"
    return [said, f"transparent there from {digits(peak['transparency'], 2)}"]


def _peak(run: Outcome) -> dict[str, float]:
    """Return the peak gain at the level nearest to one photon, and the transparency at that wavelength."""
    assert run.gain is not None
    data = run.gain.data
    level = int(np.abs(data.photons_per_nanocrystal.values - 1).argmin())
    at = data.isel(pump=level)
    wavelength = float(at.peak_wavelength)
    medium = run.device.gain
    scanned = material_gain(medium, [wavelength], flash_populations(medium, _SCAN))[:, 0]
    amplifies = np.flatnonzero(scanned > 0)
    return {
        "photons": float(at.photons_per_nanocrystal),
        "gain": float(at.peak_gain),
        "wavelength": wavelength,
        "transparency": float(_SCAN[amplifies[0]]) if amplifies.size else float("inf"),
    }


def _threshold(run: Outcome) -> list[str]:
    found = run.threshold
    assert found is not None
    first = found.data.isel(mode=found.mode)
    total = float(first.modal_loss) / 100
    ways = ("scattering", "radiation", "absorption")
    names = dict(zip(ways, ways, strict=True)) | ({} if found.resonant else {"radiation": "ends"})
    parts = ((names[way], float(first[f"loss_{way}"]) / 100) for way in ways)
    split = " + ".join(f"{way} {digits(part, 3) if part > _NEGLIGIBLE * total else 0}" for way, part in parts)
    loss = f"loss {digits(total, 3)} 1/cm = {split}"
    if not found.lases:
        return [found.message, loss]
    pump = (
        f"{digits(found.fluence * 100, 3)} uJ/cm2 "
        f"({digits(found.photons_per_nanocrystal, 2)} photons absorbed per nanocrystal)"
    )
    return [pump, f"{_winner(found)}{_next(found)}", loss]


def _winner(found: Threshold) -> str:
    first = found.data.isel(mode=found.mode)
    if not found.resonant:
        return f"{first.label.item().replace(' ', ' at ', 1)} has net gain first"
    return f"{first.label.item()} at {float(first.wavelength) * 1e9:.1f} nm lases first"


def _next(found: Threshold) -> str:
    if found.runner_up is None:
        return f"; no other mode {'lases' if found.resonant else 'has it'}"
    return f"; next {found.data.label.values[found.runner_up]}, {found.margin_said.replace(' ', _BLANK)}"


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


def _light(run: Outcome) -> list[str]:
    assert run.light is not None
    assert run.threshold is not None
    data = run.light.data
    levels = data.sizes["pump"]
    count = f"{levels} pump level{'' if levels == 1 else 's'}"
    last = data.isel(pump=-1)
    energy = last.emitted_energy.values * 1e12
    most = int(energy.argmax())
    share = f"{digits(float(energy[most]), 3)} of {digits(float(energy.sum()), 3)} pJ"
    width = f"{digits(float(last.fwhm[most]) * 1e9, 2)} nm wide"
    brightest = f"at the highest pump {data.label.values[most]} gives {share}, {width}"
    if not run.threshold.lases:
        return [count, brightest]
    ratio = data.fluence.values / run.threshold.fluence
    return [
        f"{count}, {digits(float(ratio.min()), 2)} to {digits(float(ratio.max()), 2)} times threshold",
        brightest,
    ]


def _stripe(run: Outcome) -> list[str]:
    assert run.stripe is not None
    found, last = run.stripe, run.stripe.data.isel(pump=-1)
    levels = f"{found.data.sizes['pump']} pump levels"
    side = "red" if found.shift > 0 else "blue"
    shift = f"{digits(abs(found.shift) * 1e9, 2)} nm to the {side}"
    peak = f"peak at {float(last.peak_wavelength) * 1e9:.1f} nm, {shift}"
    if not np.isfinite(found.threshold):
        return [f"{levels}; the line does not narrow: no amplified emission", peak]
    narrows = f"the line narrows at {digits(found.threshold * 100, 3)} uJ/cm2"
    return [f"{levels}; {narrows}", f"{peak}; net gain up to {digits(_top(found), 3)} 1/cm"]


def _top(found: StripeEmission) -> float:
    return float(found.data.modal_gain.values.max()) / 100


def _lengths(run: Outcome) -> list[str]:
    assert run.lengths is not None
    found, length = run.lengths, run.lengths.data.length.values * 1e6
    at = digits(float(found.data.attrs["pumped_at"]) * 100, 3)
    return [
        f"{length.size} lengths up to {digits(float(length[-1]), 3)} um at {at} uJ/cm2; net gain "
        f"{digits(_top(found), 3)} 1/cm after a flash"
    ]


def _cuvette(run: Outcome) -> list[str]:
    assert run.cuvette is not None
    found = run.cuvette
    low, high = found.data.concentration.values[[0, -1]] * 1e-6
    head = f"{found.data.sizes['concentration']} concentrations from {low:.2g} to {high:.2g} 1/cm3"
    if not np.isfinite(found.lowest):
        return [f"{head}; none shows amplified emission"]
    return [f"{head}; amplified emission from {found.lowest * 1e-6:.2g} 1/cm3"]


def _transient(run: Outcome) -> list[str]:
    assert run.transient is not None
    return [run.transient.describe().splitlines()[0]]


def _levers(run: Outcome) -> list[str]:
    assert run.levers is not None
    if run.levers.message:
        return ["none, since nothing lases"]
    strongest = run.levers.strongest(_LEVERS_SHOWN)
    said = (f"{name} {value:+.2f}".replace(" ", _BLANK) for name, value in strongest)
    interval = run.levers.interval
    known = []
    if interval is not None and interval.uncertain:
        low, high = (digits(interval.quantile(q) * 100, 3) for q in (0.16, 0.84))
        known = [f"errors of {len(interval.uncertain)} inputs: two thirds between {low} and {high} uJ/cm2"]
    return ["   ".join(said) or "none", *known]


def _heat(run: Outcome) -> list[str]:
    assert run.heat is not None
    return [run.heat.run.message, run.heat.continuous.describe()]


def _pair(run: Outcome) -> list[str]:
    assert run.pair is not None
    return run.pair.headlines()
