"""What somebody must learn: rows written in the transaction that causes them."""
