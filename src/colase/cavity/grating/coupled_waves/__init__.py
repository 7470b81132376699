"""What a finite length or a finite spot costs: two waves that exchange light, and the band they come from."""
