"""Draw the picture of the README again: `python docs/pictures.py`."""

from pathlib import Path

import colase as cl
from colase.plot.modes.mode_ladder import mode_ladder

TARGET = Path(__file__).parent / "images" / "duan2022-microsphere.svg"


def main() -> None:
    """Run the preset's modes, gain and threshold; save the mode ladder under the gain at threshold."""
    device = cl.load("duan2022-microsphere")
    modes = cl.modes(device)
    threshold = cl.threshold(device, modes)
    photons = threshold.photons_per_nanocrystal
    gain = cl.gain_spectrum(device, photons=(photons,))
    ax = mode_ladder(modes.data, gain, lasing=threshold.mode, photons=photons)
    TARGET.parent.mkdir(exist_ok=True)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(TARGET)


if __name__ == "__main__":
    main()
