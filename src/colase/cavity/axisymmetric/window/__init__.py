"""Every mode of a window of wavelengths, none missed: scouted, solved, certified and put into a table."""
