"""Modes: the ladder under the gain, the best ten, the field of the lasing mode, where its energy is."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.plot.columns import from_dataset
from colase.plot.modes.mode_ladder import mode_ladder
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Note, Section, Table, Text
from colase.report.facts import first_mode, order_by_threshold, shown_mode
from colase.report.picture import picture

from . import guided
from .mode_field import field_blocks

_COLUMNS = (
    ("label", "mode", "", 1),
    ("polarization", "polarization", "", 1),
    ("polar", "polar number l", "1", 1),
    ("azimuthal", "azimuthal number m", "1", 1),
    ("radial", "radial order q", "1", 1),
    ("axial", "axial order p", "1", 1),
    ("wavelength", "wavelength", "nm", 1e9),
    ("q_factor", "Q total", "1", 1),
    ("q_radiative", "Q radiative", "1", 1),
    ("q_absorption", "Q absorption", "1", 1),
    ("q_scattering", "Q scattering", "1", 1),
    ("gain_confinement", "gain confinement", "1", 1),
    ("n_eff", "effective index", "1", 1),
    ("n_group", "group index", "1", 1),
    ("fsr", "free spectral range", "nm", 1e9),
    ("mode_volume", "mode volume", "um^3", 1e18),
    ("degeneracy", "degeneracy", "1", 1),
    ("wavelength_error", "error of the wavelength", "nm", 1e9),
    ("q_error", "relative error of Q radiative", "1", 1),
    ("doubt", "doubt", "", 1),
)


def section(run: Any) -> Section | None:
    """Return the section, or None when modes are not computed."""
    if run.modes is None:
        return None
    if not len(run.modes):
        text = f"There is {run.modes.count()}. Widen the window or raise the highest radial order."
        return Section("modes", "Modes", [Note(text)])
    if not run.modes.resonant:
        return guided.section(run, _gain_shown(run))
    blocks: list[Block] = [Text(_count(run.modes)), _ladder(run), _table(run)]
    return Section("modes", "Modes", [*blocks, *field_blocks(run), *_energy(run)])


def _count(modes: Any) -> str:
    """Say how many modes there are, by polarisation."""
    kinds = modes.data.polarization.values.astype(str)
    split = ", ".join(f"{np.sum(kinds == kind)} {kind}" for kind in np.unique(kinds))
    orders = f", up to radial order {int(modes.data.radial.max())}" if "radial" in modes.data else ""
    window = f"between {modes.start * 1e9:g} and {modes.stop * 1e9:g} nm"
    return f"The cavity has {len(modes)} resonances {window} ({split}){orders}."


def _ladder(run: Any) -> Figure:
    ax = mode_ladder(run.modes.data, _gain_shown(run), lasing=first_mode(run))
    caption = "Each line is a resonance: TE up, TM down. Its length is the share of the mode that feels gain"
    if number := _number_name(run):
        caption += (
            f", its colour the radial order q; numbers are the {number} of the family with the largest share"
        )
    caption += "."
    if run.gain is not None:
        caption += " Above: the gain of the film on the same wavelengths."
    columns = from_dataset(run.modes.data, tuple(c for c in _COLUMNS if c[0] in run.modes.data))
    return Figure("modes", "Mode ladder", caption, picture(ax, "modes", "Mode ladder"), columns)


def _number_name(run: Any) -> str:
    """Return what the modes are numbered by, "" for nothing."""
    names = {"polar": "polar numbers l", "azimuthal": "azimuthal numbers m"}
    return next((name for key, name in names.items() if key in run.modes.data), "")


def _gain_shown(run: Any) -> Any:
    """Return the gain at the threshold of a flash, or at the highest level of the run."""
    from colase.gain import gain_spectrum
    from colase.report.facts import instant_photons

    photons = instant_photons(run)
    if run.gain is None or photons is None:
        return run.gain
    return gain_spectrum(run.device.gain, run.gain.data.wavelength.values, photons)


def _table(run: Any) -> Table:
    best = order_by_threshold(run)[:10]
    head = (
        "mode",
        "λ (nm)",
        "Q",
        "Q radiative",
        "Γ gain",
        "V (µm³)",
        "FSR (nm)",
        "2l+1" if "polar" in run.modes.data else "degeneracy",
        "gain needed (cm⁻¹)",
    )
    rows = tuple(_row(run, int(i)) for i in best)
    numeric = tuple(range(1, len(head)))
    if run.threshold is not None:
        head += ("N at threshold", "F at threshold (µJ/cm²)")
        rows = tuple((*row, *_threshold_cells(run, int(i))) for row, i in zip(rows, best, strict=True))
        numeric = tuple(range(1, len(head)))
    caption = (
        f"The {len(best)} modes that lase most easily, the first one on top. "
        "V: energy mode volume; N: photons absorbed per nanocrystal."
    )
    marked = (0,) if first_mode(run) is not None else ()
    return Table(head, rows, caption, numeric, marked)


def _row(run: Any, i: int) -> tuple[str, ...]:
    mode = run.modes.data.isel(mode=i)

    def cell(name: str, scale: float = 1.0) -> str:
        return number(float(mode[name]) * scale) if name in mode else ""

    bound = "radiation_limited" in mode and not bool(mode.radiation_limited)
    return (
        str(mode.label.values),
        f"{float(mode.wavelength) * 1e9:.3f}",
        cell("q_factor"),
        "> 10¹³" if bound else cell("q_radiative"),
        cell("gain_confinement"),
        cell("mode_volume", 1e18),
        cell("fsr", 1e9),
        f"{int(mode.degeneracy)}",
        number(float(run.modes.required_gain[i]) / 100),
    )


def _threshold_cells(run: Any, i: int) -> tuple[str, str]:
    data = run.threshold.data
    fluence = float(data.fluence[i])
    if not np.isfinite(fluence):
        return "never", "never"
    return number(float(data.photons_per_nanocrystal[i])), number(fluence * 100)


_WEIGHTS = {
    "electric": "squared electric field, |E|²",
    "energy": "energy, n²|E|²",
    "poynting": "energy flow along the orbit",
    "gain": "response to gain",
}


def _energy(run: Any) -> list[Block]:
    """Return where the energy of the first mode is, under every definition."""
    at = shown_mode(run)
    if at is None or "confinement" not in run.modes.data:
        return []
    share = run.modes.data.confinement.isel(mode=at)
    named = _part_names(run, share)
    definitions = [str(d) for d in share.definition.values]
    head = ("share in", *named, "sum")
    rows = tuple(
        (
            _WEIGHTS.get(d, d),
            *(_percent(v) for v in share.sel(definition=d).values),
            _percent(share.sel(definition=d).values.sum()),
        )
        for d in definitions
    )
    name = run.modes.data.label.values[at]
    caption = (
        f"Where the light of {name} is. The response to gain, which the threshold uses, is how much the "
        "resonance moves with the index of a layer; its sum need not be one."
    )
    return [Table(head, rows, caption, numeric=tuple(range(1, len(head))))]


def _part_names(run: Any, share: Any) -> list[str]:
    """Return the names of what the light can be in, in the order of the shares."""
    if "region" in share.dims:
        return [str(name) for name in share.region.values]
    return [layer.name for layer in run.device.cavity.layers()]


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"
