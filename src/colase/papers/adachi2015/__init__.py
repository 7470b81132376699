"""adachi2015: films of halide-capped dots, a two-dimensional distributed-feedback laser, and heat."""

from colase.papers.paper import Paper

from . import films, gratings, heat, kinetics

_MODULES = (films, gratings, heat, kinetics)

PAPER = Paper(
    name="adachi2015",
    title="Microsecond-sustained lasing from halide-capped dots",
    read=(
        "Read: the main text, methods and captions. Not available: the figures as curves and the "
        "supplementary information (index measurement, film thickness, optical simulations, thermal inputs)."
    ),
    claims=tuple(claim for module in _MODULES for claim in module.CLAIMS),
)
