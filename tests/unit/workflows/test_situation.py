"""What a guard may read: its own facts, other tracks' states, the case's flags, the actor, and time as questions."""

from datetime import date, timedelta

import attrs
import pytest
from tests.unit.workflows.village import (
    NOW,
    OFFICER,
    RULES,
    VISIT,
    WALK,
    FindFactor,
    GoOn,
    Leave,
    Note,
    Pause,
    Say,
    SetOut,
    WeighRisk,
    later,
    opened,
    rulebook,
)

from community_policing.cases import Actor, Assignment, CaseFactor, Party
from community_policing.errors import InvalidWorkflowError
from community_policing.taxonomy import Confidentiality, Mediable, Risk
from community_policing.workflows import Attempt, Situation, command, days, hours, minutes
from community_policing.workflows._situation import View


@command("walk.see", key=("party", "place"))
class See:
    """Seen nowhere: only asked for."""

    party: str = "p1"
    place: str = "x"


def walked(*commands, rules=RULES):
    """Return a case on which the walk was set out on at NOW and *commands* were given a minute apart."""
    case = rules.apply(opened(rules), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    for minute, order in enumerate(commands, start=1):
        case = rules.apply(case, order, by=OFFICER, at=later(minutes=minute))
    return case


def seen(case, at=NOW, *, track="walk", actor=OFFICER, rules=RULES):
    return Situation(View(rules, case, at), case.track(track), actor)


def test_the_case_is_seen_with_its_policy():
    """Parties, policy, profile, law, factors, marks and holders are read from the case as it is."""
    s = seen(walked())

    assert s.policy.mediable is Mediable.WITH_SAFEGUARDS
    assert s.policy is s.policy
    assert (s.profile.id, s.law) == ("international-default", s.profile.law)
    assert [party.id for party in s.parties] == ["p1", "p2"]
    assert (s.has_factor("weapon"), s.is_marked("walked"), s.is_marked("run")) == (False, True, False)
    assert (s.holders("mediator"), s.risk) == (("o-3",), None)


def test_factors_and_risk_are_those_of_the_case():
    """What was found and assessed is seen from every track."""
    s = seen(walked(FindFactor("injury", "p1"), WeighRisk(Risk.HIGH)))

    assert s.has_factor("weapon", "injury")
    assert s.risk is Risk.HIGH


def test_the_level_of_confidentiality_is_the_higher_one():
    """The recorded level never undercuts what the policy asks for."""
    case = walked()

    levels = [seen(attrs.evolve(case, confidentiality=level)).confidentiality for level in Confidentiality]
    strict = seen(attrs.evolve(case, categories=("stalking",)))

    assert levels == list(Confidentiality)
    assert strict.confidentiality is Confidentiality.STRICT


def test_another_category_can_be_tried_on():
    """The policy under other categories is asked without changing the case."""
    s = seen(walked())

    assert s.policy_with("rape").mediable is Mediable.NEVER
    assert s.policy.mediable is Mediable.WITH_SAFEGUARDS


def test_concepts_are_asked_for_flags_and_place():
    """A flag, or a place in the hierarchy, of a concept; an unknown one has neither."""
    s = seen(walked())

    assert s.is_flagged("roles", "mediator", "relative-assignment")
    assert not s.is_flagged("roles", "supervisor", "relative-assignment")
    assert not s.is_flagged("roles", "wizard", "relative-assignment")
    assert s.is_under("roles", "complainant", "party-roles")
    assert s.is_under("roles", "complainant", "complainant")
    assert not s.is_under("roles", "wizard", "party-roles")


@pytest.mark.parametrize(
    ("party", "minor"),
    [
        (Party("x", "victim", age_band="adult"), False),
        (Party("x", "victim", age_band="adolescent"), True),
        (Party("x", "victim"), True),
        (Party("x", "victim", age_band="age-not-stated"), True),
        (Party("x", "victim", age_band="unheard-of"), True),
        (Party("x", "victim", kind="organisation"), False),
        (Party("x", "victim", kind="unidentified-person"), True),
    ],
)
def test_an_unknown_age_protects_as_a_childs(party, minor):
    """A person whose age is not known to be eighteen or more may be a minor; a body is none."""
    assert seen(walked()).may_be_minor(party) is minor


# --------------------------------------------------------------------------- facts


def test_the_last_fact_of_each_key_is_read():
    """The last command of a key, how often, and by whom; `None` and 0 where nothing was told."""
    s = seen(walked(Say("p1", calm=False), Say("p2", calm=True), Say("p1", calm=True)))

    assert s.last(Say, party="p1") == Say("p1", calm=True)
    assert s.last(Say, party="p9") is None
    assert (s.count(Say, party="p1"), s.count(Say, party="p9"), s.count(GoOn)) == (2, 0, 0)
    assert (s.giver(Say, party="p1"), s.giver(Say, party="p9")) == ("o-1", None)
    assert list(s.every(Say)) == [Say("p1", calm=True), Say("p2", calm=True)]
    assert list(s.every(GoOn)) == []


def test_facts_of_the_record_are_read_from_every_track():
    """The record's facts are shared."""
    s = seen(walked(Note("n-1")))

    assert s.last(Note) == Note("n-1")
    assert list(s.every(Note)) == [Note("n-1")]
    assert seen(walked(Note("n-1")), track="record").last(Note) == Note("n-1")


def test_facts_of_other_tracks_are_out_of_reach():
    """A guard that read another track's facts could not be proved, so it is a definition error."""
    s = seen(walked())

    for ask in (lambda: s.last(Leave), lambda: list(s.every(Leave))):
        with pytest.raises(InvalidWorkflowError, match=r"own track and of record only \[guard-reach\]"):
            ask()


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda s: s.last(Say), "give party"),
        (lambda s: s.last(Say, who="p1"), "give party"),
        (lambda s: s.last(GoOn, party="p1"), "it has no key"),
        (lambda s: s.last(See, party="p1"), "give party, place"),
    ],
)
def test_a_fact_is_asked_for_by_its_whole_key(ask, hint):
    """A key that is missing or too much would silently find nothing, so it is a definition error."""
    with pytest.raises(InvalidWorkflowError, match=rf"\[fact-key\] \({hint}\)"):
        ask(seen(walked()))


