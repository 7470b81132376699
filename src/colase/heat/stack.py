"""A stack of layers that conducts heat, from the top face down.

Laterally infinite. Above the first layer is vacuum (no heat passes) or a gas that carries heat off;
below the last one is a face at fixed temperature, an insulated one, or one that a fluid cools. A layer
of infinite thickness, first or last, is a half-space and needs no face.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Annotated, Literal, final

from colase.errors import InputError, nearest
from colase.quantity import Quantity, check_bounds

from .solid import Solid


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An outer face: insulated, at the temperature of the surroundings, or cooled by a fluid.

    ``transfer`` is the heat-transfer coefficient of a "convective" face; heat flows off as h T.
    """

    kind: Literal["insulated", "fixed", "convective"] = "insulated"
    transfer: Annotated[
        float,
        Quantity("W/(m^2*K)", "h", "heat-transfer coefficient", example="10 W/(m^2*K)", ge=0.0, lt=1e12),
    ] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.kind not in ("insulated", "fixed", "convective"):
            hint = nearest(str(self.kind), ("insulated", "fixed", "convective"))
            raise InputError(
                f'heat: a face is "insulated", "fixed" or "convective", not "{self.kind}".{hint}'
            )
        if (self.kind == "convective") != (self.transfer > 0):
            raise InputError(
                f"heat: a {self.kind} face with a transfer of {self.transfer:g} W/(m^2 K); give a positive "
                "transfer for a convective face and none for the others."
            )

    @property
    def impedance(self) -> float:
        """Temperature per heat flux leaving, in K m^2/W; infinite if no heat passes."""
        return {"insulated": inf, "fixed": 0.0}.get(self.kind, 1 / self.transfer if self.transfer else inf)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HeatLayer:
    """One layer and the boundary resistance to the layer below it."""

    name: str
    thickness: float
    solid: Solid
    resistance: Annotated[
        float,
        Quantity("m^2*K/W", "R", "boundary resistance to the layer below", example="2e-8 m^2*K/W", ge=0.0),
    ] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.thickness > 0:
            raise InputError(
                f"heat: layer {self.name} is {self.thickness:g} m thick; give a positive thickness "
                "(or infinity for a half-space)."
            )

    @property
    def infinite(self) -> bool:
        """Whether this is a half-space."""
        return not isfinite(self.thickness)

    def scaled(self, quantity: str, factor: float) -> HeatLayer:
        """Return the layer with one of its numbers multiplied; both conductivities go together."""
        if quantity in ("thickness", "resistance"):
            return replace(self, **{quantity: getattr(self, quantity) * factor})
        solid = replace(self.solid, **{quantity: getattr(self.solid, quantity) * factor})
        if quantity == "conductivity":
            solid = replace(solid, lateral_conductivity=self.solid.along * factor)
        return replace(self, solid=solid)

    @property
    def diffusion_time(self) -> float:
        """d^2/D in s (adachi2015); on a heat sink the slowest eigenmode decays in 0.405 of it."""
        return self.thickness**2 / self.solid.diffusivity


@final
@dataclass(frozen=True, slots=True)
class Stack:
    """Layers from the top down; the last (and the first) may be infinitely thick.

    Raises
    ------
    InputError
        If there is no layer, names repeat, or an inner layer is infinite.
    """

    layers: tuple[HeatLayer, ...]
    backside: Face = Face(kind="fixed")
    top: Face = Face()

    def __post_init__(self) -> None:
        if not self.layers:
            raise InputError("heat: a stack needs at least one layer.")
        names = [layer.name for layer in self.layers]
        if len(set(names)) < len(names):
            raise InputError(f"heat: layers need names of their own, not {', '.join(names)}.")
        for layer in self.layers[1:-1]:
            if layer.infinite:
                raise InputError(f"heat: {layer.name} lies between others and cannot be infinitely thick.")

    def index(self, name: str) -> int:
        """Return the number of a layer, 0 at the top.

        Raises
        ------
        InputError
            If no layer has this name; the nearest is named.
        """
        names = [layer.name for layer in self.layers]
        if name not in names:
            raise InputError(
                f'heat: there is no layer "{name}".{nearest(name, names)} There is {", ".join(names)}.'
            )
        return names.index(name)

    def layer(self, name: str) -> HeatLayer:
        """Return a layer by name."""
        return self.layers[self.index(name)]

    def with_layer(self, layer: HeatLayer) -> Stack:
        """Return the stack with the layer of the same name replaced."""
        i = self.index(layer.name)
        return replace(self, layers=(*self.layers[:i], layer, *self.layers[i + 1 :]))

    @property
    def closed(self) -> bool:
        """Whether no heat can leave: both faces insulated and no half-space."""
        sealed_top = not self.layers[0].infinite and self.top.impedance == inf
        return sealed_top and not self.layers[-1].infinite and self.backside.impedance == inf

    @property
    def fastest(self) -> float:
        """Largest lateral diffusivity of any layer, in m^2/s."""
        return max(layer.solid.along / layer.solid.heat_capacity for layer in self.layers)


def scaled_resistances(stack: Stack, factor: float) -> Stack:
    """Return the stack with every thermal resistance ``factor`` times as large.

    Conductivities are divided, boundary resistances multiplied. A steady state with this stack is
    exactly that of ``factor`` times the power, because conduction is linear.
    """

    def slower(layer: HeatLayer) -> HeatLayer:
        solid = replace(
            layer.solid,
            conductivity=layer.solid.conductivity / factor,
            lateral_conductivity=layer.solid.along / factor,
        )
        return replace(layer, solid=solid, resistance=layer.resistance * factor)

    def face(old: Face) -> Face:
        return replace(old, transfer=old.transfer / factor)

    return Stack(tuple(slower(layer) for layer in stack.layers), face(stack.backside), face(stack.top))
