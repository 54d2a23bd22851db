"""Serve: ``python -m backend``, which is what ``scripts/serve`` does."""

import gc
import sys

# What is read now stays until the end, so looking through it for something to forget is in vain.
gc.disable()

from backend.serving import main  # noqa: E402  (all of the program is read in this line)

gc.freeze()
gc.enable()

# A worker imports this module again, under another name.
if __name__ == "__main__":
    sys.exit(main())