def test_the_parts_of_a_key_may_come_in_any_order():
    """Keywords have no order."""
    s = seen(walked())

    assert s.last(See, place="x", party="p1") is None


def test_what_was_undone_no_longer_stands():
    """A command stands until the one that undoes it comes after."""
    paused = walked(Pause())
    gone_on = walked(Pause(), GoOn())
    again = walked(Pause(), GoOn(), Pause())

    stands = [seen(case).stands(Pause, unless=GoOn) for case in (walked(), paused, gone_on, again)]

    assert stands == [None, Pause(), None, Pause()]


def test_the_order_of_two_facts_is_asked():
    """The later came after the earlier, or the earlier never came."""
    cases = (walked(), walked(Pause()), walked(Pause(), GoOn()), walked(Pause(), GoOn(), Pause()))

    assert [seen(case).follows(GoOn, Pause) for case in cases] == [False, False, True, False]
    assert [seen(case).follows(Pause, GoOn) for case in cases] == [False, True, False, True]


# --------------------------------------------------------------------------- other tracks


def test_other_tracks_are_seen_by_their_state():
    """The state of the last track of a workflow, whether one is live, and which are."""
    rules = rulebook(WALK, VISIT)
    s = seen(walked(rules=rules), rules=rules)
    done = seen(walked(Pause(), rules=rules), rules=rules)

    assert (s.state_of("record"), s.state_of("walk"), s.state_of("visit")) == ("open", "walking", None)
    assert (s.is_live("walk"), s.is_live("visit"), done.is_live("walk")) == (True, False, False)
    assert [track.id for track in s.live_tracks()] == ["record"]
    assert [track.id for track in seen(walked(Pause()), track="record").live_tracks()] == []


# --------------------------------------------------------------------------- time


def test_time_is_asked_as_a_question():
    """How long the state lasts, whether a fact is recent, whether a moment has passed."""
    case = walked(Say("p1", calm=True))
    s = seen(case, later(minutes=31))

    assert (s.elapsed(minutes(31)), s.elapsed(minutes(32))) == (True, False)
    assert s.recent(minutes(31), Say, party="p1")
    assert not s.recent(minutes(30), Say, party="p1")
    assert not s.recent(days(9), Say, party="p2")
    assert (s.has_passed(later(minutes=31)), s.has_passed(later(minutes=32))) == (True, False)
    assert (s.has_passed(date(2026, 2, 28)), s.has_passed(date(2026, 3, 1))) == (True, False)
    assert (s.is_within(hours(1), NOW), s.is_within(minutes(30), NOW)) == (True, False)
    assert (s.is_within(hours(11), date(2026, 3, 1)), s.is_within(hours(10), date(2026, 3, 1))) == (True, False)


def test_the_deadline_of_the_state_is_asked():
    """Passed at its moment and not before; a state without a limit never outlasts it."""
    case = walked()

    assert seen(case, later(days=2)).deadline_passed()
    assert not seen(case, later(days=2) - timedelta(seconds=1)).deadline_passed()
    assert not seen(case, later(days=99), track="record").deadline_passed()


# --------------------------------------------------------------------------- the actor


@pytest.mark.parametrize(("spoken", "found"), [("p1", "p1"), ("p9", None), (None, None)])
def test_the_actor_speaks_for_a_party_of_the_case_only(spoken, found):
    """A word for somebody who is not on the case is nobody's."""
    assert seen(walked(), actor=Actor("o", speaks_for=spoken)).speaks_as_party() == found


def test_an_attempt_has_the_command_too():
    """A guard that depends on the fields sees them beside the situation."""
    case = walked()
    attempt = Attempt(View(RULES, case, NOW), case.track("walk"), OFFICER, Pause())

    assert attempt.command == Pause()
    assert (attempt.case, attempt.track, attempt.actor) == (case, case.track("walk"), OFFICER)
    assert attempt.policy == seen(case).policy


def test_a_policy_is_kept_only_while_what_it_rests_on_stands():
    """One event on, the policy is worked out again where categories, factors or parties changed."""
    case = walked()
    view = View(RULES, case, NOW)
    before = view.policy

    view.move_to(attrs.evolve(case, assignments=(Assignment("mediator", "m-1"),)))
    same = view.known
    view.move_to(attrs.evolve(case, factors=(CaseFactor("weapon"),)))

    assert same is before
    assert view.policy.mediable is Mediable.NEVER


def test_the_policy_is_worked_out_once_for_a_view():
    """Every guard of one question sees the same policy."""
    view = View(RULES, walked(), NOW)

    assert view.policy is view.policy
