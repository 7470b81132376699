"""A whole run as one labelled tree and one NetCDF file.

Groups: ``device`` (its TOML, and the source of every value), ``modes``, ``gain``, ``threshold``,
``light``, ``stripe``, ``lengths``, ``cuvette``, ``transient``, ``levers``, ``heat``, for a pair ``pair``
with one group an analysis, as far as the device allows them, and ``comparison`` when it was asked for.
Every variable carries ``units`` and ``long_name``. NetCDF has no complex numbers, so a complex variable x
is stored as the real pair x_re, x_im; `joined` puts it together again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from colase.device import Device
from colase.errors import InputError
from colase.results import dataset, variable

from .outcome import STEPS, Outcome

_COMPRESS_ABOVE = 10_000  # numbers


def to_tree(run: Outcome) -> xr.DataTree:
    """Return a run, or as much of it as is finished, as a tree of datasets."""
    root = xr.Dataset(attrs=_attributes(_facts(run)))
    groups = {"/": root, "/device": device_dataset(run.device)}
    for name in STEPS:
        result = getattr(run, name)
        if result is not None and name != "pair":
            groups[f"/{name}"] = pairs(result.data)
    if run.pair is not None:
        groups |= {f"/pair/{key}": pairs(found.data) for key, found in run.pair.found.items()}
    if run.heat is not None:
        groups["/heat"] = pairs(run.heat.data)
        groups["/heat/levers"] = pairs(run.heat.levers.data)
    if run.comparison is not None:
        groups["/comparison"] = pairs(run.comparison.data)
    return xr.DataTree.from_dict(groups, name="run")


def save(run: Outcome, path: str | os.PathLike[str]) -> Path:
    """Write a run to one NetCDF file, replacing an older one only when the new one is complete.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    path = Path(path)
    tree = to_tree(run)
    encoding = {
        group.path: {
            str(name): {"zlib": True, "complevel": 4}
            for name, v in group.data_vars.items()
            if v.size > _COMPRESS_ABOVE and v.dtype.kind == "f"
        }
        for group in tree.subtree
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            tree.to_netcdf(part, engine="h5netcdf", encoding=encoding)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error
    return path


def open_tree(path: str | os.PathLike[str]) -> xr.DataTree:
    """Read a file written by `save` into memory and close it.

    Raises
    ------
    InputError
        If there is no such file or it is not a result of colase.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; a run writes it as result.nc.")
    try:
        with xr.open_datatree(path, engine="h5netcdf") as tree:
            loaded = tree.load()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a NetCDF file that can be read.") from error
    if "device" not in loaded.children:
        raise InputError(f"{path}: holds no group 'device', so it is not a result of colase.")
    return loaded


def pairs(data: xr.Dataset) -> xr.Dataset:
    """Return a dataset in which real pairs stand for complex variables and attributes fit a file."""
    columns: dict[str, xr.DataArray] = {}
    for key, values in data.variables.items():
        name, array = str(key), data[key]
        array = array.assign_attrs(_attributes(values.attrs))
        if values.dtype.kind != "c":
            columns[name] = array
            continue
        for part, label in (("re", "real part"), ("im", "imaginary part")):
            half = array.real if part == "re" else array.imag
            long_name = f"{values.attrs.get('long_name', name)}, {label}"
            columns[f"{name}_{part}"] = half.assign_attrs({**array.attrs, "long_name": long_name})
    coords = [name for name in columns if name in data.coords]
    return xr.Dataset(columns, attrs=_attributes(data.attrs)).set_coords(coords)


def joined(data: xr.Dataset) -> xr.Dataset:
    """Return a dataset with the pairs x_re, x_im put together as the complex x."""
    names = [str(name)[:-3] for name in data.variables if str(name).endswith("_re")]
    for name in (n for n in names if f"{n}_im" in data.variables):
        real, imaginary = data[f"{name}_re"], data[f"{name}_im"]
        attrs = {**real.attrs, "long_name": real.attrs["long_name"].removesuffix(", real part")}
        whole = (real + 1j * imaginary).assign_attrs(attrs)
        data = data.drop_vars([f"{name}_re", f"{name}_im"]).assign({name: whole})
    return data


def device_dataset(device: Device) -> xr.Dataset:
    """Return the source of every value, over ``setting``, with the TOML text as an attribute."""
    sources = device.provenance
    columns = {
        "written": "the value as written",
        "reference": "key of the reference the value is taken from",
        "place": "place in that reference",
        "why": "reasoning behind a guess",
        "note": "remark",
    }

    def text(values: list[str], long_name: str) -> tuple:
        return variable("setting", np.array(values, dtype=object), "", long_name)

    variables = {
        name: text([getattr(p, name) for p in sources.values()], long) for name, long in columns.items()
    }
    guess = np.array([p.guess for p in sources.values()], dtype=np.int8)
    variables["guess"] = variable("setting", guess, "", "1 if the value is a guess, 0 if not")
    coords = {"setting": text(list(sources), "dotted path of the setting")}
    attrs = {name: getattr(device, name) for name in ("title", "reference", "notes", "source")}
    return dataset(variables, coords, **attrs)


def _facts(run: Outcome) -> dict[str, Any]:
    return {
        "title": run.device.title,
        "complete": run.complete,
        "stopped": run.stopped,
        "versions": dict(run.versions),
        "seconds": dict(run.timings),
    }


def _attributes(attrs: Mapping[Any, Any]) -> dict[str, Any]:
    """Return attributes as NetCDF takes them: numbers and text; the rest becomes JSON."""

    def fit(value: Any) -> Any:
        if isinstance(value, (bool, np.bool_)):
            return int(value)
        if isinstance(value, (str, int, float, np.number)):
            return value
        return "" if value is None else json.dumps(value, default=str)

    return {str(name): fit(value) for name, value in attrs.items()}
