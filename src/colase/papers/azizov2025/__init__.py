"""azizov2025: modal gain of stamped platelet films."""

from colase.papers.paper import Paper

from . import gain

_MODULES = (gain,)

PAPER = Paper(
    name="azizov2025",
    title="Modal gain of flat-stamped platelet films",
    read=(
        "Read: the main text and captions. Not available: the figures as curves and the supplementary "
        "material (losses, saturation fluences, net gains, index, pump)."
    ),
    claims=tuple(claim for module in _MODULES for claim in module.CLAIMS),
)
