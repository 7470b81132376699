"""lafalce2019: coupled microdisks of quantum dots and an exceptional point of three modes."""

from colase.papers.paper import Paper

from . import disks, explanations, overlap, points, pumping, single_disk, spectra

PAPER = Paper(
    name="lafalce2019",
    title="Coupled quantum-dot microdisks and an exceptional point",
    read=(
        "Read: the main text with the captions of Fig. 1 and 4. Not available: the captions of Fig. 2 and 3, "
        "the figures as curves, and the supplementary figures (FDTD rates against gap, eigenvalue analysis, "
        "notched disks, micrographs)."
    ),
    claims=spectra.CLAIMS
    + single_disk.CLAIMS
    + disks.CLAIMS
    + explanations.CLAIMS
    + points.CLAIMS
    + overlap.CLAIMS
    + pumping.CLAIMS,
)
