"""pydantic models of the device file, built from the frozen dataclasses.

pydantic walks the file, finds every problem at once and writes the JSON schema; it is used in this
room alone. Values are read by `colase.device.values`; each table becomes its dataclass as soon as all of
its settings are good, so that a rule between two settings is reported at its place too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ForwardRef, Literal, Union

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    create_model,
)

from colase.errors import InputError, nearest
from colase.gain import GainMedium
from colase.nanocrystals import Nanocrystal

from . import catalog
from .describe import REGISTRIES, Setting, family, members, settings, tag, tag_key
from .device import Device
from .fragments import leaf_schema, part_schema
from .provenance import Provenance
from .values import Leaf, Problem, read_leaf


@dataclass(frozen=True, slots=True)
class Part:
    """A table that has been read: the object it stands for, and the provenance of what is inside."""

    thing: Any
    provenance: dict[str, Provenance] = field(default_factory=dict)


class Table(BaseModel):
    """A table of a device file; the keys are checked, nothing else is known of it here."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True)


def root() -> type[Table]:
    """Return the model of a whole device file, for the classes registered now."""
    return _model(Device, _registered())


def read_sample(name: str) -> Part:
    """Return a sample of the library, read as a device file would read it.

    Raises
    ------
    pydantic.ValidationError
        If there is no such sample, or its file is wrong.
    """
    setting = next(s for s in settings(GainMedium) if s.name == "nanocrystal")
    return TypeAdapter(_annotation(setting, _registered())).validate_python(name)


def _registered() -> tuple:
    return tuple((base, members(base)) for base in REGISTRIES)


@lru_cache(maxsize=64)
def _model(cls: type, registries: tuple) -> type[Table]:
    """Build the model of one class; ``registries`` only tells one state of the registries from another."""
    fields: dict[str, Any] = {}
    if tag_key(cls):
        fields[tag_key(cls)] = (Literal[tag(cls)], Field(description=f"{family(cls)} of this kind"))
    if issubclass(cls, Nanocrystal):
        like = Annotated[str | None, WithJsonSchema({"type": "string"})]
        fields["like"] = (like, Field(default_factory=_absent, description="sample to start from"))
    for s in settings(cls):
        more: dict[str, Any] = {} if s.required else {"default_factory": _absent}
        fields[s.name] = (_annotation(s, registries, cls), Field(alias=s.key, title=_title(s), **more))
    model = create_model(cls.__name__, __base__=Table, __doc__=_first_line(cls), **fields)
    model.__colase__ = cls  # type: ignore[attr-defined]
    model.model_rebuild(_types_namespace={cls.__name__: model})
    return model


def _absent() -> None:
    """Stand for a setting that the file does not give; the dataclass knows its default."""


def _title(setting: Setting) -> str:
    return setting.meaning[:1].upper() + setting.meaning[1:]


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().splitlines()[0]


def _annotation(setting: Setting, registries: tuple, owner: type | None = None) -> Any:
    if setting.sort != "part":
        return Annotated[
            Any,
            BeforeValidator(lambda raw, info: read_leaf(raw, setting, _folder(info))),
            WithJsonSchema(leaf_schema(setting)),
        ]
    assert setting.base is not None
    base = setting.base
    if base is owner:  # a table that may hold another one like itself
        models: tuple = (ForwardRef(base.__name__),)
    else:
        models = tuple(_model(cls, registries) for cls in members(base))
    inner: Any = models[0]
    if len(models) > 1:
        inner = Annotated[Union[models], Discriminator(tag_key(base))]  # noqa: UP007
    return Annotated[
        inner, BeforeValidator(lambda raw: _table(raw, base)), AfterValidator(build), _Short(base)
    ]


def _folder(info: ValidationInfo) -> Path | None:
    return (info.context or {}).get("folder")


@dataclass(frozen=True)
class _Short:
    """Adds the short forms of a part (a text that names it) to its JSON schema."""

    base: type

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return part_schema(handler(core), self.base)


def _table(raw: Any, base: type) -> Any:
    """Open the short forms of a part, and make sure that its tag names a registered class."""
    if isinstance(raw, Part):
        return raw
    key = tag_key(base)
    if isinstance(raw, str) and issubclass(base, Nanocrystal):
        raw = {"like": raw}
    elif isinstance(raw, str) and key:
        raw = {key: raw}
    if not isinstance(raw, dict):
        wanted = "a name or a table" if key else "a table"
        raise Problem(f"{wanted} is wanted, for example {_sample(base)}.")
    if issubclass(base, Nanocrystal) and "like" in raw:
        raw = _like(raw)
    if issubclass(base, Nanocrystal) and isinstance(raw.get(key), str):
        raw = {"name": raw[key], **raw}
    if key:
        _tagged(raw, base, key)
    return raw


def _like(raw: dict[str, Any]) -> dict[str, Any]:
    """Fill the table up from the library sample it is like."""
    name = raw["like"]
    if not isinstance(name, str) or name not in catalog.samples():
        known = ", ".join(catalog.samples()) or "none yet"
        hint = nearest(name[:60], catalog.samples()) if isinstance(name, str) else ""
        raise Problem(f"no such sample in the library.{hint} There is {known}.", at="like")
    return catalog.sample(name) | raw


def _tagged(raw: dict[str, Any], base: type, key: str) -> None:
    known = [tag(cls) for cls in members(base)]
    name = raw.get(key)
    if isinstance(name, Leaf):
        name = name.value
    if name not in known:
        listed = ", ".join(f'"{k}"' for k in known)
        what = f"no such {family(base)}" if key in raw else f"say which {family(base)} this is"
        hint = nearest(name[:60], known) if isinstance(name, str) else ""
        raise Problem(f"{what}.{hint} There is {listed}.", at=key)


def _sample(base: type) -> str:
    if issubclass(base, Nanocrystal) and catalog.samples():
        return f'"{catalog.samples()[0]}"'
    if tag_key(base):
        return f'{{ {tag_key(base)} = "{tag(members(base)[0])}", ... }}'
    first = next((s for s in settings(base) if s.required), settings(base)[0])
    return f"{{ {first.key} = {first.example}, ... }}"


def build(model: Table | Part) -> Part:
    """Turn a checked table into its dataclass.

    Raises
    ------
    Problem
        If the class refuses the combination of values.
    """
    if isinstance(model, Part):
        return model
    cls: type = model.__colase__  # type: ignore[attr-defined]
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    if tag_key(cls):
        provenance[tag_key(cls)] = Provenance(written=tag(cls))
    for name in (n for n in type(model).model_fields if n in model.model_fields_set):
        read = getattr(model, name)
        if isinstance(read, Leaf):
            values[name] = read.value
            provenance[name] = read.provenance
        elif isinstance(read, Part):
            values[name] = read.thing
            provenance |= {f"{name}.{inner}" if inner else name: p for inner, p in read.provenance.items()}
        elif name == "like":
            provenance[""] = Provenance(written=read)
    try:
        return Part(cls(**values), provenance)
    except InputError as problem:
        raise Problem(*problem.problems) from None
