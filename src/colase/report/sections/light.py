"""Light out against light in, and where the absorbed photons go."""

from __future__ import annotations

from typing import Any

from colase.plot.laser import light as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Note, Section, Text
from colase.report.facts import lases, typeset
from colase.report.picture import picture


def section(run: Any) -> Section | None:
    """Return the section, or None when the light curve is not computed."""
    if run.light is None:
        return None
    blocks: list[Block] = [_curve(run)]
    if "budget" in run.light.data:
        blocks += [_budget(run), _populations(run)]
    blocks.append(Text(_seen(run) + _purity(run) + _books(run)))
    if not run.light.complete:
        blocks.insert(0, Note("Stopped during the light curve: these are the finished pump levels."))
    return Section("light", "Light out against light in", blocks)


def _curve(run: Any) -> Figure:
    mark = run.threshold.fluence if lases(run) else None
    ax = plots.light_curve(run.light, threshold=mark)
    caption = (
        "Energy emitted per pulse, by the brightest modes (dots) and by all together (dashed). "
        "Squares, right axis: full width of the brightest line as the instrument sees it."
    )
    svg = picture(ax, "light_curve", "Light out against light in")
    return Figure("light_curve", "Light curve", caption, svg, plots.light_columns(run.light))


def _budget(run: Any) -> Figure:
    mark = run.threshold.fluence if lases(run) else None
    ax = plots.photon_budget(run.light, threshold=mark)
    caption = (
        "Where the absorbed photons end. Light that leaves the modes by scattering and radiation is what a "
        "detector could see of the laser."
    )
    if mark is not None:
        caption += " Dashed: threshold."
    svg = picture(ax, "photon_budget", "Where the absorbed photons end")
    columns = plots.budget_columns(run.light)
    return Figure("photon_budget", "Absorbed photons", caption, svg, columns, wide=False)


def _populations(run: Any) -> Figure:
    mark = run.threshold.fluence if lases(run) else None
    ax = plots.populations_at_peak(run.light, threshold=mark)
    caption = "Share of the nanocrystals in each state when the light is strongest."
    if mark is not None:
        caption += " Above threshold stimulated emission holds them back."
    svg = picture(ax, "populations_peak", "Populations at the peak of the light")
    columns = plots.peak_columns(run.light)
    return Figure("populations_peak", "Populations in the laser", caption, svg, columns, wide=False)


def _seen(run: Any) -> str:
    """Say where the computed curve itself rises, beside the threshold that was found without laser light."""
    seen = run.light.threshold_seen
    if not (lases(run) and seen < float("inf")):
        return ""
    ratio = number(seen / run.threshold.fluence)
    return (
        f"The curve rises most steeply at {number(seen * 100)} µJ/cm², {ratio} times the threshold found "
        "from gain and loss alone. "
    )


def _purity(run: Any) -> str:
    """Say how much light there is in photons and counts, where one mode is alone and its polarisation."""
    last = run.light.data.isel(pump=-1)
    photons, counts = (float(last[f"emitted_{name}"].sum()) for name in ("photons", "counts"))
    purity = run.light.purity
    return typeset(
        f"At the highest pump {number(photons)} photons leave the modes, {number(counts)} counts of the "
        f"instrument in {last.attrs['counted']}. {purity[0].upper()}{purity[1:]}. "
    )


def _books(run: Any) -> str:
    """Say how degenerate orbits were treated and how well the photon books close."""
    said = f"Orbits: {run.light.data.attrs['degeneracy']}."
    if "balance" in run.light.data:
        said += (
            " Absorbed photons equal emitted, non-radiative and stored ones to "
            f"{number(run.light.balance, 2)} of the absorbed."
        )
    return said
