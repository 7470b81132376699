"""Two or three bodies side by side as one cavity of a device file: ``kind = "pair"``."""
