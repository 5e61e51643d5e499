"""
Hypothesis, and nothing else: its profiles, and a table that it needs.

``default`` is for every run; ``ci`` tries more examples. Choose with ``pytest --hypothesis-profile=ci`` or with
``HYPOTHESIS_PROFILE=ci`` in the environment.
"""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import HealthCheck, settings

# In CI a run depends on the commit alone: the same examples each time, and none kept from another run.
IN_CI = bool(os.environ.get("CI"))

# A busy machine is no fault of the code, so neither deadline nor `too_slow` may fail a test.
settings.register_profile(
    "default",
    max_examples=30,  # the run before every push stays short; the laws find their faults with as many
    deadline=None,
    derandomize=IN_CI,
    database=None if IN_CI else settings.default.database,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), max_examples=300, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_sessionstart() -> None:
    """Have the table of Unicode made that Hypothesis needs once a checkout; here, coverage would follow every step."""
    table = "from hypothesis import strategies; strategies.text().validate()"
    subprocess.run([sys.executable, "-c", table], check=True)
