"""Names and texts that come with colase: presets (whole devices) and samples (one nanocrystal each)."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from colase.errors import InputError, nearest
from colase.units import quoted

_PRESETS = files("colase.device") / "presets"
_LIBRARY = files("colase.device") / "library"
_STARTERS = files("colase.device") / "starters"


def presets() -> tuple[str, ...]:
    """Return the names of the devices that come with colase."""
    return _names(_PRESETS)


def preset_text(name: str) -> str:
    """Return the TOML of a preset.

    Raises
    ------
    InputError
        If there is none of this name; the nearest is named.
    """
    return _text(_PRESETS, name, "preset")


def samples() -> tuple[str, ...]:
    """Return the names of the nanocrystals of the library, as ``nanocrystal = "..."`` takes them."""
    return _names(_LIBRARY)


def sample_text(name: str) -> str:
    """Return the TOML of a library sample; see `preset_text`."""
    return _text(_LIBRARY, name, "sample")


def sample(name: str) -> dict[str, Any]:
    """Return the table of a library sample, as a device file could hold it inline."""
    return {"name": name} | tomllib.loads(sample_text(name))


def template(kind: str = "microsphere") -> str:
    """Return a commented device file to start from, with a cavity of this kind; it loads as it is.

    Raises
    ------
    InputError
        If there is no such cavity; the nearest is named.
    """
    cavity = _text(_STARTERS / "cavity", kind, "cavity to start from")
    about, laser = ((_STARTERS / name).read_text(encoding="utf-8") for name in ("about.toml", "laser.toml"))
    return f"{about.rstrip()}\n\n{cavity.rstrip()}\n\n{laser}"


def _names(folder: Traversable) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def _text(folder: Traversable, name: str, what: str) -> str:
    known = _names(folder)
    if name not in known:
        raise InputError(
            f"{quoted(name)}: no such {what}.{nearest(name[:60], known)} There is {', '.join(known)}."
        )
    return (folder / f"{name}.toml").read_text(encoding="utf-8")
