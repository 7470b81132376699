"""Threshold: gain meets loss, what the loss is made of, and how fluence becomes absorbed photons."""

from __future__ import annotations

from typing import Any

from colase.plot.laser import threshold as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Note, Section, Table, Text
from colase.report.facts import first_mode, typeset
from colase.report.picture import picture


def section(run: Any) -> Section | None:
    """Return the section, or None when the threshold is not computed."""
    if run.threshold is None:
        return None
    message = typeset(run.threshold.message)
    blocks: list[Block] = [Note(message) if first_mode(run) is None else Text(message)]
    blocks += [_meeting(run), _budget(run), Text(_forms(run)), _conversion(run.threshold.conversion)]
    return Section("threshold", "Threshold", blocks)


def _meeting(run: Any) -> Figure:
    curves = plots.gain_curves(run.threshold, run.modes.data, run.device)
    ax = plots.gain_meets_loss(run.threshold, curves=curves)
    caption = (
        "Highest modal gain under the pump pulse against the photons it leaves in each nanocrystal, for the "
        "modes that come first. Dashed: the loss. A dot marks where a mode starts to lase."
    )
    svg = picture(ax, "gain_meets_loss", "Gain meets loss")
    columns = plots.meeting_columns(curves)
    return Figure("gain_meets_loss", "Gain meets loss", caption, svg, columns, wide=False)


def _budget(run: Any) -> Figure:
    ax = plots.loss_budget(run.threshold)
    caption = "What the loss of the modes that come first is made of, in order of their threshold."
    svg = picture(ax, "losses", "Budget of losses")
    return Figure("losses", "Budget of losses", caption, svg, plots.loss_columns(run.threshold), wide=False)


def _forms(run: Any) -> str:
    """Say how the threshold was found, its textbook form, and how well the exact solution agrees."""
    threshold = run.threshold
    at = threshold.data.isel(mode=threshold.mode)
    gamma, needed, loss = float(at.gain_confinement), float(at.required_gain), float(at.modal_loss)
    if not threshold.resonant:
        return _guide(threshold, gamma, needed, loss)
    text = (
        "The pump is raised until gain cancels the decay of a mode, (c/n) Γ g = ω/Q. In the textbook form "
        f"the modal gain Γ g = {number(gamma)} × {number(needed / 100)} cm⁻¹ equals the loss "
        f"2πn/(λQ) = {number(loss / 100)} cm⁻¹ of {at.label.item()}, with Γ the exact first-order response "
        "of the resonance to the index of the gain region."
    )
    if threshold.verified_ratio is not None:
        text += (
            " Solving the cavity again with the complex index of the pumped region gives "
            f"{threshold.verified_ratio:.5f} times that gain."
        )
    return text


def _guide(threshold: Any, gamma: float, needed: float, loss: float) -> str:
    """Say the same for a guide without mirrors."""
    text = (
        "The pump is raised until the gain per length of film equals the loss: dN/dn g = "
        f"{number(gamma)} × {number(needed / 100)} cm⁻¹ = {number(loss / 100)} cm⁻¹, scattering and "
        "absorption along the film and 1/L for the ends of a stripe of length L. With a stripe this is where "
        "net gain times length is one."
    )
    if threshold.verified_ratio is not None:
        text += (
            " Solving the layers again with the complex index of the pumped film gives "
            f"{threshold.verified_ratio:.5f} times that gain."
        )
    return text


def _conversion(c: Any) -> Table:
    rows = (
        ("Pump wavelength", "λ_p", f"{c.wavelength * 1e9:.4g} nm", ""),
        ("Energy of a pump photon", "hc/λ_p", f"{number(c.photon_energy)} J", ""),
        (
            "Absorption cross section of a nanocrystal",
            "σ_p",
            f"{number(c.sigma_pump * 1e4)} cm²",
            f"given for {c.sigma_pump_wavelength * 1e9:.4g} nm",
        ),
        ("Nanocrystals per volume", "C", f"{number(c.density * 1e-6)} cm⁻³", ""),
        ("Absorption coefficient", "C σ_p", f"{number(c.absorption / 100)} cm⁻¹", ""),
        (
            "Nanocrystals in the gain region",
            "C V",
            number(c.nanocrystals),
            f"in {number(c.volume * 1e18)} µm³",
        ),
        (
            "Absorption cross section of the whole device",
            "σ_dev",
            f"{number(c.sigma_cavity * 1e12)} µm²",
            f"{number(c.thin_limit_ratio)} of the sum over its nanocrystals",
        ),
        (
            "Absorbed photons per nanocrystal for 1 µJ/cm²",
            "σ_dev F λ_p/(hc C V)",
            number(c.photons(0.01)),
            "",
        ),
    )
    return Table(("from fluence to absorbed photons", "symbol", "value", ""), rows, numeric=(2,))
