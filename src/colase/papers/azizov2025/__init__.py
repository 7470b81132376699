"""azizov2025: films of nanoplatelets, pressed flat."""

from colase.papers.paper import Paper

from . import films, gain

_MODULES = (films, gain)

PAPER = Paper(
    name="azizov2025",
    title="Modal gain of stamped nanoplatelet films",
    read=(
        "Read: the main text and captions. Not available: the figures as curves and the supporting "
        "information (index n + ik, roughness, fitted losses and saturation fluences, COMSOL model)."
    ),
    claims=tuple(claim for module in _MODULES for claim in module.CLAIMS),
)
