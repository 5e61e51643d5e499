"""A rulebook is one value: what is in force, and what holds for a case under it."""

import pickle
from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest
from tests.unit.workflows.village import (
    CHIEF,
    NOW,
    OFFICER,
    PARTIES,
    RULES,
    STRANGER,
    VISIT,
    WALK,
    AddParty,
    Choose,
    FindFactor,
    GoOn,
    Knock,
    Note,
    OpenCase,
    Pause,
    Rest,
    Say,
    SetOut,
    case_is_open,
    opened,
    record,
    rulebook,
)

from community_policing.cases import Actor, Case, CaseFactor, Party, Track
from community_policing.errors import (
    CommandNotFoundError,
    CommandRefusedError,
    ConceptNotFoundError,
    InvalidRulebookError,
    SchemeNotFoundError,
    UnreadableCaseError,
    UnreadableCommandError,
    UnreadableTimeError,
    WorkflowNotFoundError,
)
from community_policing.taxonomy import ConsentRule, Mediable, standard_schemes
from community_policing.workflows import CLOCK_SKEW, Accepted, Refused, Verdict, spec_of

ADULT = Party("p1", "victim", age_band="adult")

# --------------------------------------------------------------------------- a case begins


def test_a_case_begins_with_its_first_event():
    """Event 1 is the command that opened it; what it opens follows in the same decision."""
    outcome = RULES.open_case("c-1", categories=("neighbour-dispute",), parties=PARTIES, by=OFFICER, at=NOW)

    assert isinstance(outcome, Accepted)
    assert [(event.seq, event.what.value, event.track) for event in outcome.events] == [
        (1, "command", "record"),
        (2, "opened", "walk"),
    ]
    assert outcome.events[0].command == OpenCase(("neighbour-dispute",), PARTIES)
    assert outcome.case == RULES.replay(outcome.events)
    assert outcome.expect() is outcome


def test_categories_are_taken_once_and_in_order():
    """The primary category comes first, and saying one twice says nothing new."""
    case = opened(RULES, categories=iter(("threat", "stalking", "threat")))

    assert case.categories == ("threat", "stalking")


def test_opening_a_case_is_refused_to_those_who_may_not():
    """Opening is a command like any other: refused without a role, and `expect` says so."""
    outcome = RULES.open_case("c-1", categories=("threat",), by=STRANGER, at=NOW)

    assert isinstance(outcome, Refused)
    assert outcome.verdict is Verdict.NOT_AUTHORISED
    with pytest.raises(CommandRefusedError, match="not-authorised"):
        outcome.expect()


