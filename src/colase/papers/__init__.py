"""Every printed claim of a paper beside what colase computes."""
