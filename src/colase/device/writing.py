"""A `Device` as the TOML text that describes it, values and birth certificates alike.

Reading the text back gives an equal device. A value is written as it was written, if that still says
the same number; a value that follows from a default is left out; a sample of the library is named,
with what differs from it; an index from a file becomes a table inside the text, so that the text
stands alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from colase.errors import InputError
from colase.materials import ConstantIndex, Material, TabulatedIndex
from colase.materials.mixture import MixedIndex, Part
from colase.nanocrystals import Nanocrystal
from colase.quantity import Quantity
from colase.units import exact, read

from .describe import Setting, settings, tag, tag_key
from .device import Device
from .provenance import Provenance

_TOML_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LENGTH = Quantity("m", "λ", "wavelength", "nm")
_ANY = Setting("n", "n", "material")

Births = Mapping[str, Provenance]


def to_toml(device: Device) -> str:
    """Return the device file of a device.

    Raises
    ------
    InputError
        If a material is of a kind that no file can express.
    """
    births = device.provenance
    text = "".join(f"{line}\n" for line in _lines(device, "", births))
    for setting in settings(Device):
        thing = getattr(device, setting.name)
        if setting.sort == "part" and is_given(setting, thing, setting.name, births):
            text += _section(setting.name, setting.key, thing, births)
    return text


def _section(path: str, header: str, thing: Any, births: Births) -> str:
    text = "".join(f"{line}\n" for line in _lines(thing, path, births))
    parts = (s for s in settings(type(thing)) if s.sort == "part")
    own = {s.key: (f"{path}.{s.name}", getattr(thing, s.name)) for s in parts}
    for key, (inner, part) in own.items():
        if isinstance(part, Nanocrystal) and inner not in births:
            text += _section(inner, f"{header}.{key}", part, births)
    return f"\n[{header}]\n{text}"


def _lines(thing: Any, path: str, births: Births) -> Iterator[str]:
    """Yield ``key = value`` for the tag, the values and the short parts of an object."""
    if tag_key(type(thing)):
        yield f"{tag_key(type(thing))} = {_quote(tag(type(thing)))}"
    for s in settings(type(thing)):
        value = getattr(thing, s.name)
        inner = f"{path}.{s.name}" if path else s.name
        if not is_given(s, value, inner, births):
            continue
        if s.sort != "part":
            yield f"{s.key} = {_leaf(s, value, births.get(inner))}"
        elif isinstance(value, Nanocrystal):
            if inner in births:
                yield f"{s.key} = {_sample(value, inner, births)}"
        elif path:
            yield f"{s.key} = {_inline(value, inner, births)}"


def is_given(setting: Setting, value: Any, path: str, births: Births) -> bool:
    """Whether a file has to say this value: it was given, or differs from the default."""
    if path in births:
        return births[path].written != ""
    if setting.sort == "part" and value is not None:
        below = [p for name, p in births.items() if name.startswith(f"{path}.")]
        return any(p.written for p in below) or (not below and value != setting.default)
    return value != setting.default


def _inline(thing: Any, path: str, births: Births) -> str:
    entries = list(_lines(thing, path, births))
    if tag_key(type(thing)) and len(entries) == 1:
        return _quote(tag(type(thing)))
    return f"{{ {', '.join(entries)} }}"


def _sample(thing: Nanocrystal, path: str, births: Births) -> str:
    """Name the library sample, and what differs from it."""
    from .schema import read_sample

    name = births[path].written
    library = read_sample(name)
    changed = []
    for s in settings(type(thing)):
        birth = births.get(f"{path}.{s.name}")
        if (getattr(thing, s.name), birth) != (
            getattr(library.thing, s.name, None),
            library.provenance.get(s.name),
        ):
            changed.append(f"{s.key} = {_leaf(s, getattr(thing, s.name), birth)}")
    return f"{{ {', '.join([f'like = {_quote(name)}', *changed])} }}" if changed else _quote(name)


def _leaf(setting: Setting, value: Any, birth: Provenance | None) -> str:
    written = birth.written if birth else ""
    bare = _WRITERS[setting.sort](value, written, setting)
    records = list(_records(setting, birth)) if birth else []
    return f"{{ value = {bare}, {', '.join(records)} }}" if records else bare


def _records(setting: Setting, birth: Provenance) -> Iterator[str]:
    if birth.error is not None and birth.error != _own_error(setting, birth.written):
        assert setting.quantity is not None
        text = exact(birth.error, setting.quantity)
        yield f"error = {_quote(text) if setting.quantity.unit else text}"
    if birth.guess:
        yield "guess = true"
    for key in ("why", "note", "reference", "place"):
        if getattr(birth, key):
            yield f"{key} = {_quote(getattr(birth, key))}"


def _own_error(setting: Setting, written: str) -> float | None:
    try:
        return read(written, setting.quantity.unit).error if setting.quantity else None
    except InputError:
        return None


def _number(value: float, written: str, setting: Setting) -> str:
    assert setting.quantity is not None
    try:
        text = written if read(written, setting.quantity.unit).value == value else ""
    except InputError:
        text = ""
    return _figures(text or exact(value, setting.quantity))


def _figures(text: str) -> str:
    """Write a number bare if TOML would give the same figures back, else as a text."""
    same = _TOML_NUMBER.fullmatch(text) and text in (repr(float(text)), repr(int(float(text))))
    return text if same else _quote(text)


def _material(value: Material, written: str, _: Setting) -> str:
    if isinstance(value, ConstantIndex):
        n = complex(value.value)
        if n.imag:
            return f"{{ n = {n.real!r}, k = {n.imag!r} }}"
        return _number(n.real, written, Setting("n", "n", "number", Quantity("", "n", "index")))
    if isinstance(value, MixedIndex):
        return _mixture(value)
    if not isinstance(value, TabulatedIndex):
        raise InputError(
            f"{value.name}: only a constant, a page, a table or a mix of an index can be written to a file."
        )
    if "/" in value.name and _is_page(value):
        return _quote(value.name)
    lengths = ", ".join(_quote(exact(w, _LENGTH)) for w in value.wavelength)
    n, k = (", ".join(map(repr, map(float, column))) for column in (value.n, value.k))
    smooth = ", smooth = true" if value.smooth else ""
    return f"{{ label = {_quote(value.name)}, wavelength = [{lengths}], n = [{n}], k = [{k}]{smooth} }}"


def _mixture(value: MixedIndex) -> str:
    def part(p: Part) -> str:
        first = "index" if p.shell is None else "core"
        text = f"{first} = {_material(p.index, '', _ANY)}"
        if p.shell is not None:
            text += f", shell = {_material(p.shell, '', _ANY)}, share_of_core = {p.share_of_core!r}"
        return f"{{ {text}, share = {p.share!r} }}"

    text = f"mix = {_quote(value.rule)}, parts = [{', '.join(map(part, value.parts))}]"
    if value.sides is not None:
        text += f", sides = [{', '.join(_quote(exact(s, _LENGTH)) for s in value.sides)}]"
    return f"{{ {text}, axis = {_quote(value.axis)} }}"


def _is_page(value: TabulatedIndex) -> bool:
    from .database import page

    try:
        return page(value.name) == value
    except InputError:
        return False


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def points_text(value: tuple[tuple[float, float], ...], quantity: Quantity) -> str:
    """Return pairs of numbers as a file writes them."""
    pairs = (f"[{_quote(exact(a, quantity))}, {_quote(exact(b, quantity))}]" for a, b in value)
    return f"[{', '.join(pairs)}]"


def _points(value: tuple[tuple[float, float], ...], written: str, setting: Setting) -> str:
    assert setting.quantity is not None
    unit = setting.quantity.unit
    try:
        pairs = json.loads(written)
        same = value == tuple((read(a, unit).value, read(b, unit).value) for a, b in pairs)
    except (ValueError, InputError):
        same = False
    return written if same else points_text(value, setting.quantity)


_WRITERS = {
    "number": _number,
    "points": _points,
    "integer": lambda value, *_: str(value),
    "text": lambda value, *_: _quote(value),
    "choice": lambda value, *_: _quote(value),
    "material": _material,
}