@pytest.mark.parametrize(
    ("bad", "error", "text"),
    [
        ({"id": ""}, UnreadableCaseError, r"^case\.id: '' is not an id"),
        ({"id": "a b"}, UnreadableCaseError, r"^case\.id: 'a b' is not an id"),
        ({"id": 7}, UnreadableCaseError, r"^case\.id: 7 is not an id"),
        ({"categories": ()}, UnreadableCaseError, r"^categories: there is none; a case has at least"),
        ({"categories": "threat"}, UnreadableCaseError, r"^categories: 'threat' is one text; give a tuple"),
        (
            {"categories": ("theat",)},
            ConceptNotFoundError,
            r"^no concept 'theat' in record\.open-case\.categories\[0\]",
        ),
        ({"categories": ("threat", "theat")}, ConceptNotFoundError, r"did you mean 'threat'\?"),
        ({"categories": ("family-matters",)}, ConceptNotFoundError, r"^no concept 'family-matters' in record"),
        ({"parties": (ADULT, ADULT)}, UnreadableCaseError, r"parties\[1\]\.id: 'p1' stands there twice"),
        ({"parties": (Party("p1", "victm"),)}, ConceptNotFoundError, r"parties\[0\]\.role .*did you mean 'victim'"),
        ({"parties": (Party("p1", "supervisor"),)}, UnreadableCaseError, r"role: 'supervisor' is no role of a party"),
        ({"parties": (Party("p1", "party-roles"),)}, UnreadableCaseError, r"'party-roles' is no role of a party"),
        (
            {"parties": (Party("p1", "victim", age_band="adlt"),)},
            ConceptNotFoundError,
            r"age_band \(scheme age-bands\); did you mean 'adult'",
        ),
        ({"parties": (Party("p1", "victim", factors=("widw",)),)}, ConceptNotFoundError, r"did you mean 'widow'"),
        (
            {"parties": (ADULT, Party("p2", "witness", related_to="p9"))},
            UnreadableCaseError,
            r"parties\[1\]\.related_to: 'p9' is no other party; others: p1",
        ),
        (
            {"parties": (attrs.evolve(ADULT, related_to="p1"),)},
            UnreadableCaseError,
            r"'p1' is no other party; others: none",
        ),
        ({"by": Actor("o", ("wizard",))}, ConceptNotFoundError, r"^no concept 'wizard' in actor\.roles"),
        ({"by": Actor("o", ("superviser",))}, ConceptNotFoundError, r"did you mean 'supervisor'"),
        ({"at": NOW.replace(tzinfo=None)}, UnreadableTimeError, r"^at: .* has no time zone; give a datetime with"),
        ({"at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3)))}, UnreadableTimeError, r"^at: .* too far away"),
        ({"at": "now"}, UnreadableTimeError, r"^at: 'now' has no time zone"),
        ({"at": NOW.date()}, UnreadableTimeError, r"has no time zone"),
    ],
)
def test_a_case_that_cannot_be_is_not_opened(bad, error, text):
    """Every bad input is told by its path, with the nearest valid code."""
    good = {"id": "c-1", "categories": ("threat",), "parties": (), "by": OFFICER, "at": NOW} | bad

    with pytest.raises(error, match=text):
        RULES.open_case(good.pop("id"), **good)


# --------------------------------------------------------------------------- a case goes on


@pytest.mark.parametrize(
    ("go", "error"),
    [
        (lambda case: RULES.apply(case, FindFactor("weapn"), by=OFFICER, at=NOW), ConceptNotFoundError),
        (lambda case: RULES.apply(case, Choose(("fly",)), by=OFFICER, at=NOW), WorkflowNotFoundError),
        (lambda case: RULES.apply(case, AddParty(Party("p3", "mediator")), by=OFFICER, at=NOW), UnreadableCaseError),
        (lambda case: RULES.apply(case, Knock("p1"), by=OFFICER, at=NOW), CommandNotFoundError),
        (lambda case: RULES.apply(case, object(), by=OFFICER, at=NOW), TypeError),
        (lambda case: RULES.apply(case, Rest(), by=Actor("o", ("wizard",)), at=NOW), ConceptNotFoundError),
        (lambda case: RULES.apply(case, Rest(), by=OFFICER, at=NOW.replace(tzinfo=None)), UnreadableTimeError),
        (lambda case: RULES.apply(case, Rest(), by=OFFICER, at=NOW - timedelta(minutes=3)), UnreadableTimeError),
        (lambda case: RULES.options(case, by=OFFICER, at=NOW - timedelta(minutes=3)), UnreadableTimeError),
        (lambda case: RULES.due(case, at=NOW.replace(tzinfo=None)), UnreadableTimeError),
        (lambda _: RULES.command("walk.say", {"party": "p1"}), UnreadableCommandError),
        (lambda _: RULES.command("walk.say", {"party": "p1", "calm": True, "x": 1}), UnreadableCommandError),
        (lambda _: RULES.command("walk.sy", {}), CommandNotFoundError),
        (lambda _: RULES.command("record.find-factor", {"factor": "weapn"}), ConceptNotFoundError),
        (lambda case: RULES.apply(case, Pause(), by=OFFICER, at=NOW), CommandRefusedError),
    ],
)
def test_bad_input_leaves_the_case_as_it_was(go, error):
    """Whatever is wrong with the question, the case is untouched."""
    case = opened(RULES)
    before = pickle.dumps(case)

    with pytest.raises(error):
        go(case)

    assert pickle.dumps(case) == before


def test_a_form_becomes_a_command():
    """A name and plain data make the typed command, the timekeeper's among them."""
    assert RULES.command("walk.say", {"party": "p1", "calm": True}) == Say("p1", calm=True)
    assert RULES.command("case.lapse", {}) == spec_of(RULES.command("case.lapse", {})).cls()
    assert RULES.spec("walk.say") is spec_of(Say)
    assert "walk.say" in RULES.commands


def test_there_is_no_lapsing_where_nothing_lapses():
    """The timekeeper's command is in force where some state lapses."""
    with pytest.raises(CommandNotFoundError):
        rulebook(VISIT).command("case.lapse", {})


def test_an_unknown_command_is_told_with_the_nearest():
    """A slip in a name is put right."""
    with pytest.raises(CommandNotFoundError, match=r"no command 'walk\.sey' in the rulebook; did you mean 'walk\.say'"):
        RULES.command("walk.sey", {})


def test_applying_gives_the_case_or_raises_the_refusal():
    """`apply` is `decide` for those who expect it to go well."""
    case = opened(RULES)
    order = SetOut("o-3", "o-4")

    after = RULES.apply(case, order, by=OFFICER, at=NOW)

    assert after == RULES.decide(case, order, by=OFFICER, at=NOW).expect().case
    with pytest.raises(CommandRefusedError) as caught:
        RULES.apply(after, order, by=OFFICER, at=NOW)
    assert caught.value.refused == RULES.decide(after, order, by=OFFICER, at=NOW)


# --------------------------------------------------------------------------- time


@pytest.mark.parametrize("back", [timedelta(), timedelta(seconds=1), CLOCK_SKEW])
def test_a_moment_within_the_skew_is_lifted(back):
    """Clocks of two machines differ a little, and time never runs backwards for that."""
    case = opened(RULES)

    after = RULES.apply(case, Note("n"), by=OFFICER, at=NOW - back)

    assert after.at == NOW


def test_a_moment_before_the_skew_is_refused():
    """What happened earlier is told in a field of the command, not by the clock."""
    case = opened(RULES)

    with pytest.raises(UnreadableTimeError, match=r"lies before the last event, .* by more than 0:02:00"):
        RULES.moment(case, NOW - CLOCK_SKEW - timedelta(microseconds=1))


def test_the_skew_is_the_hosts():
    """A host with better clocks allows less."""
    strict = attrs.evolve(RULES, skew=timedelta())

    with pytest.raises(UnreadableTimeError):
        strict.moment(opened(strict), NOW - timedelta(seconds=1))


@pytest.mark.parametrize("hours", [-11, 3, 14])
def test_any_zone_is_read_as_utc(hours):
    """A moment is the same moment wherever it is told."""
    zone = timezone(timedelta(hours=hours))
    case = opened(RULES, at=NOW.astimezone(zone))

    assert case.at == NOW
    assert case.at.tzinfo is UTC


# --------------------------------------------------------------------------- what holds for a case


def test_the_policy_is_that_of_categories_factors_and_minors():
    """Categories are joined, factors raise, and a minor changes whose will decides."""
    case = opened(RULES)
    weapon = attrs.evolve(case, factors=(CaseFactor("weapon"),))
    child = attrs.evolve(case, parties=(Party("p1", "victim", age_band="adolescent"),))

    policies = [RULES.policy(one) for one in (case, weapon, child)]

    assert [policy.mediable for policy in policies] == [
        Mediable.WITH_SAFEGUARDS,
        Mediable.NEVER,
        Mediable.WITH_SAFEGUARDS,
    ]
    assert [policy.report_due for policy in policies] == [False, True, False]
    assert policies[0].consent_rule is ConsentRule.PARTIES
    assert policies[2].consent_rule is ConsentRule.CHILD_AND_REPRESENTATIVE


def test_a_case_of_an_unknown_category_has_no_policy():
    """A head from elsewhere with a category that is not in force is told, not guessed at."""
    case = attrs.evolve(opened(RULES), categories=("theat",))

    with pytest.raises(ConceptNotFoundError):
        RULES.policy(case)


# --------------------------------------------------------------------------- what is in force


def test_workflows_are_found_by_name_and_version():
    """The newest unless a version is given; an unknown one is told with those there are."""
    both = rulebook(WALK, WALK.with_transitions())

    assert both.workflow("walk").version == 2
    assert both.workflow("walk", 1) == WALK
    assert both.has_workflow("walk")
    assert not both.has_workflow("ride")
    with pytest.raises(WorkflowNotFoundError, match=r"no workflow 'walkk' in the rulebook; did you mean 'walk'"):
        both.workflow("walkk")
    with pytest.raises(WorkflowNotFoundError, match=r"no workflow 'walk 3' in the rulebook; did you mean 'walk 2'"):
        both.workflow("walk", 3)


def test_a_case_stays_under_the_version_it_began_with():
    """A newer version serves new tracks; the old ones are decided as they began."""
    old = opened(RULES)
    stricter = WALK.without(Pause, GoOn)
    both = rulebook(WALK, stricter)

    began = RULES.apply(old, SetOut("o-3", "o-4"), by=OFFICER, at=NOW)
    anew = both.apply(opened(both), SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    assert isinstance(both.decide(began, Pause(), by=OFFICER, at=NOW), Accepted)
    assert both.decide(anew, Pause(), by=OFFICER, at=NOW).verdict is Verdict.NOT_OFFERED


def test_a_track_of_a_version_that_is_gone_is_told():
    """A rulebook that has lost a version in use says so instead of guessing."""
    case = attrs.evolve(opened(RULES), tracks=(Track("walk", "walk", 9, "walking", NOW),))

    with pytest.raises(WorkflowNotFoundError, match=r"no workflow 'walk 9'"):
        RULES.next_due(case)
    with pytest.raises(WorkflowNotFoundError):
        RULES.decide(case, Pause(), by=OFFICER, at=NOW)


def test_states_are_asked_of_a_track():
    """Live, over, or resting; an ended track is over wherever it stands."""
    walking = Track("walk", "walk", 1, "walking", NOW)
    tracks = [walking, *(attrs.evolve(walking, state=state) for state in ("paused", "done"))]
    ended = attrs.evolve(walking, ended=True)

    assert [RULES.is_live(track) for track in (*tracks, ended)] == [True, False, False, False]
    assert [RULES.is_over(track) for track in (*tracks, ended)] == [False, False, True, True]
    assert RULES.state_of(walking).name == "walking"


def test_a_workflow_is_added_or_takes_the_place_of_its_version():
    """A new value each time; the old rulebook stays as it was."""
    more = rulebook(record(), WALK).with_workflow(VISIT)
    changed = more.with_workflow(WALK.guarded(Say, when=(case_is_open,), version=1))

    assert [workflow.name for workflow in more.workflows] == ["record", "walk", "visit"]
    assert len(changed.workflows) == 3
    assert changed.workflow("walk") != WALK
    assert more.workflow("walk") == WALK


def test_a_workflow_that_does_not_fit_is_refused():
    """The whole is judged again."""
    gone = WALK.with_transitions(WALK.state("walking").stay(on=GoOn, by=("wizard",)))

    with pytest.raises(InvalidRulebookError, match="unknown-role"):
        RULES.with_workflow(gone)


def test_a_profile_takes_the_place_of_the_other():
    """The policy follows the profile, and events say which was in force."""
    ours = RULES.with_profile(attrs.evolve(RULES.profile, id="ours"))

    case = opened(ours)

    assert (ours.profile.id, RULES.profile.id) == ("ours", "international-default")
    assert ours != RULES
    assert ours.decide(case, Note("n"), by=OFFICER, at=NOW).events[0].profile == "ours"


def test_a_scheme_takes_the_place_of_its_id():
    """A host's longer list is in force from then on."""
    partners = standard_schemes()["partners"]
    own = attrs.evolve(partners, id="own-partners", concepts=())

    more = RULES.with_scheme(own)

    assert more.scheme("own-partners") == own
    assert more.scheme("partners") == partners
    assert len(more.schemes) == len(RULES.schemes) + 1
    with pytest.raises(SchemeNotFoundError, match=r"no scheme 'colours' in the rulebook"):
        RULES.scheme("colours")


def test_concepts_are_asked_for_by_scheme():
    """A concept or `None`; a place in the hierarchy, for concepts that are there."""
    assert RULES.term("roles", "mediator").id == "mediator"
    assert RULES.term("roles", "wizard") is None
    assert RULES.is_under("roles", "complainant", "party-roles")
    assert not RULES.is_under("roles", "party-roles", "complainant")
    assert not RULES.is_under("roles", "complainant", "wizard")


# --------------------------------------------------------------------------- as a value


def test_rulebooks_are_compared_by_what_is_in_force():
    """Equal parts make equal rulebooks with equal hashes."""
    same = rulebook(WALK)

    assert same == RULES
    assert hash(same) == hash(RULES)
    assert attrs.evolve(same, skew=timedelta()) != RULES
    assert RULES != "rules"
    assert repr(RULES) == "<Rulebook international-default: record 1, walk 1>"


def test_a_rulebook_travels_to_workers_and_answers_alike():
    """A pickle brings equal rules, without what was remembered, and they decide alike."""
    case = opened(RULES)
    arrived = pickle.loads(pickle.dumps(RULES))  # noqa: S301  our own bytes

    assert arrived == RULES
    assert arrived.decide(case, SetOut("o-3", "o-4"), by=OFFICER, at=NOW) == RULES.decide(
        case, SetOut("o-3", "o-4"), by=OFFICER, at=NOW
    )


def test_replaying_takes_any_iterable():
    """Events may come from a cursor of a database."""
    events = RULES.open_case("c-1", categories=("threat",), by=CHIEF, at=NOW).expect().events

    assert RULES.replay(iter(events)) == RULES.open_case("c-1", categories=("threat",), by=CHIEF, at=NOW).expect().case


def test_a_standing_guard_is_asked_of_workflows_that_do_not_frame_the_case():
    """While the case rests, only what frames it moves."""
    rules = rulebook(WALK, standing=(case_is_open,))
    resting = rules.apply(opened(rules), Rest(), by=OFFICER, at=NOW)

    refused = rules.decide(resting, SetOut("o-3", "o-4"), by=OFFICER, at=NOW)

    assert [reason.code for reason in refused.reasons] == ["case-not-open"]
    assert isinstance(rules.decide(resting, record().commands[-2].cls(), by=OFFICER, at=NOW), Accepted)


def test_a_blank_case_is_at_no_time():
    """Before its first event a case has neither number nor time."""
    assert RULES.moment(Case("c-1", 0, None), NOW) == NOW
