"""Where things are: published cells, nearness, distances, zones, and places by their names."""
