"""What the server costs, beside what the same SQL costs with nothing around it."""
