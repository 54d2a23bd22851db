"""The backend of a phone app with which neighbours share things, with nobody between."""
