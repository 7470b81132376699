"""Pictures of a pair of coated spheres: splitting, combs, chance of one line, lasing lines."""

from __future__ import annotations

from typing import Any

from colase.plot.columns import Column
from colase.plot.coupling import spheres as plots
from colase.report.blocks import Block, Figure
from colase.report.picture import picture


def splitting(run: Any, data: Any) -> list[Block]:
    """Return the picture of the splitting against the gap."""
    caption = (
        "Half the splitting of two lines brought onto each other, exact (dots) and by two-level theory "
        "with exact "
        "coefficients (line), for the orbits through the gap."
    )
    drawn = picture(plots.splitting(data), "pair_splitting", "Splitting against gap")
    columns = plots.splitting_columns(data)
    return [Figure("pair_splitting", "Splitting against gap", caption, drawn, columns, wide=False)]


def combs(run: Any, data: Any) -> list[Block]:
    """Return the picture of the combs."""
    ax = plots.combs(data, (data.attrs["start"], data.attrs["stop"]))
    caption = (
        "Lines of each sphere alone; thick: common to both; shaded: the emission band of the nanocrystals."
    )
    columns = (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        Column("sphere", "1", data.body.values + 1),
        Column("polarization", "", data.polarization.values),
        Column("common", "", data.common.values),
    )
    return [Figure("pair_combs", "Combs", caption, picture(ax, "pair_combs", "Combs"), columns)]


def chance(run: Any, data: Any) -> list[Block]:
    """Return the histogram of common lines and the map over diameters."""
    histogram = picture(plots.count_histogram(data), "pair_histogram", "Common lines in the gain band")
    count = (
        Column("common lines", "1", data["count"].values),
        Column("share of pairs", "1", data.probability.values),
        Column("lower end", "1", data.low.values),
        Column("upper end", "1", data.high.values),
    )
    first, second = (data[n].values * 1e6 for n in ("first", "second"))
    grid = (
        Column("first diameter", "um", first.repeat(second.size)),
        Column("second diameter", "um", list(second) * first.size),
        Column("chance of one line", "1", data.single.values.ravel()),
    )
    drawn = picture(plots.chance_map(data), "pair_chance", "Chance of one line")
    return [
        Figure(
            "pair_histogram", "Histogram", "Common TE lines in the gain band when diameters scatter by 1 "
            "%; error "
            "bars: 95 %.", histogram, count, wide=False,
        ),
        Figure(
            "pair_chance", "Chance against diameters", "Chance of exactly one common TE line; dot: the "
            "likeliest pair.",
            drawn, grid, wide=False,
        ),
    ]  # fmt: skip


def lasing(run: Any, data: Any) -> list[Block]:
    """Return the lines of the pair and of each sphere alone."""
    caption = "Energy of every line at five times threshold, for the pair and for each sphere alone."
    columns = (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        Column("energy", "pJ", data.energy.values * 1e12),
        Column("sample", "1", data.which.values),
    )
    drawn = picture(plots.line_spectra(data), "pair_lines", "Lines above threshold")
    return [Figure("pair_lines", "Lines above threshold", caption, drawn, columns)]


def supermode(run: Any, data: Any) -> list[Block]:
    """Return the fields of some supermodes around the gap."""
    return [_field(data.isel(picture=i)) for i in range(data.sizes["picture"])]


def _field(data: Any) -> Figure:
    """Return one of them."""
    name = str(data.picture.item())
    field = "Electric" if name.startswith("TE") else "Magnetic"
    caption = (
        f"{field} field of the upper {name} supermode across a plane through both centres, around the gap; "
        "both signs in two colours, lines: surfaces of core and coat."
    )
    along = int(abs(data.y.values - 0.25 * float(data.wavelength)).argmin())
    columns = (
        Column("x", "um", data.x.values * 1e6),
        Column("field a quarter wavelength beside the line of centres", "1", data.psi_real.values[along]),
    )
    key = f"pair_supermode_{name.replace(', m = ', '').lower()}"
    drawn = picture(plots.supermode(data), key, f"Supermode, {name}")
    return Figure(key, f"Supermode, {name}", caption, drawn, columns, wide=False)


PICTURES = {
    "splitting": splitting,
    "supermode": supermode,
    "sphere_combs": combs,
    "chance": chance,
    "lasing": lasing,
}
"""What is drawn for each analysis of two spheres."""
