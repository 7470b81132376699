"""``colase fit``: measured data to numbers with intervals, one command a reduction."""

from __future__ import annotations

from typing import ClassVar

import typer

from colase.cli.sections import Sections

from . import assign, counted, curves, device, films, phase, sample, spectra, stripes, transient


class Reductions(Sections):
    """The group of all reductions."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "Light against pump, time or place": ("threshold", "stability", "sweep"),
        "Lines": ("lines", "comb", "track", "follow", "assign", "polarisation"),
        "Films": (
            *("vsl", "fluences", "ase", "transient", "bands"),
            *("yield", "density", "cross-section", "photons"),
        ),
        "Heat": ("phase",),
        "Back to a device file": ("device",),
    }


fit = typer.Typer(
    cls=Reductions,
    help="Reduce measured data to numbers with intervals.",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
fit.command("threshold")(curves.threshold)
fit.command("vsl")(stripes.vsl)
fit.command("fluences")(stripes.fluences)
fit.command("polarisation")(curves.polarisation)
fit.command("lines")(spectra.lines)
fit.command("comb")(spectra.comb)
fit.command("track")(spectra.track)
fit.command("follow")(spectra.follow)
fit.command("assign")(assign.assign)
fit.command("device")(device.device)
fit.command("bands")(films.bands)
fit.command("ase")(films.ase)
fit.command("transient")(transient.transient)
fit.command("photons")(counted.photons)
fit.command("yield")(sample.quantum_yield)
fit.command("density")(sample.density)
fit.command("cross-section")(sample.cross_section)
fit.command("sweep")(counted.sweep)
fit.command("stability")(curves.stability)
fit.command("phase")(phase.phase)
