"""A made-up neighbourhood to look around in: Saltmarsh Bay, which is on no map.

Nobody and nothing in it is real. It is planted through the services, as if everybody had come,
listed and booked by phone, and only ever into a database of its own.
"""
