"""Arguments that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from colase.errors import InputError

if TYPE_CHECKING:
    from colase.device import Device

DeviceName = Annotated[
    str, typer.Argument(metavar="DEVICE", help="Name of a preset or path of a TOML file.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON in SI units, for machines.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help='Change a value, e.g. --set cavity.coating_thickness="600 nm".'
    ),
]


def load(name: str, settings: list[str] | None = None) -> Device:
    """Load a device and put other values in place of some of its own."""
    from colase import device

    loaded = device.load(name)
    return device.replace(loaded, dict(map(_split, settings))) if settings else loaded


def _split(setting: str) -> tuple[str, str]:
    path, equals, value = (part.strip() for part in setting.partition("="))
    if not (path and equals and value):
        example = '--set cavity.coating_thickness="600 nm"'
        raise InputError(f'--set "{setting}": write a path, "=" and a value, for example {example}.')
    return path, value
