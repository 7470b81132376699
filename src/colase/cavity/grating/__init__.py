"""Periodic cavities: gratings and pillar arrays of a device file, and the methods that solve them.

`dfb_grating` and `dfb_array` are what a device file names, `grating_modes` and `array_modes` their tables;
`film_scan` follows band edges as the film grows. Below them, from the top down: the `patterned` film,
`coupled_waves`, two independent methods (`fourier_modal`, `guided_expansion`) and the `crystal` of both.
"""
