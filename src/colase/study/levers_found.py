"""Why a threshold is what it is, as a result: slopes, losses, where the pump goes, what to measure first."""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from colase.device.spoken import spoken

from .table import Table
from .threshold_interval import ThresholdInterval

NOT_SOLVED = (
    "Lengths and indices of this cavity are left out: each would take minutes (colase levers DEVICE)."
)
_SMALLEST = 0.005  # levers below this are not shown
_USEFUL = "modes"
_WORDS = {
    _USEFUL: "light of the modes (useful)",
    "relaxation": "relaxation to the exciton",
    "spontaneous elsewhere": "spontaneous emission",
    "Auger": "Auger recombination",
    "passive absorption": "absorption by the cavity",
}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Levers:
    """What moves the threshold: ``data`` over ``setting``, the strongest first.

    Attributes
    ----------
    data : xarray.Dataset
        ``sensitivity`` d ln F/d ln x of every number, ``error`` (relative), ``guess``, ``local``, and
        ``swing``, by how much the error of an input moves the threshold; losses and budgets of the pump.
    interval : ThresholdInterval or None
        Thresholds drawn from uncertain inputs, where that was asked for.
    message : str
        Why there are no levers, if there are none.
    """

    data: xr.Dataset
    interval: ThresholdInterval | None = None
    message: str = ""

    def strongest(self, most: int | None = None) -> list[tuple[str, float]]:
        """Return names and slopes of the strongest levers, without those that move lines or modes."""
        shown = [
            (spoken(str(path)), float(value))
            for path, value, local in zip(
                self.data.setting.values, self.data.sensitivity.values, self.data.local.values, strict=True
            )
            if abs(value) >= _SMALLEST and not local
        ]
        return shown[:most]

    def table(self) -> Table:
        """Return every lever."""
        data = self.data
        columns = (
            data.setting,
            data.meaning,
            data.sensitivity,
            data.error,
            data.swing,
            data.guess,
            data.local,
        )
        rows = tuple(
            (
                str(path),
                str(meaning),
                f"{float(value):+.3f}{' (local)' if local else ''}",
                f"{100 * error:.2g} %" if error else "",
                f"{100 * swing:.2g} %" if error else "",
                "guess" if guess else "",
            )
            for path, meaning, value, error, swing, guess, local in zip(
                *(c.values for c in columns), strict=True
            )
        )
        heads = ("setting", "meaning", "d ln F / d ln x", "error", "moves F by", "")
        return Table(heads, rows)

    @property
    def to_measure(self) -> list[tuple[str, float]]:
        """Inputs whose stated error moves the threshold most, and by how much (relative), worst first."""
        pairs = zip(self.data.setting.values, self.data.swing.values, strict=True)
        return sorted(((str(p), float(s)) for p, s in pairs if s > 0), key=lambda x: -x[1])

    @property
    def pump_goes(self) -> list[tuple[str, float]]:
        """Where the energy of the pump ends in a pulse at threshold, the largest share first."""
        if "energy_budget" not in self.data:
            return []
        pairs = zip(self.data.energy_channel.values, self.data.energy_budget.values, strict=True)
        named = ((_WORDS.get(str(name), str(name)), float(share)) for name, share in pairs)
        return sorted(named, key=lambda x: -x[1])

    @property
    def losses(self) -> list[tuple[str, float]]:
        """Losses of the mode that lases first, in 1/m, the largest first."""
        if "loss" not in self.data:
            return []
        pairs = zip(self.data.way.values, self.data.loss.values, strict=True)
        return sorted(((str(name), float(loss)) for name, loss in pairs), key=lambda x: -x[1])

    def describe(self) -> str:
        """Return losses, where the pump goes, and every lever, one a line."""
        lines = [self.message] if self.message else []
        if self.losses:
            total = sum(loss for _, loss in self.losses)
            parts = ", ".join(f"{name} {loss / 100:.3g}" for name, loss in self.losses if loss > 1e-6 * total)
            lines.append(f"loss of the first mode {total / 100:.3g} 1/cm: {parts}")
        if self.pump_goes:
            shares = ", ".join(f"{name} {100 * x:.3g} %" for name, x in self.pump_goes if abs(x) > 5e-4)
            lines.append(f"energy of the pump at threshold: {shares}")
        if self.interval is not None:
            lines.append(self.interval.describe())
        if self.to_measure:
            worst = ", ".join(f"{p.split('.')[-1]} ({100 * s:.2g} %)" for p, s in self.to_measure[:3])
            lines.append(f"measure first (the threshold moves by): {worst}")
        if self.data.sizes["setting"]:
            lines.append(Table(*_without(self.table(), "meaning")).text())
            if self.data.local.values.any():
                lines.append(
                    "local: lines or modes move with it; the slope holds for that mode near its place."
                )
        if not self.data.attrs.get("solved", 1):
            lines.append(NOT_SOLVED)
        idle = str(self.data.attrs.get("without_influence", ""))
        if idle:
            lines.append(f"no influence on the threshold: {idle}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return self.table().html()


def _without(table: Table, heading: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return headings and rows of a table without one column."""
    gone = table.heads.index(heading)
    return (
        table.heads[:gone] + table.heads[gone + 1 :],
        tuple(row[:gone] + row[gone + 1 :] for row in table.rows),
    )
