"""``python -m community_policing``."""

from __future__ import annotations

import sys

from community_policing._cli import main

if __name__ == "__main__":
    sys.exit(main())
