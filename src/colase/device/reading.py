"""From a device file to a `Device`: every problem of the file at once, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from colase.errors import InputError, nearest
from colase.units import quoted

from . import catalog
from .device import Device
from .files import parse_toml, read_text
from .provenance import Provenance
from .window import default_window, uncovered

_SUFFIX = ".toml"


def load(name_or_path: str | Path) -> Device:
    """Return the device that a preset or a file describes.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a preset ("duan2022-microsphere"), or path of a TOML file.

    Raises
    ------
    InputError
        With one sentence in ``problems`` for everything that is wrong with the file.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in catalog.presets():
        return loads(catalog.preset_text(name), name)
    path = Path(name)
    if isinstance(name_or_path, str) and not _names_a_file(name):
        known = catalog.presets()
        hint = nearest(name[:60], known)
        raise InputError(f"{quoted(name)}: no such preset or file.{hint} Presets: {', '.join(known)}.")
    try:
        text = read_text(path)
    except InputError as problem:
        raise InputError(f"{_shown(path)}: {problem}") from None
    return loads(text, _shown(path), path.parent)


def _names_a_file(name: str) -> bool:
    if name.endswith(_SUFFIX) or "/" in name or "\\" in name:
        return True
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _shown(path: Path) -> str:
    return quoted(path.name or str(path)).strip('"')


def loads(text: str, name: str = "device", folder: Path | None = None) -> Device:
    """Return the device that a TOML text describes; ``name`` opens every error line.

    Raises
    ------
    InputError
        See `load`.
    """
    try:
        return from_tables(parse_toml(text), source=text, title=Path(name).stem, folder=folder)
    except InputError as problem:
        raise InputError(*(f"{name}: {line}" for line in problem.problems)) from None


def from_tables(
    tables: Mapping[str, Any], *, source: str = "", title: str = "device", folder: Path | None = None
) -> Device:
    """Return the device of the tables of a file; leaves may be `colase.device.values.Leaf` already.

    Raises
    ------
    InputError
        See `load`; the sentences carry no file name.
    """
    from pydantic import ValidationError

    from .problems import sentences
    from .schema import root
    from .values import Leaf

    if not tables:
        raise InputError("the file is empty; `colase init` writes one to start from.")
    try:
        model = root().model_validate(dict(tables), context={"folder": folder})
    except ValidationError as found:
        raise InputError(*sentences(found.errors(include_url=False))) from None
    values: dict[str, Any] = {"title": title}
    provenance: dict[str, Provenance] = {"title": Provenance(written=title)}
    for name in (n for n in type(model).model_fields if n in model.model_fields_set):
        read = getattr(model, name)
        if isinstance(read, Leaf):
            values[name], provenance[name] = read.value, read.provenance
        else:
            values[name] = read.thing
            provenance |= {f"{name}.{inner}" if inner else name: p for inner, p in read.provenance.items()}
    if "modes" not in values:
        values["modes"], birth = default_window(values["gain"].nanocrystal)
        provenance |= {f"modes.{key}": birth for key in ("start", "stop")}
    device = Device(**values, provenance=MappingProxyType(provenance), source=source)
    problems = tuple(uncovered(device))
    if problems:
        raise InputError(*problems)
    return device
