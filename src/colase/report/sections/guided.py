"""Guided modes of a film: along the wavelength, against thickness, across the layers; their confinement."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.cavity.slab.published_confinement import PRINTED, USED
from colase.plot.modes import guided as plots
from colase.plot.modes.mode_ladder import mode_ladder
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Section, Table, Text
from colase.report.facts import first_mode, order_by_threshold, shown_mode
from colase.report.picture import picture
from colase.study.guided import film_shares, loss_per_length, needed_gain

_WORDS = {
    "electric": "share of |E|² in the film",
    "energy": "share of n²|E|² in the film",
    "poynting": "share of the power flow in the film",
    "gain": "dN/dn of the film",
}


def section(run: Any, gain: Any) -> Section:
    """Return the section of the modes of a film, with the gain to draw above them (or None)."""
    blocks: list[Block] = [Text(_count(run)), _along(run, gain), _table(run)]
    at = shown_mode(run)
    if at is not None:
        blocks += [
            _against_thickness(run, at),
            _across(run, at),
            _definitions(run, at),
            Text(_meaning(run, at)),
        ]
    return Section("modes", "Guided modes", blocks)


def _count(run: Any) -> str:
    return (
        f"The film has {run.modes.count()}. It returns no light, so these are no resonances: light of any "
        "wavelength runs along the film, is amplified by dN/dn times the material gain per length, and is "
        "lost by scattering, by absorption and through the ends of the pumped stripe."
    )


def _along(run: Any, gain: Any) -> Figure:
    ax = mode_ladder(run.modes.data, gain, lasing=first_mode(run))
    caption = (
        "How strongly each guided mode feels the gain of the film, dN/dn, along the wavelength. The dot "
        "marks where net gain begins."
    )
    columns = plots.guided_columns(run.modes.data)
    return Figure("modes", "Guided modes", caption, picture(ax, "modes", "Guided modes"), columns)


def _table(run: Any) -> Table:
    data = run.modes.data
    best = order_by_threshold(run)[:8]
    if run.threshold is None:
        names = [str(n).split()[0] for n in data.label.values[best]]
        best = best[[names.index(n) for n in dict.fromkeys(names)]]
    head = (
        "mode", "n_eff", "n_group", "below (nm)", "above (nm)", "loss (cm⁻¹)", "gain needed (cm⁻¹)",
    )  # fmt: skip
    loss, needed = loss_per_length(data), needed_gain(data)
    rows = [
        (
            str(data.label.values[i]),
            f"{float(data.n_eff[i]):.5f}",
            f"{float(data.n_group[i]):.4f}",
            number(float(data.depth_substrate[i]) * 1e9),
            number(float(data.depth_cover[i]) * 1e9),
            number(float(loss[i]) / 100),
            number(float(needed[i]) / 100),
        )
        for i in best
    ]
    if run.threshold is not None:
        head += ("N at onset", "F at onset (µJ/cm²)")
        rows = [(*row, *_onset(run, int(i))) for row, i in zip(rows, best, strict=True)]
    caption = (
        "Each guided mode at its best wavelength. Below and above: penetration of the field into substrate "
        "and cover; N: photons absorbed per nanocrystal."
    )
    marked = (0,) if first_mode(run) is not None else ()
    return Table(head, tuple(rows), caption, tuple(range(1, len(head))), marked)


def _onset(run: Any, i: int) -> tuple[str, str]:
    at = run.threshold.data.isel(mode=i)
    if not np.isfinite(float(at.fluence)):
        return "never", "never"
    return number(float(at.photons_per_nanocrystal)), number(float(at.fluence) * 100)


def _against_thickness(run: Any, at: int) -> Figure:
    film, one = run.device.cavity, run.modes.data.isel(mode=at)
    wavelength, order, kind = float(one.wavelength), int(one.order), str(one.polarization.item())
    t = np.linspace(1e-9, max(2.0 * film.thickness, 300e-9), 300)
    curve = film.confinement_curve(wavelength, t, order)
    svg = picture(
        plots.confinement_curves(curve, film.thickness), "confinement", "Confinement against thickness"
    )
    caption = (
        f"Confinement in the film at {wavelength * 1e9:.4g} nm against its thickness (order {order}), under "
        f"every definition; dots: this device. {kind} is cut off below "
        f"{number(film.cutoff(wavelength, kind, order) * 1e9)} nm."
    )
    columns = plots.thickness_columns(curve)
    return Figure("confinement", "Confinement against thickness", caption, svg, columns, wide=False)


def _across(run: Any, at: int) -> Figure:
    film, data = run.device.cavity, run.modes.data
    field = film.field(data, at)
    name = str(data.label.values[at])
    shares = data.confinement.isel(mode=at).sel(definition="electric").values
    ax = plots.film_profile(field, film.layers(), shares, name=name)
    caption = f"|E|² of {name} across the layers, with the share of |E|² in each."
    svg = picture(ax, "field", f"Field of {name}")
    return Figure("field", "Field across the layers", caption, svg, plots.profile_columns(field), wide=False)


def _definitions(run: Any, at: int) -> Table:
    """Return every confinement factor and the modal gain it would predict."""
    data, reference = run.modes.data, run.device.reference
    shares = film_shares(data).isel(mode=at)
    right, gain = float(shares.sel(definition="gain")), float(needed_gain(data)[at])
    papers = {d.name: [u for u in USED if u.name == d.name] for d in USED}
    rows = []
    for name in map(str, data.definition.values):
        used = ", ".join(f"{u.paper} ({u.place})" for u in papers.get(name, ()))
        rows.append(_definition(_WORDS[name], float(shares.sel(definition=name)), right, gain, used))
    printed = [p for p in PRINTED if p.paper == reference]
    if printed:
        nearest = min(printed, key=lambda p: abs(p.thickness - run.device.cavity.thickness))
        words = f"printed for {nearest.sample}, {nearest.thickness * 1e9:.4g} nm"
        rows.append(_definition(words, nearest.value, right, gain, f"{nearest.paper} ({nearest.place})"))
    head = ("what is called confinement", "Γ", "Γ g (cm⁻¹)", "off by", "used by")
    caption = (
        f"Confinement of {data.label.values[at]} and the modal gain it predicts for a material gain of "
        f"{number(gain / 100)} cm⁻¹, which the loss asks for. Only dN/dn multiplies material gain."
    )
    return Table(head, tuple(rows), caption, numeric=(1, 2, 3), widths=(34, 10, 13, 11, 32))


def _definition(words: str, share: float, right: float, gain: float, used: str) -> tuple[str, ...]:
    return words, f"{share:.4f}", number(share * gain / 100), _off(share, right), used


def _meaning(run: Any, at: int) -> str:
    """Say which definition each paper used, and by how much the choice moves the modal gain of this mode."""
    shares = film_shares(run.modes.data).isel(mode=at)
    right = float(shares.sel(definition="gain"))
    said = "; ".join(
        f"{u.paper} uses the {_WORDS[u.name].removesuffix(' in the film')} ({u.place}), here "
        f"{_off(float(shares.sel(definition=u.name)), right)} from what multiplies material gain"
        for u in USED
    )
    return f"The definitions of the papers: {said}. For TE modes both are the same number."


def _off(share: float, right: float) -> str:
    return f"{100 * (share / right - 1):+.1f} %".replace("-", "−")
