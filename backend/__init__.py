"""The backend of a phone app with which neighbours share spaces, help and groups, with nobody in between."""
