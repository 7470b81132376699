"""duan2022: silica microspheres coated with nanoplatelets."""

from colase.papers.paper import Paper

from . import formulas, lasing, leakage, naming, spheres, vernier

PAPER = Paper(
    name="duan2022",
    title="Whispering-gallery lasing from coated silica microspheres",
    read=(
        "Read: the main text, table 1 and captions. Not available: the figures as curves and the supporting "
        "information (film index, asymptotic mode formula, Q analysis, COMSOL model, field cut)."
    ),
    claims=lasing.FILM_CLAIMS
    + lasing.CLAIMS
    + spheres.CLAIMS
    + naming.CLAIMS
    + leakage.CLAIMS
    + formulas.CLAIMS
    + vernier.CLAIMS,
)
