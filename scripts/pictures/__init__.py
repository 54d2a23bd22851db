"""Pictures for the documentation, drawn from what the API answers."""
