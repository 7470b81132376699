"""A pair: supermodes, rate against gap, eigenvalue paths, moving pump, random pairs, combs."""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import Any

import numpy as np

from colase.plot.columns import Column
from colase.plot.coupling import disks as plots
from colase.plot.coupling import pair as pair_plots
from colase.plot.coupling import paths as path_plots
from colase.plot.coupling import sheets as sheet_plots
from colase.report.blocks import Block, Figure, Heading, Note, Section, Text
from colase.report.picture import picture
from colase.report.sections import sphere_pair

Maker = Callable[[Any, Any], list[Block]]


def section(run: Any) -> Section | None:
    """Return the section, or None for a device that is no pair."""
    if getattr(run, "pair", None) is None:
        return None
    blocks: list[Block] = []
    for name, finding in run.pair.found.items():
        blocks.append(Heading(finding.title))
        blocks += [Text(sentence) for sentence in finding.sentences]
        if name in PICTURES and finding.data.sizes:
            blocks += PICTURES[name](run, finding.data)
        blocks += [Note(doubt) for doubt in finding.doubts]
    return Section("pair", "Light shared by the bodies", blocks)


def _supermodes(run: Any, data: Any) -> list[Block]:
    if "psi_real" not in data:
        return []
    ax = pair_plots.supermode_map(data, run.device.cavity)
    columns = (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        Column("frequency minus the middle", "GHz", data.detuning.values * 1e-9),
        Column("quality factor of radiation", "1", data.q_factor.values),
        *(Column(f"share of body {i + 1}", "1", data.share.values[:, i]) for i in range(data.sizes["body"])),
    )
    caption = (
        "Field of one supermode in the plane of the bodies, real part; both signs of "
        "the field in two colours."
    )
    drawn = picture(ax, "supermode", "Supermode")
    return [Figure("supermode", "Supermode", caption, drawn, columns, wide=False)]


def _rates(run: Any, data: Any) -> list[Block]:
    ax = pair_plots.rates(data)
    columns = [Column("gap", "nm", data.gap.values * 1e9)]
    for i, kind in enumerate(data.polarization.values):
        columns.append(
            Column(f"coupling rate kappa/2pi, {kind}", "GHz", data.half_splitting.values[i] * 1e-9)
        )
        columns.append(Column(f"to first order, {kind}", "GHz", data.first_order.values[i] * 1e-9))
    caption = (
        "Half the splitting of two such bodies against their gap, from exact modes (dots) "
        "and to first order (lines). "
        "Dotted: the gap of this device."
    )
    if data.attrs["required"]:
        caption += (
            " Dashed: the rate from which three coupled modes have an exceptional "
            "point, by the measured splitting."
        )
    drawn = picture(ax, "pair_rates", "Coupling rate against gap")
    return [Figure("pair_rates", "Splitting against gap", caption, drawn, tuple(columns), wide=False)]


def _paths(run: Any, data: Any) -> list[Block]:
    hertz = 1 / (2 * pi * 1e9)
    point = float(data.attrs.get("point", np.nan))
    marked = (point,) if np.isfinite(point) else ()
    columns = path_plots.path_columns(data, hertz, "GHz")
    found: list[Block] = []
    for part, title in (("frequency", "Frequencies"), ("growth", "Growth rates")):
        ax = path_plots.eigenvalue_paths(
            data, part=part, points=marked, scale=hertz, unit="GHz", parameter_scale=1e6,
            parameter_label="gain in one disk, loss in the other, Im n (10⁻⁶)",
        )  # fmt: skip
        caption = (
            f"{title} of the coupled modes while gain moves from one disk to the other; "
            "dashed: exceptional point."
        )
        drawn = picture(ax, f"pair_{part}", title)
        found.append(Figure(f"pair_{part}", title, caption, drawn, columns, wide=False))
    return found


def _sheets(run: Any, data: Any) -> list[Block]:
    hertz = 1 / (2 * pi * 1e9)
    gain, detuning = data["first"].values, data["second"].values
    shown = (data * hertz).assign_coords(first=gain * 1e6, second=detuning * 1e6)
    labels = ("gain and loss, Im n (10⁻⁶)", "detuning, Re n (10⁻⁶)", "Re ω/2π (GHz)")
    columns = [
        Column("gain and loss, Im n", "1", gain.repeat(detuning.size)),
        Column("detuning, Re n", "1", np.tile(detuning, gain.size)),
    ]
    for i in range(data.sizes["sheet"]):
        for part in ("frequency", "growth"):
            columns.append(Column(f"{part} {i + 1}", "GHz", shown[part].values[:, :, i].ravel()))
    caption = (
        "Frequencies of both modes over gain differential and detuning: two sheets, joined along a cut that "
        "ends in the exceptional point."
    )
    drawn = picture(sheet_plots.riemann_sheets(shown, labels=labels), "pair_sheets", "Riemann sheets")
    return [Figure("pair_sheets", "Riemann sheets", caption, drawn, tuple(columns), wide=False)]


def _pump(run: Any, data: Any) -> list[Block]:
    ax = pair_plots.pump_map(data)
    columns = [Column("offset of the pump", "um", data.offset.values * 1e6)]
    for i in range(data.sizes["body"]):
        columns.append(Column(f"pumped share of body {i + 1}", "1", data.share.values[:, i]))
        columns.append(Column(f"photons in body {i + 1}", "1", data.photons.values[:, i]))
    caption = (
        "Emission spectra while a flat pump spot moves from one body to the other, brightness logarithmic."
    )
    drawn = picture(ax, "pair_pump", "Emission while the pump moves")
    return [Figure("pair_pump", "Spectrum map", caption, drawn, tuple(columns), wide=False)]


def _histogram(run: Any, data: Any) -> list[Block]:
    ax = plots.splitting_histogram(data)
    columns = tuple(
        Column(f"phi, {kind} pumped", "1", data.phi.values[i]) for i, kind in enumerate(data.pumping.values)
    )
    caption = (
        "Splitting over half the free spectral range in random pairs, by which body is "
        "pumped; the legend gives means "
        "with their 95 % bands."
    )
    drawn = picture(ax, "pair_histogram", "Splitting of random pairs")
    return [Figure("pair_histogram", "Histogram", caption, drawn, columns, wide=False)]


def _combs(run: Any, data: Any) -> list[Block]:
    ax = pair_plots.combs(data, (run.device.modes.start, run.device.modes.stop))
    columns = (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        Column("body", "1", data.body.values + 1),
        Column("polarization", "", data.polarization.values),
    )
    caption = "Lines of each body alone, first radial order; shaded: the window of modes."
    return [Figure("pair_combs", "Combs", caption, picture(ax, "pair_combs", "Combs"), columns)]


PICTURES: dict[str, Maker] = {
    "supermodes": _supermodes,
    "rates": _rates,
    "paths": _paths,
    "sheets": _sheets,
    "pump_offset": _pump,
    "histogram": _histogram,
    "combs": _combs,
    **sphere_pair.PICTURES,
}
"""What is drawn for each analysis of a pair; one without an entry has words alone."""
