"""Serve: ``python -m backend``, which is what ``scripts/serve`` does."""

import sys

from backend.serving import main

# A worker imports this module again, under another name.
if __name__ == "__main__":
    sys.exit(main())
