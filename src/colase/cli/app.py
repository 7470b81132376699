"""The commands and what they are called."""

from __future__ import annotations

from typing import Annotated

import typer

import colase

from . import (
    check,
    cite,
    compare,
    heat,
    init,
    library,
    measure,
    pair,
    papers,
    run,
    schema,
    simulate,
    steps,
    thickness,
)
from .fit import fit
from .guard import Commands

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="DEVICE is the name of a preset or the path of a TOML file.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"colase {colase.__version__}")
        raise typer.Exit


def _help(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.callback(invoke_without_command=True)
def colase_command(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Predict, design and analyse lasers made of colloidal nanocrystals."""
    _help(ctx)


app.command("run")(run.run)
app.command("check")(check.check)
app.command("modes")(steps.modes)
app.command("gain")(steps.gain)
app.command("threshold")(steps.threshold)
app.command("ll")(steps.ll)
app.command("compare")(compare.compare)
app.command("heat")(heat.heat)
app.command("pair")(pair.pair)
app.command("stripe")(steps.stripe)
app.command("transient")(steps.transient)
app.command("thickness")(thickness.thickness)
app.command("levers")(steps.levers)
app.command("cite")(cite.cite)
app.command("read")(measure.read)
app.command("simulate-measurement")(simulate.simulate_measurement)
app.add_typer(fit, name="fit")
app.command("init")(init.init)
app.command("presets")(library.presets)
app.command("materials")(library.materials)
app.command("schema")(schema.schema)
app.command("papers")(papers.papers)
