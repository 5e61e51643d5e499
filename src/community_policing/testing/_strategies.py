"""What a test of casework draws: actors, parties, concepts, moments, commands, and cases that can be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from community_policing.cases import Actor, Case, Party
from community_policing.taxonomy import Concept, ConceptScheme, load_scheme
from community_policing.testing._beginnings import BEGIN
from community_policing.testing._cast import cast_of
from community_policing.testing._moves import begun
from community_policing.testing._steps import drawing, drawn_move, drawn_opening, is_over, parties_of
from community_policing.testing._story import Story, going_on, tell
from community_policing.testing._surroundings import rulebook_around
from community_policing.testing._values import names_of, payloads
from community_policing.workflows import Rulebook, Workflow, spec_of

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def actors(rules: Rulebook, case: Case | None = None) -> st.SearchStrategy[Actor]:
    """
    Return people who act: somebody of each role that a workflow asks for, and a stranger.

    Args:
        rules: What is in force.
        case: With a case, also those who were assigned to it, and somebody who speaks for each of its parties.

    .. versionadded:: 26.1
    """
    return st.sampled_from(cast_of(rules, case))


def parties(
    rules: Rulebook | None = None, *, min_size: int = 1, max_size: int = 4
) -> st.SearchStrategy[tuple[Party, ...]]:
    """
    Return the parties of a case: each with its own id, some related to one before, of any role, kind and age.

    Args:
        rules: Whose vocabulary is used; the standard one unless told.
        min_size: How many there are at least, 1 or more.
        max_size: How many there are at most.

    .. versionadded:: 26.1
    """
    return parties_of(rules or rulebook_around(), min_size=min_size, max_size=max_size)


def concepts(scheme: ConceptScheme | str, *, under: str | None = None) -> st.SearchStrategy[Concept]:
    """
    Return concepts of a scheme, in its order; one that is deprecated never.

    Args:
        scheme: The scheme, or the id of one that comes with the library.
        under: The id of the concept that they are, or lie under.

    Raises:
        ConceptNotFoundError: The scheme has no concept *under*.
        SchemeNotFoundError: The library has no scheme of this id.

    .. versionadded:: 26.1
    """
    known = load_scheme(scheme) if isinstance(scheme, str) else scheme
    every: Iterable[Concept] = known if under is None else (known[under], *known.descendants(under))
    return st.sampled_from(tuple(one for one in every if not one.deprecated))


def instants(min_value: datetime = EARLIEST, max_value: datetime = LATEST) -> st.SearchStrategy[datetime]:
    """
    Return moments in UTC, aware.

    Args:
        min_value: The earliest; aware, in any zone.
        max_value: The latest; aware, in any zone.

    .. versionadded:: 26.1
    """
    first, last = (one.astimezone(UTC).replace(tzinfo=None) for one in (min_value, max_value))
    return st.datetimes(first, last, timezones=st.just(UTC))


def commands(
    workflow: Workflow | type[Any], *, rules: Rulebook, case: Case | None = None, at: datetime | None = None
) -> st.SearchStrategy[Any]:
    """
    Return commands that are well formed: ids name what is on the case, concepts are in force, options may be open.

    Args:
        workflow: A workflow, for each of its commands; or one command class.
        rules: Whose vocabulary is used.
        case: The case whose parties and people are named; without one, parties ``p1`` and ``p2``.
        at: The moment near which the days and moments lie; that of the case's last event unless told.

    .. versionadded:: 26.1
    """
    specs = workflow.commands if isinstance(workflow, Workflow) else (spec_of(workflow),)
    now = at or (BEGIN if case is None else case.at) or BEGIN
    names = names_of(rules, case)
    return st.sampled_from(specs).flatmap(lambda spec: payloads(spec, names)).map(lambda made: made(now))


def stories(rules: Rulebook, workflow: Workflow | None = None, *, max_moves: int = 12) -> st.SearchStrategy[Story]:
    """
    Return stories of cases that can be: opened or taken over, and driven on by commands that were accepted.

    Args:
        rules: What is in force.
        workflow: The workflow whose tracks are moved mostly; in it a case may also begin.
        max_moves: How many moves are tried after the case began, at most; those refused are left out.

    .. versionadded:: 26.1
    """
    drawn = drawing(lambda draw: _story(draw, rules, workflow, max_moves))
    return drawn.filter(lambda story: story.case is not None)


def cases(rules: Rulebook, workflow: Workflow | None = None, *, max_moves: int = 12) -> st.SearchStrategy[Case]:
    """
    Return cases that can be reached; those at the end of `stories`, with the same arguments.

    .. versionadded:: 26.1
    """
    return stories(rules, workflow, max_moves=max_moves).map(begun)


def register(rules: Rulebook) -> None:
    """
    Tell Hypothesis how `from_type` makes an actor, a concept, a case, and each command of *rules*.

    This changes Hypothesis for the whole process, so it is done when you ask for it and never by an import; a
    ``conftest.py`` is a good place.

    .. versionadded:: 26.1
    """
    every: tuple[Concept, ...] = tuple(one for scheme in rules.schemes.values() for one in scheme)
    st.register_type_strategy(Actor, actors(rules))
    st.register_type_strategy(Party, parties(rules, max_size=1).map(lambda found: found[0]))
    st.register_type_strategy(Concept, st.sampled_from([one for one in every if not one.deprecated]))
    st.register_type_strategy(Case, cases(rules))
    for spec in rules.commands.values():
        st.register_type_strategy(spec.cls, commands(spec.cls, rules=rules))


# --------------------------------------------------------------------------- private


def _story(draw: st.DrawFn, rules: Rulebook, workflow: Workflow | None, most: int) -> Story:
    """Return a story; a move that is refused is drawn again a few times, with other fields."""
    story = tell(rules, (drawn_opening(draw, rules, workflow),))
    for _ in range(draw(st.integers(0, most))):
        if story.case is None or is_over(rules, story.case):
            break
        story = going_on(story, (drawn_move(draw, rules, story.case, workflow, wild=False),))
    return story
