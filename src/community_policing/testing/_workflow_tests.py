"""Every check of one workflow, as named tests: proof, the library's laws, and lives on concrete data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from community_policing.cases import Case, Event, What
from community_policing.testing._contract_report import require
from community_policing.testing._laws import Law
from community_policing.testing._lifecycle import lifecycle_machine
from community_policing.testing._looked import Look, Step, rules_with
from community_policing.testing._scene_laws import LAWS
from community_policing.verification import CASTS, NOTES, Finding
from community_policing.verification._verify import MOST, Cast
from community_policing.workflows import Accepted, Refused, Rulebook, Safeguard, Workflow, spec_of
from community_policing.workflows._standard import standard_rulebook

Test = Callable[[], None]

_TAKEN = frozenset({What.COMMAND, What.ENDED_BY_RULE})


class WorkflowTests:
    """
    Every check of one workflow, as tests that pytest runs for yours.

    ::

        class TestMarsh(WorkflowTests):
            workflow = MARSH

    That is the whole file. It has

    - ``test_safeguard_…``, one for each safeguard: it is proved, or the shortest case that breaks it is told, with a
      test to paste;
    - ``test_is_sound``: every state and step can be come to, every state has a way on, and guards are functions;
    - ``test_is_explored_completely``: nothing was left out, so that a proof is one;
    - ``test_says_nothing_empty``: no safeguard speaks of no case, and whatever other notes you do not allow;
    - ``test_law_…``, one for each law of the library, asked of every command in every state;
    - ``test_lives``: whole lives on concrete data, drawn by Hypothesis, hold the laws, and take no step that the proof
      did not see.

    A test of your own of the same name stands in the place of one of these; `None` leaves it out. A class without a
    workflow has no tests. Hypothesis is left as you have set it.

    Attributes:
        workflow: The workflow.
        rules: The rulebook in which it runs; the standard one, with it, unless told.
        casts: The parties with whom it is looked at, cast by cast.
        bounds: For each whole-number field that a guard reads, the values to try.
        most: How many paths are looked at for one command in one state.
        notes_allowed: The kinds of notes that fail no test.
        undecided_allowed: The ids of safeguards that need not be decided, each with the reason. Once one is decided
            the test says so.
        lives: How many examples of lives are drawn; as many as Hypothesis is set to, unless told.
        also: Further laws that lives are to hold.

    .. versionadded:: 26.1
    """

    workflow: ClassVar[Workflow]
    rules: ClassVar[Rulebook | None] = None
    casts: ClassVar[tuple[Cast, ...]] = CASTS
    bounds: ClassVar[Mapping[str, Iterable[int]]] = {}
    most: ClassVar[int] = MOST
    notes_allowed: ClassVar[tuple[str, ...]] = tuple(note for note in NOTES if note != "vacuous-safeguard")
    undecided_allowed: ClassVar[Mapping[str, str]] = {}
    lives: ClassVar[int | None] = None
    also: ClassVar[tuple[Law, ...]] = ()
    _made: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **more: Any) -> None:
        """Make the tests of the workflow, and leave out those of another one that the class may inherit."""
        super().__init_subclass__(**more)
        if not hasattr(cls, "workflow"):
            return
        tests = dict(_Suite(cls).tests())
        for name in (*cls._made, *tests):
            if name not in cls.__dict__:
                setattr(cls, name, staticmethod(tests[name]) if name in tests else None)
        cls._made = tuple(tests)


def workflow_tests(workflow: Workflow, **options: Any) -> type[WorkflowTests]:
    """
    Return a class with the tests of *workflow*.

    ::

        TestMarsh = workflow_tests(MARSH)

    Args:
        workflow: The workflow.
        options: The further attributes of `WorkflowTests`, by name.

    Raises:
        TypeError: There is no such attribute.

    .. versionadded:: 26.1
    """
    unknown = sorted(name for name in options if name.startswith("_") or not hasattr(WorkflowTests, name))
    if unknown:
        message = f"WorkflowTests has no {', '.join(unknown)}"
        raise TypeError(message)
    name = "".join(part.capitalize() for part in workflow.name.split("-"))
    return type(f"Test{name}", (WorkflowTests,), {"workflow": workflow, **options})


# --------------------------------------------------------------------------- private


class _Suite:
    """The tests of one class; what they look at is looked at once, when the first of them runs."""

    def __init__(self, cls: type[WorkflowTests]) -> None:
        """Test what *cls* says."""
        self.cls = cls

    @cached_property
    def look(self) -> Look:
        """The workflow, looked at."""
        cls = self.cls
        rules = rules_with(cls.workflow, cls.rules or standard_rulebook())
        bounds = {name: tuple(values) for name, values in cls.bounds.items()}
        return Look(cls.workflow, rules, tuple(cls.casts), bounds, cls.most)

    def tests(self) -> Iterator[tuple[str, Test]]:
        """Yield each test by its name."""
        for safeguard in self.cls.workflow.safeguards:
            yield _named(f"safeguard_{safeguard.id}", safeguard.en, partial(self._holds, safeguard))
        yield _named("is_sound", "Nothing in the workflow is dead, stuck or doubtful.", self._is_sound)
        yield _named("is_explored_completely", "Every way it can go was looked at.", self._is_complete)
        yield _named("says_nothing_empty", "The proof has no note that is not allowed.", self._has_no_notes)
        for name, law in LAWS.items():
            yield _named(f"law_{name}", law.__doc__ or "", partial(self._obeys, law))
        yield _named("lives", "Whole lives hold the laws, and take the steps that the proof saw.", self._live)

    # ----------------------------------------------------------------- what the proof found

    def _holds(self, safeguard: Safeguard) -> None:
        """Fail unless *safeguard* is proved."""
        __tracebackhide__ = True
        report, reason = self.look.report, self.cls.undecided_allowed.get(safeguard.id)
        _require_none([one for one in report.findings if one.safeguard == safeguard])
        undecided = [one for one in report.undecided if one.safeguard == safeguard]
        if reason is None:
            require(
                not undecided, "\n".join(f"{safeguard.id} is neither proved nor broken: {one.why}" for one in undecided)
            )
        else:
            require(undecided, f"{safeguard.id} is decided now; take it off undecided_allowed ({reason})")

    def _is_sound(self) -> None:
        """Fail unless the workflow is sound."""
        __tracebackhide__ = True
        _require_none([one for one in self.look.report.findings if one.safeguard is None])

    def _is_complete(self) -> None:
        """Fail unless everything was looked at."""
        __tracebackhide__ = True
        report = self.look.report
        left = [one for one in report.undecided if one.safeguard.id not in self.cls.undecided_allowed]
        lines = [f"cut: {cut}" for cut in report.cuts]
        lines += [f"undecided: {one.safeguard.id}: {one.why}" for one in left]
        require(not lines, "\n".join(("not everything was looked at:", *lines)))

    def _has_no_notes(self) -> None:
        """Fail when the proof has a note that is not allowed."""
        __tracebackhide__ = True
        _require_none([one for one in self.look.report.notes if one.code not in self.cls.notes_allowed])

    # ----------------------------------------------------------------- laws and lives

    def _obeys(self, law: Callable[[Look], None]) -> None:
        """Fail unless *law* holds."""
        __tracebackhide__ = True
        law(self.look)

    def _live(self) -> None:
        """Live whole cases."""
        look = self.look
        machine = lifecycle_machine(look.rules, look.workflow, also=(self._was_seen, *self.cls.also))
        chosen = settings(machine.TestCase.settings, deadline=None)
        if self.cls.lives is not None:
            chosen = settings(chosen, max_examples=self.cls.lives)
        run_state_machine_as_test(machine, settings=chosen)

    def _was_seen(self, _: Case | None, outcome: Accepted | Refused) -> None:
        """Hold that every step taken on the workflow's own tracks is one that the proof saw."""
        look = self.look
        if isinstance(outcome, Refused) or not look.is_complete:
            return
        for event in outcome.events:
            step = _step_of(event)
            if event.workflow == look.workflow.name and event.what in _TAKEN and step[0] in look.reached:
                people = ", ".join(f"{one.role} ({one.age_band})" for one in outcome.case.parties)
                require(
                    step in look.steps,
                    f"{event!r} is a step that the proof did not see, though it looked at everything it could: "
                    f"the parties here are {people}; add such a cast to casts",
                )


def _named(name: str, sentence: str, check: Callable[[], None]) -> tuple[str, Test]:
    """Return *check* as a test with a name and a docstring."""

    def test() -> None:
        __tracebackhide__ = True
        check()

    test.__name__ = test.__qualname__ = f"test_{name.replace('-', '_')}"
    test.__doc__ = sentence
    return test.__name__, test


def _require_none(findings: list[Finding]) -> None:
    """Fail with *findings*, each with its story and a test to paste where it has one."""
    __tracebackhide__ = True
    told = (f"{one}\n\n{one.as_test()}" if one.story is not None else str(one) for one in findings)
    require(not findings, "\n\n".join(told))


def _step_of(event: Event) -> Step:
    """Return the step that *event* tells of."""
    command = spec_of(type(event.command)).name if event.what is What.COMMAND else None
    return str(event.source), command, event.dest
