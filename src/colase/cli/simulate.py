"""``colase simulate-measurement``: files as a laboratory would have measured them, with the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from colase.errors import InputError

from .options import DeviceName, Settings, load
from .terminal import bar, echo, title_line


def simulate_measurement(
    device: DeviceName,
    out: Annotated[str, typer.Option("--out", metavar="FOLDER", help="Where the files go.")] = "measured",
    form: Annotated[str, typer.Option("--form", help="ocean, avantes, andor, labspec or csv.")] = "ocean",
    levels: Annotated[int, typer.Option("--levels", help="Pump levels, 0.3 to 3 thresholds.")] = 25,
    pump_from: Annotated[str, typer.Option("--from", metavar="F", help='Or from "1 uJ/cm^2" ...')] = "",
    pump_to: Annotated[str, typer.Option("--to", metavar="F", help='... to "30 uJ/cm^2".')] = "",
    stripe: Annotated[
        list[str] | None,
        typer.Option("--stripe", metavar="F", help="Instead, of a film: length scan at F; may be repeated."),
    ] = None,
    pixels: Annotated[int, typer.Option("--pixels", help="Pixels of a spectrum.")] = 1024,
    resolution: Annotated[str, typer.Option("--resolution", metavar="L", help="Of the response.")] = "0.1 nm",
    noise: Annotated[float, typer.Option("--noise", help="Relative noise from spectrum to spectrum.")] = 0.03,
    jitter: Annotated[float, typer.Option("--jitter", help="Relative error of each pump value.")] = 0.02,
    pump_scale: Annotated[
        float, typer.Option("--pump-scale", help="Factor of the pump calibration (1: right).")
    ] = 1.0,
    background: Annotated[float, typer.Option("--background", help="Constant counts.")] = 300.0,
    read_noise: Annotated[float, typer.Option("--read-noise", help="Counts.")] = 6.0,
    saturation: Annotated[float, typer.Option("--saturation", help="Largest count.")] = 65535.0,
    exposure: Annotated[
        float, typer.Option("--exposure", help="Seconds, the same for all; chosen for each if left out.")
    ] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="Start of the random numbers.")] = 0,
    settings: Settings = None,
) -> None:
    """Write the files that an experiment on a device would give, with known truth."""
    import numpy as np

    from colase.measurement.synthetic import SyntheticInstrument
    from colase.study.measured.simulate import Spectrometer, simulate_series, write_series
    from colase.units import parse

    known = load(device, settings)
    instrument = SyntheticInstrument(
        relative=noise, shot=1.0, read=read_noise, background=background, saturation=saturation,
        pump_jitter=jitter, pump_scale=pump_scale, resolution=parse(resolution, "m"),
    )  # fmt: skip
    if bool(pump_from) != bool(pump_to):
        raise InputError("simulate-measurement: --from and --to go together.")
    if stripe:
        _stripes(known, stripe, Path(out), instrument=instrument, seed=seed)
        return
    with bar("levels", show=True) as progress:
        ends = (parse(pump_from, "J/m^2"), parse(pump_to, "J/m^2")) if pump_from else None
        seen = simulate_series(
            known,
            levels=np.geomspace(*ends, levels) if ends else None,
            count=levels,
            instrument=instrument,
            spectrometer=Spectrometer(pixels=pixels, exposure=exposure),
            seed=seed,
            progress=progress,
        )
    where = write_series(seen, out, form)
    title_line(known.title, "synthetic")
    echo(f"  {seen.sizes['pump']} spectra of {pixels} pixels as {form} text in {where}")
    echo("  pump.csv says the pump that was written down, truth.json what an experiment would not know")


def _stripes(device: Any, fluences: list[str], folder: Path, **how: Any) -> None:
    """Write a length scan a fluence: one table of length and output, or of fluence, length and output."""
    import numpy as np

    from colase.study.measured.simulate import simulate_stripe
    from colase.units import parse

    lengths = np.linspace(10e-6, 500e-6, 50)
    rows = []
    for number, text in enumerate(fluences):
        fluence, more = parse(text, "J/m^2"), how | {"seed": how["seed"] + number}
        with bar(text, show=True) as progress:
            seen = simulate_stripe(device, fluence, lengths, progress=progress, **more)
        first = f"{fluence * 100:.6g}," if len(fluences) > 1 else ""
        points = zip(lengths * 1e6, seen.output.values, strict=True)
        rows += [f"{first}{length:.3f},{output:.6g}" for length, output in points]
    several = len(fluences) > 1
    head = "fluence (uJ/cm2),length (um),output" if several else "length (um),output"
    name = "stripes.csv" if several else "stripe.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{folder}: cannot be written ({problem.strerror or problem}).") from None
    title_line(device.title, "synthetic")
    echo(f"  {lengths.size} stripe lengths at {', '.join(fluences)}: {folder / name}")
