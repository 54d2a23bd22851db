"""A line for each space and time: first come, first served, one offer at a time."""
