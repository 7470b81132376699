"""placeholder."""
CLAIMS = ()
