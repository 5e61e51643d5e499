"""When the time of a state is over, what is overdue, and the summary for a host's lists."""

import json
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    RULES,
    Finish,
    GiveUp,
    GoOn,
    Pause,
    Plan,
    SetOut,
    Weather,
    WeighRisk,
    later,
    opened,
    rulebook,
)

from community_policing.cases import Assignment, Case, CaseFactor, Track
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Due, State, Workflow, by_risk, days, hours, until

BY = {"by": ("intake-officer",)}
C = State("c", final=True)


def timed(within, **more):
    """Return a rulebook whose walk begins in a state limited by *within*."""
    first = State("a", initial=True, within=within, **more)
    last = State("b", within=days(9))
    return rulebook(
        Workflow(
            "walk",
            (first.stay(on=Plan, **BY), first.to(last, on=GoOn, **BY), last.to(C, on=Finish, **BY)),
        )
    )


def due_at(rules, case):
    return rules.due_at(case, case.track("walk"))


def planned(rules, day, after=None, at=NOW):
    return rules.apply(opened(rules), Plan((), Weather.DRY, day, after), by=OFFICER, at=at)


@pytest.mark.parametrize(
    ("risk", "limit"),
    [(None, days(1)), (Risk.LOW, days(1)), (Risk.MEDIUM, days(1)), (Risk.HIGH, hours(4)), (Risk.IMMINENT, hours(1))],
)
def test_the_limit_follows_the_assessed_risk(risk, limit):
    """Each level has its own limit."""
    case = attrs.evolve(opened(RULES), risk=risk)

    assert due_at(RULES, case) == NOW + limit


def test_the_presumed_risk_counts_until_risk_is_assessed():
    """A grave category is presumed dangerous, and an assessment, higher or lower, takes the presumption's place."""
    case = opened(RULES, categories=("rape",))

    assert due_at(RULES, case) == NOW + hours(1)
    assert due_at(RULES, RULES.apply(case, WeighRisk(Risk.HIGH), by=OFFICER, at=NOW)) == NOW + hours(4)


def test_a_level_without_a_limit_has_none():
    """A limit by risk may leave levels out."""
    rules = timed(by_risk(imminent=hours(1)))

    assert due_at(rules, opened(rules)) is None
    assert rules.next_due(opened(rules)) is None


@pytest.mark.parametrize(
    ("field", "day", "after", "end"),
    [
        ("day", date(2026, 3, 5), None, datetime(2026, 3, 6, tzinfo=UTC)),
        ("after", date(2026, 3, 5), later(hours=5), later(hours=5)),
        ("after", date(2026, 3, 5), None, later(days=2)),
    ],
)
def test_a_limit_runs_to_what_a_command_told(field, day, after, end):
    """To the end of a day, to a moment, and for the default where nothing was told."""
    rules = timed(until(Plan, field, otherwise=days(2)))

    assert due_at(rules, planned(rules, day, after)) == end
    assert due_at(rules, opened(rules)) == later(days=2)


def test_a_limit_may_be_as_long_whatever_the_risk():
    """A plain span runs from when the state was entered."""
    rules = timed(hours(3))

    assert due_at(rules, planned(rules, NOW.date(), at=later(hours=2))) == later(hours=3)


def test_nothing_is_due_where_nothing_is_open():
    """A resting, final or ended track has no limit."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    track = case.track("walk")

    for other in (
        attrs.evolve(track, state="paused"),
        attrs.evolve(track, state="done"),
        attrs.evolve(track, ended=True),
    ):
        assert RULES.due_at(attrs.evolve(case, tracks=(other,)), other) is None
    assert RULES.due_at(case, track) == later(days=2)


@pytest.mark.parametrize(("at", "count"), [(later(days=1) - timedelta(seconds=1), 0), (later(days=1), 1)])
def test_a_limit_is_over_at_its_moment(at, count):
    """Not a moment before."""
    assert len(RULES.due(opened(RULES), at=at)) == count


def test_what_is_longest_overdue_comes_first():
    """Then by the track's id; each with since when, by how much and where it lapses to."""
    walks = [
        Track(name, "walk", 1, state, since)
        for name, state, since in (
            ("b", "waiting", NOW),
            ("a", "waiting", NOW),
            ("d", "walking", later(days=-3)),
            ("c", "walking", NOW),
        )
    ]
    case = attrs.evolve(opened(RULES), tracks=tuple(walks))

    found = RULES.due(case, at=later(days=1, hours=1))

    assert found == (
        Due("d", "walking", later(days=-3), later(days=-1), timedelta(days=2, hours=1), None),
        Due("a", "waiting", NOW, later(days=1), timedelta(hours=1), "missed"),
        Due("b", "waiting", NOW, later(days=1), timedelta(hours=1), "missed"),
    )
    assert RULES.next_due(case) == later(days=-1)


def test_staying_does_not_prolong_a_state():
    """Words said in a state do not move its limit; entering it again does."""
    case = RULES.apply(opened(RULES), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    paused = RULES.apply(case, Pause(), by=OFFICER, at=later(days=1))

    assert RULES.next_due(case) == later(days=2)
    assert RULES.next_due(paused) is None
    assert RULES.next_due(RULES.apply(paused, GoOn(), by=OFFICER, at=later(days=1))) == later(days=3)


# --------------------------------------------------------------------------- summary


def test_the_summary_is_flat_and_plain():
    """Everything an index column needs, as JSON, and nothing personal."""
    case = attrs.evolve(opened(RULES), assignments=(Assignment("case-officer", "o-5"),), outcome="settled")

    data = json.loads(json.dumps(RULES.summary(case).to_dict()))

    assert data == {
        "id": "c-1",
        "seq": 2,
        "at": "2026-03-01T09:30:00+00:00",
        "open": True,
        "categories": ["neighbour-dispute"],
        "tracks": {"record": "open", "walk": "waiting"},
        "risk": "low",
        "risk_assessed": False,
        "confidentiality": "standard",
        "mediable": "with-safeguards",
        "report_due": False,
        "outcome": "settled",
        "case_officers": ["o-5"],
        "next_due": "2026-03-02T09:30:00+00:00",
    }


def test_the_summary_tells_what_is_in_force():
    """The assessed risk, the higher level, the effective policy, and whether the record is live."""
    case = attrs.evolve(
        opened(RULES),
        risk=Risk.HIGH,
        confidentiality=Confidentiality.SEALED,
        factors=(CaseFactor("weapon"),),
        tracks=(Track("record", "record", 1, "resting", NOW),),
    )

    summary = RULES.summary(case)

    assert (summary.risk, summary.risk_assessed, summary.confidentiality) == ("high", True, "sealed")
    assert (summary.mediable, summary.report_due, summary.open) == ("never", True, False)
    assert (summary.next_due, summary.to_dict()["next_due"]) == (None, None)


def test_a_blank_case_has_a_summary():
    """Even before its first event, a list does not break."""
    blank = Case("c-1", 0, None, categories=("threat",))

    assert RULES.summary(blank).to_dict()["at"] == "0001-01-01T00:00:00+00:00"
    assert RULES.due(blank, at=NOW) == ()


def test_giving_up_ends_every_limit():
    """A track that is over is not overdue."""
    case = RULES.apply(opened(RULES), GiveUp(), by=OFFICER, at=NOW)

    assert RULES.due(case, at=later(days=99)) == ()
