"""Figures: every function takes ``ax=`` and returns it.

One folder a subject: `drawing` (the device to scale), `modes`, `gain`, `laser`, `coupling`, `heat` and
`measurement`. Here stands what they share: `style` (one look), `columns` (the numbers behind a figure),
`light_map`, `svg` and `saving`. Results of other rooms draw themselves by name ("laser.light.light_curve",
see `colase.results.draw`), so that matplotlib is loaded when a picture is asked for.
"""
