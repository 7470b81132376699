"""Labelled arrays: every variable of a result carries its unit and its name.

Units inside results are SI (the plots and tables convert); ``attrs["units"]`` says so.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np
import xarray as xr


def variable(dims: str | tuple[str, ...], values: Any, units: str, long_name: str, **more: Any) -> tuple:
    """Return an xarray variable tuple with ``units`` and ``long_name`` (and further attributes)."""
    return (dims, np.asarray(values), {"units": units, "long_name": long_name, **more})


def dataset(
    variables: Mapping[str, tuple], coords: Mapping[str, tuple] | None = None, **attrs: Any
) -> xr.Dataset:
    """Return a Dataset of variables made by `variable`, refusing one without units or name."""
    for name, (_, _, described) in {**variables, **(coords or {})}.items():
        if "units" not in described or "long_name" not in described:
            raise ValueError(f"{name}: a result variable needs units and long_name.")
    return xr.Dataset(dict(variables), coords=dict(coords or {}), attrs=attrs)


def draw(picture: str, *values: Any, ax: Any = None, **options: Any) -> Any:
    """Draw values with a function of the plot room and return its Axes.

    The one call that goes up the house, by name and only when a picture is asked for: so a result can
    plot itself while the physics never imports a plotting library.

    Parameters
    ----------
    picture : str
        Module and function below ``colase.plot``, such as "gain.spectra.gain_spectra".
    ax : Axes, optional
        Where to draw; a new figure if left out.
    """
    module, function = picture.rsplit(".", 1)
    return getattr(import_module(f"colase.plot.{module}"), function)(*values, ax=ax, **options)
