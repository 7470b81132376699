"""kersuzan2025: lasing from single excitons in nanocrystal-coated polymer cavities."""

from colase.papers.paper import Paper

from . import cavities, dynamics, equations, ladders, lasing, levers, parabolas, populations

PAPER = Paper(
    name="kersuzan2025",
    title="Mono-excitonic lasing in parabolic polymer microcavities",
    read=(
        "Read: the main text. Not available: the figures as curves and the supporting information, which "
        "holds every cross section, Stokes shift, line width, concentration and rate equation of the model."
    ),
    claims=populations.CLAIMS
    + equations.CLAIMS
    + lasing.CLAIMS
    + cavities.CLAIMS
    + parabolas.CLAIMS
    + dynamics.CLAIMS
    + levers.CLAIMS
    + ladders.CLAIMS,
)
