"""Arguments that several commands share."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any

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

    return changed(device.load(name), settings)


def changed(loaded: Device, settings: list[str] | None) -> Device:
    """Put other values in place of some of a device's own."""
    from colase import device
    from colase.device.describe import integers

    if not settings:
        return loaded
    whole = set(integers(device.Device))
    changes = ((path, _value(path, text, whole)) for path, text in map(_split, settings))
    return device.replace(loaded, dict(changes))


def _split(setting: str) -> tuple[str, str]:
    path, equals, value = (part.strip() for part in setting.partition("="))
    if not (path and equals and value):
        example = '--set cavity.coating_thickness="600 nm"'
        raise InputError(f'--set "{setting}": write a path, "=" and a value, for example {example}.')
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return path, value[1:-1] if quoted else value


def _value(path: str, text: str, whole: set[str]) -> Any:
    """Return a value as a file would hold it: a table, a whole number, or text with a unit."""
    if path in whole and text.isdecimal():
        return int(text)
    if text.startswith("{"):
        try:
            return tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            raise InputError(
                f"--set {path}: {text} is not a table; write it as in a file, e.g. {{ value = 1.7 }}."
            ) from None
    return text
