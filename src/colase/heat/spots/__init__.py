"""Where a pump beam meets the surface: rectangle, ellipse, disc, Gaussian or an image."""

from .even import Disc, Ellipse, Rectangle
from .gaussian import GaussianSpot
from .image import ImageSpot
from .spot import Floats, Spot

SPOTS = (Rectangle, Ellipse, Disc, GaussianSpot)
"""Every shape a device file may name; add a new one here."""

__all__ = ["SPOTS", "Disc", "Ellipse", "Floats", "GaussianSpot", "ImageSpot", "Rectangle", "Spot"]
