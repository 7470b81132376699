"""colase predicts, designs and analyses lasers made of colloidal nanocrystals."""

__version__ = "0.1.0"
