"""The device to scale, with its dimensions; each family of shapes has a drawing of its own."""
