"""What every room builds on: facts, ids, time. No I/O and no framework."""
