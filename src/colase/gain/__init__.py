"""An ensemble of nanocrystals under a pump: populations and gain."""
