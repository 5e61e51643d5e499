"""One step in the life of a case, drawn: who, what, with which fields, and how much later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from community_policing.cases import Actor, Case, Party
from community_policing.testing._beginnings import BEGIN, PLAIN, who_may
from community_policing.testing._cast import cast_of, holds
from community_policing.testing._story import Move
from community_policing.testing._values import names_of, payloads, people, usable
from community_policing.workflows import AdoptCase, CommandSpec, OpenCase, Rulebook, Verdict, Workflow, spec_of

T = TypeVar("T")

GAPS = tuple(timedelta(seconds=1) * one for one in (0, 60, 7 * 3600, 26 * 3600, 5 * 86400, 16 * 86400, 40 * 86400))
"""How much later the next step may be taken; the plainest first."""

_REMEMBERED = 4096
_OPEN = frozenset({Verdict.PERMITTED, Verdict.NEEDS_INPUT})


@lru_cache(_REMEMBERED)
def one_of_these(things: tuple[T, ...]) -> st.SearchStrategy[T]:
    """Return `sampled_from` of *things*, made once: a menu made anew at each step is slow."""
    return st.sampled_from(things)


def drawing(function: Callable[[st.DrawFn], T]) -> st.SearchStrategy[T]:
    """Return what *function* makes with ``draw``; rules are not its arguments, since Hypothesis prints arguments."""
    return st.composite(function)()


def drawn_move(
    draw: st.DrawFn, rules: Rulebook, case: Case, workflow: Workflow | None = None, *, wild: bool = True
) -> Move:
    """
    Return a move on *case*.

    Args:
        draw: How to draw, given by `hypothesis.strategies.composite`.
        rules: What is in force.
        case: The case as it is; some track of it is not over.
        workflow: The workflow whose tracks are moved mostly; all alike unless told.
        wild: Whether it may also be something that nobody offers.
    """
    by, track, spec = _chosen(draw, rules, case, workflow, wild=wild)
    gap = draw(one_of_these(GAPS))
    at = (case.at or BEGIN) + gap
    return Move(draw(payloads(spec, names_of(rules, case)))(at), by, at, track)


def drawn_opening(draw: st.DrawFn, rules: Rulebook, workflow: Workflow | None = None) -> Move:
    """Return a move that begins a case: opened, or taken over with *workflow* just begun or in a state that goes on."""
    manner = draw(_MANNERS) if workflow is not None and workflow.per is None else "opened"
    command: type[Any] = OpenCase if manner == "opened" else AdoptCase
    made = command(draw(_matters(rules)), draw(parties_of(rules)))
    by = draw(one_of_these(tuple(who_may(rules, command))))
    if workflow is None or manner == "opened":
        return Move(made, by, BEGIN, "record")
    states = (one for one in workflow.states if not one.final and (manner == "anywhere" or one.initial or one.entry))
    return Move(made, by, BEGIN, "record", ((workflow.name, draw(one_of_these(tuple(one.name for one in states)))),))


def parties_of(rules: Rulebook, *, min_size: int = 1, max_size: int = 4) -> st.SearchStrategy[tuple[Party, ...]]:
    """Return the parties of a case: ``p1``, ``p2`` …, some of them related to one before."""
    ids = tuple(f"p{number}" for number in range(1, max_size + 1))
    every = (_sides(rules, ids[:number]) for number in range(min_size, max_size + 1))
    return st.one_of(*every)


def is_over(rules: Rulebook, case: Case, workflow: Workflow | None = None) -> bool:
    """Return whether nothing more can happen on *case*, or on its tracks of *workflow*."""
    tracks = case.tracks if workflow is None else case.tracks_of(workflow.name)
    return all(rules.is_over(track) for track in tracks or case.tracks)


# --------------------------------------------------------------------------- private

_MANNERS = st.sampled_from(("opened", "begun", "anywhere"))
_MOSTLY = st.sampled_from((True, True, True, False))
_TAME = st.sampled_from(("open", "open", "open", "offered"))
_WILD = st.sampled_from(("open", "open", "open", "offered", "anything"))

Choice = tuple[Actor, str, CommandSpec]
Menu = tuple[tuple[str, CommandSpec], ...]


@lru_cache(_REMEMBERED)
def _sides(rules: Rulebook, ids: tuple[str, ...]) -> st.SearchStrategy[tuple[Party, ...]]:
    """Return a party for each of *ids*."""
    return st.tuples(*(people(rules, (one,), ids[:index]) for index, one in enumerate(ids)))


@lru_cache(_REMEMBERED)
def _matters(rules: Rulebook) -> st.SearchStrategy[tuple[str, ...]]:
    """Return one or two categories, often the plainest."""
    known = tuple(one.id for one in usable(rules.scheme("case-categories")))
    plain = PLAIN if PLAIN in known else known[0]
    several = st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True).map(tuple)
    return st.just((plain,)) | several


def _chosen(draw: st.DrawFn, rules: Rulebook, case: Case, workflow: Workflow | None, *, wild: bool) -> Choice:
    """Return who does what on which track."""
    manner = draw(_WILD if wild else _TAME)
    mostly = workflow is not None and draw(_MOSTLY)
    only = workflow.name if workflow is not None and mostly else None
    by = draw(one_of_these(cast_of(rules, case)))
    if manner == "anything":
        track_id = draw(one_of_these(_tracks(case, only)))
        return by, track_id, draw(one_of_these(rules.workflow_of(case.track(track_id)).commands))
    if manner == "open":
        found = _within(case, _open_to(rules, case, by), only)
        if found:
            going_on = tuple(item for item in found if not _only_ends(rules, case, *item))
            ahead: bool = draw(_MOSTLY)
            found = going_on if ahead and going_on else found
            return (by, *draw(one_of_these(found)))
    track_id, spec = draw(one_of_these(_within(case, _offered(rules, case), only)))
    return draw(one_of_these(_likely(rules, case, track_id, spec))), track_id, spec


def _tracks(case: Case, only: str | None) -> tuple[str, ...]:
    """Return the tracks of *case*, those of the workflow *only* where there are any."""
    return tuple(one.id for one in case.tracks_of(only or "") or case.tracks)


def _within(case: Case, menu: Menu, only: str | None) -> Menu:
    """Return what of *menu* is for tracks of the workflow *only*; all of it where nothing is."""
    wanted = {track.id for track in case.tracks if track.workflow == only}
    return tuple(item for item in menu if item[0] in wanted) or menu


def _open_to(rules: Rulebook, case: Case, by: Actor) -> Menu:
    """Return what *by* could do on *case* now, with the right fields; nothing where a guard has an error in it."""
    try:
        options = rules.options(case, by=by, at=case.at or BEGIN)
    except Exception:  # noqa: BLE001  the move at which the guard is asked will show it, with its story
        return ()
    return tuple((one.track, spec_of(one.command)) for one in options if one.verdict in _OPEN)


def _only_ends(rules: Rulebook, case: Case, track_id: str, spec: CommandSpec) -> bool:
    """Return whether the command of *spec* can only lead a track to where it is over."""
    track = case.track(track_id)
    workflow = rules.workflow_of(track)
    ways = dict(workflow.offers(track.state))[spec]
    return all(way.rule.target is not None and way.rule.target.final for way in ways)


def _offered(rules: Rulebook, case: Case) -> Menu:
    """Return what the tracks of *case* offer, to whomever."""
    live = (track for track in case.tracks if not rules.is_over(track))
    return tuple((track.id, spec) for track in live for spec, _ in rules.workflow_of(track).offers(track.state))


def _likely(rules: Rulebook, case: Case, track_id: str, spec: CommandSpec) -> tuple[Actor, ...]:
    """Return who may give the command of *spec* on a track; everyone where nobody may."""
    track = case.track(track_id)
    ways = dict(rules.workflow_of(track).offers(track.state))[spec]
    roles = {role for way in ways for role in way.rule.by}
    cast = cast_of(rules, case)
    return tuple(one for one in cast if any(holds(rules, one, case, role=role) for role in roles)) or cast
