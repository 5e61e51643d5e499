"""Whole lives of cases, as a Hypothesis state machine that holds the library's own laws on the way."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from community_policing.serialization import make_converter
from community_policing.testing._laws import Law
from community_policing.testing._steps import drawing, drawn_move, drawn_opening, is_over
from community_policing.testing._story import Story
from community_policing.testing._watched import Watch
from community_policing.workflows import Rulebook, Workflow

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def lifecycle_machine(
    rules: Rulebook, workflow: Workflow | None = None, *, also: Iterable[Law] = ()
) -> type[RuleBasedStateMachine]:
    """
    Return a Hypothesis state machine that lives cases under *rules*; its ``TestCase`` is a test.

    >>> from community_policing import standard_rulebook
    >>> from community_policing.testing import lifecycle_machine
    >>> from community_policing.workflows.builtin.mediation import MEDIATION
    >>> TestMediation = lifecycle_machine(standard_rulebook(), MEDIATION).TestCase

    It has one rule, which can always be taken: somebody gives a command, mostly one that is offered and
    sometimes not, with fields drawn from their types, at once or days later; when nothing more can happen on a case,
    the next one begins. After each step it holds that

    - a refusal says why, says the same when asked again, and changes nothing;
    - `Rulebook.options` told as much before;
    - ``seq`` grows by one an event, and time never runs back;
    - the events add up to the case, and are the same when they were written and read again;
    - no safeguard is broken; of a case that was taken over in the middle, only what is done is asked about.

    What fails is told as the shortest story found that shows it, in a note to the error. `shorten` makes it, and it
    knows what a move is; so the settings of the ``TestCase``, which you may change, leave Hypothesis' shrinking out.

    Args:
        rules: What is in force.
        workflow: The workflow to live in mostly; all alike unless told.
        also: Further laws of your own: functions of the case before (`None` where it begins) and the outcome.

    .. versionadded:: 26.1
    """
    begin = drawing(lambda draw: drawn_opening(draw, rules, workflow))
    watch = Watch(rules, make_converter(rules), tuple(also))

    class Lifecycle(RuleBasedStateMachine):
        """Cases under the rules, one after the other."""

        def __init__(self) -> None:
            super().__init__()
            self.story = Story(rules, ())

        @rule(data=st.data())
        def step(self, data: st.DataObject) -> None:
            """Begin a case, or do something on the one there is."""
            case = self.story.case
            if case is None or is_over(rules, case, workflow):
                watch.end(self.story)
                self.story = Story(rules, ())
                move = data.draw(begin)
            else:
                move = data.draw(drawing(lambda draw: drawn_move(draw, rules, case, workflow)))
            self.story = watch.go_on(self.story, move)

        def teardown(self) -> None:
            """Hold what is of the whole case."""
            watch.end(self.story)

    Lifecycle.__name__ = Lifecycle.__qualname__ = "Lifecycle"
    Lifecycle.TestCase.settings = settings(Lifecycle.TestCase.settings, phases=_PHASES)
    return Lifecycle
