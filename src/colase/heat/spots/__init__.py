"""Where a pump beam meets the surface: rectangle, ellipse, disc, Gaussian or an image."""

from .even import Disc, Ellipse
from .gaussian import GaussianSpot
from .image import ImageSpot
from .rectangle import Rectangle
from .spot import FADES, Floats, Spot

SPOTS = (Rectangle, Ellipse, Disc, GaussianSpot)
"""Every shape a device file may name; add a new one here."""

__all__ = ["FADES", "SPOTS", "Disc", "Ellipse", "Floats", "GaussianSpot", "ImageSpot", "Rectangle", "Spot"]
