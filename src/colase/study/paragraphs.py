"""What there is to say about each finished step of a run, a paragraph each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from colase.gain import flash_populations, material_gain
from colase.laser import StripeEmission, Threshold
from colase.units import digits

from .outcome import Outcome

_LEVERS_SHOWN = 5
_NEGLIGIBLE = 1e-4  # share of the loss below which a part is shown as zero
BLANK = "\u00a0"  # at which no line is broken
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


def _modes(run: Outcome) -> list[str]:
    assert run.modes is not None
    found = run.modes
    if not found.resonant:
        return [found.count()]
    return [f"{len(found)} {found.window()} ({found.kinds()})" if len(found) else found.count()]


def _gain(run: Outcome) -> list[str]:
    peak = peak_of(run)
    where = f"{digits(peak['wavelength'] * 1e9)} nm"
    if peak["gain"] <= 0:
        window = f"between {run.device.modes.start * 1e9:g} and {run.device.modes.stop * 1e9:g} nm"
        return [f"none {window} at {digits(peak['photons'], 2)} photons per nanocrystal"]
    level = digits(peak["photons"], 2)
    photons = f"{level} photon{'' if level == '1' else 's'} per nanocrystal"
    said = f"peak {digits(peak['gain'] / 100, 3)} 1/cm at {where} for {photons}"
    return [said, f"transparent there from {digits(peak['transparency'], 2)}"]


def peak_of(run: Outcome) -> dict[str, float]:
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
    return f"; next {found.data.label.values[found.runner_up]}, {found.margin_said.replace(' ', BLANK)}"


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
    said = (f"{name} {value:+.2f}".replace(" ", BLANK) for name, value in strongest)
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
