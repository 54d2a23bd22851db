"""The threshold: who is calling, one commit, problem details, paging, idempotency."""
