"""``colase presets`` and ``colase materials``: what colase brings along."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import Annotated

import typer

from colase.errors import InputError

from .options import Json
from .terminal import echo, print_json, style, wrapped

_BEST, _EVERY = 40, 10_000


def presets(
    show: Annotated[
        str | None, typer.Option("--show", metavar="NAME", help="Print the TOML of one preset.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the devices that come with colase."""
    from colase import device

    if show is not None:
        echo(device.preset_text(show).rstrip())
        return
    known = {name: tomllib.loads(device.preset_text(name))["title"] for name in device.presets()}
    if as_json:
        print_json([{"name": name, "title": title} for name, title in known.items()])
        return
    width = max(map(len, known), default=0)
    for name, title in known.items():
        echo(f"{style(name.ljust(width), bold=True)}  {title}")


def materials(
    search: Annotated[str, typer.Argument(metavar="SEARCH", help='Words to look for, e.g. "SiO2".')],
    every: Annotated[bool, typer.Option("--all", help="Print every match, not the best 40.")] = False,
    as_json: Json = False,
) -> None:
    """Find a refractive index by name, for use in a device file."""
    from colase import device
    from colase.units import digits

    found = list(device.search_materials(search, _EVERY if every else _BEST + 1))
    if not found:
        raise InputError(f'materials: nothing matches "{search}"; try a formula such as SiO2 or a name.')
    if as_json:
        print_json([asdict(page) for page in (found if every else found[:_BEST])])
        return
    shown = found if every else found[:_BEST]
    width = max(len(page.page) for page in shown)
    for page in shown:
        known = f"{digits(page.start * 1e9)} to {digits(page.stop * 1e9)} nm"
        echo(f"{style(page.page.ljust(width), bold=True)}  {'n, k' if page.absorbs else 'n   '}  {known}")
        wrapped(page.description + (f" ({page.axis})" if page.axis else ""), "    ")
    if len(shown) < len(found):
        wrapped(f"These are the best {_BEST}; --all prints the rest, more words narrow the search.")
