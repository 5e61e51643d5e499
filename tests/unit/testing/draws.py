"""What the tests of strategies ask: whether something is ever drawn."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

SEARCH = settings(
    max_examples=400,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


class Drawn(Exception):  # noqa: N818  it is no error
    """Something that was looked for was drawn."""


def some(strategy, wanted=lambda _: True):
    """Return something of *strategy* that is *wanted*; fail when nothing is."""

    @SEARCH
    @given(strategy)
    def look(value):
        if wanted(value):
            raise Drawn(value)

    try:
        look()
    except Drawn as drawn:
        return drawn.args[0]
    message = "nothing of the kind is drawn"
    raise AssertionError(message)
