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
        str, typer.Option("--stripe", metavar="F", help="Instead, of a film: length scan at this fluence.")
    ] = "",
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
    from colase.study.measured.simulate import Spectrometer, simulate_series, simulate_stripe, write_series
    from colase.units import parse

    known = load(device, settings)
    instrument = SyntheticInstrument(
        relative=noise, shot=1.0, read=read_noise, background=background, saturation=saturation,
        pump_jitter=jitter, pump_scale=pump_scale, resolution=parse(resolution, "m"),
    )  # fmt: skip
    if bool(pump_from) != bool(pump_to):
        raise InputError("simulate-measurement: --from and --to go together.")
    with bar("levels", show=True) as progress:
        if stripe:
            lengths = np.linspace(10e-6, 500e-6, 50)
            fluence = parse(stripe, "J/m^2")
            seen = simulate_stripe(
                known, fluence, lengths, instrument=instrument, seed=seed, progress=progress
            )
            _write_table(Path(out), seen.stripe_length.values * 1e6, seen.output.values)
            title_line(known.title, "synthetic")
            echo(f"  {lengths.size} stripe lengths at {stripe}: {Path(out) / 'stripe.csv'}")
            return
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


def _write_table(folder: Path, length: Any, output: Any) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows = "".join(f"{a:.3f},{b:.6g}\n" for a, b in zip(length, output, strict=True))
        (folder / "stripe.csv").write_text(f"length (um),output\n{rows}", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{folder}: cannot be written ({problem.strerror or problem}).") from None
