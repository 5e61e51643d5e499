"""The record: what parties want, what was said and done, who works on a case, other cases, and grave turns."""

# ruff: noqa: FBT003  facts are told in the order of the form

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Party
from community_policing.taxonomy import Risk
from community_policing.workflows import Refused, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import intake, record

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=2), AT + timedelta(days=2)
PARTIES = (
    Party("p1", "complainant", age_band="adult"),
    Party("p2", "alleged-perpetrator", age_band="adult"),
    Party("p3", "affected-child", age_band="boy-or-girl"),
    Party("p4", "guardian", age_band="adult"),
    Party("p5", "subject-of-concern", age_band="adult", capacity="lacks-capacity"),
    Party("p6", "complainant", kind="collective"),
    Party("p7", "group-representative", age_band="adult"),
)


def opened(*parties, categories=("neighbour-dispute",), risk=None, officer="o-1"):
    """Return an open case with a case officer."""
    keeper = Actor("system", ("system",))
    case = (
        as_it_stands(
            RULES,
            "C1",
            tracks={"intake": "triaging"},
            categories=categories,
            parties=parties or PARTIES,
            by=keeper,
            at=AT,
        )
        .expect()
        .case
    )
    case = done(case, record.Assign(officer, "case-officer", "u-1", "r", True, "r:cv"), "supervisor", by="o-9")
    return attrs.evolve(case, risk=risk)


def standing_in(state, case):
    return attrs.evolve(case, tracks=(attrs.evolve(case.tracks[0], state=state), *case.tracks[1:]))


def tried(case, command, *roles, by="o-1", rules=RULES, at=AT, **more):
    return rules.decide(case, command, by=Actor(by, roles, **more), at=at)


def done(case, command, *roles, by="o-1", **more):
    return tried(case, command, *roles, by=by, **more).expect().case


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    assert outcome.verdict is Verdict.UNMET, outcome
    return {reason.code for reason in outcome.reasons}


def effects(outcome):
    return [effect.code for effect in outcome.expect().effects]


# ---------------------------------------------------------------------------------------- consent


def consent(party, giver, kind="to-mediation", decision="given", *, alone=True, told=("r:rights",)):
    return record.RecordConsent(party, kind, decision, giver, alone, told, "r:ar")


def heard(case, party="p3"):
    return done(case, record.RecordWish(party, "r", True, "undecided"))


def guarded(case, conflict="nothing-found", substitute=None, party="p3"):
    command = record.SetGuardian(party, "p4", "r", conflict, substitute)
    return done(case, command, "psychosocial-specialist")


def test_an_adult_consents_alone_and_informed():
    """And nobody consents for a competent adult."""
    case = opened()

    done(case, consent("p1", "p1"))

    assert codes(tried(case, consent("p1", "p4"))) == {"giver-may-not-consent"}
    assert codes(tried(case, consent("p1", "p1", alone=False))) == {"consent-not-alone"}
    assert codes(tried(case, consent("p1", "p1", told=()))) == {"consent-not-informed"}


def test_a_refusal_is_recorded_whatever_its_form():
    """Nothing stands in the way of a no; and what the law does not ask for is said with a name."""
    done(opened(), consent("p1", "p1", decision="refused", alone=False, told=()))
    done(opened(), consent("p3", "p4", decision="not-required-by-law", alone=False, told=()))


def test_a_child_is_heard_before_the_guardian_consents():
    """In a wish or in a statement, alone in either."""
    case = guarded(opened())
    asked_among_others = done(case, record.RecordWish("p3", "r", False, "undecided"))
    stated = record.RecordStatement("p3", (), True, True, "o-1", "female", False, "accepts", "r", True)

    assert codes(tried(case, consent("p3", "p4"))) == {"child-not-heard"}
    assert codes(tried(asked_among_others, consent("p3", "p4"))) == {"child-not-heard"}
    done(heard(case), consent("p3", "p4"))
    done(done(case, stated), consent("p3", "p4"))


def test_a_child_does_not_consent_but_may_ask_for_help():
    """Support and shelter may be asked for alone; mediation may not."""
    case = heard(opened())

    assert codes(tried(case, consent("p3", "p3"))) == {"giver-may-not-consent"}
    done(case, consent("p3", "p3", "to-support"))
    done(case, consent("p3", "p3", "to-shelter"))


def test_a_guardian_in_conflict_never_consents():
    """The substitute does; and where there is neither conflict nor substitute, the guardian alone does."""
    assert codes(tried(heard(guarded(opened())), consent("p3", "p7"))) == {"giver-may-not-consent"}
    case = heard(guarded(opened(), "found", "p7"))

    refused = tried(case, consent("p3", "p4"))

    assert codes(refused) == {"giver-may-not-consent", "giver-has-conflict"}
    done(case, consent("p3", "p7"))


def test_whoever_is_accused_consents_for_nobody():
    """Not even as the guardian of a child."""
    command = record.SetGuardian("p3", "p2", "r", "found", "p4")
    case = heard(done(opened(), command, "psychosocial-specialist"))

    assert "giver-has-conflict" in codes(tried(case, consent("p3", "p2")))
    done(case, consent("p2", "p2"))


def test_a_guardian_speaks_for_someone_without_capacity():
    """An adult who lacks capacity is represented and need not be heard as a child."""
    case = opened()

    assert codes(tried(case, consent("p5", "p5"))) == {"giver-may-not-consent"}
    done(guarded(case, party="p5"), consent("p5", "p4"))


@pytest.mark.parametrize(("until", "held"), [(None, True), (date(2026, 6, 1), True), (date(2026, 3, 1), False)])
def test_a_group_consents_through_its_mandate(until, held):
    """As long as the mandate runs."""
    case = done(opened(), record.SetRepresentative("p6", "p7", "r", "r", until))
    later = AT + timedelta(days=3)

    outcome = tried(case, consent("p6", "p7"), at=later)

    assert isinstance(outcome, Refused) is not held


def test_nobody_on_the_case_stumbles_over_an_unknown_party():
    """The engine names who is not there."""
    assert "no-such-party" in codes(tried(opened(), consent("p9", "p8")))
    statement = record.RecordStatement("p9", (), True, True, "o-1", "female", False, "accepts", "r")
    assert codes(tried(opened(), statement)) == {"no-such-party"}


@pytest.mark.parametrize("state", ["open", "resting"])
def test_consent_is_taken_back_without_a_reason(state):
    """By the party itself, or by staff who record it; also after closure."""
    case = standing_in(state, done(opened(), consent("p1", "p1")))
    command = record.WithdrawConsent("p1", "to-mediation")

    assert effects(tried(case, command, by="p1", speaks_for="p1")) == ["stop-what-rested-on-consent"]
    assert effects(tried(case, command, "psychosocial-specialist")) == ["stop-what-rested-on-consent"]
    assert "not-own-party" in codes(tried(case, command, by="p2", speaks_for="p2"))


def test_a_wish_or_why_it_is_not_known():
    """One of the two is there."""
    assert codes(tried(opened(), record.RecordWish("p1", "r", True))) == {"wish-without-reason"}
    done(opened(), record.RecordWish("p1", "r", True, wish_unknown_reason="r:why"))
    done(opened(), record.RecordWish("p1", "r", True, "no-report"))


# ---------------------------------------------------------------------------------------- what was said and done


@pytest.mark.parametrize("command", [record.RecordPriorAction, record.RecordOutsideAction])
@pytest.mark.parametrize("state", ["open", "resting"])
@pytest.mark.parametrize("departs", [True, False])
def test_what_was_done_is_a_fact_whatever_the_policy(command, state, departs):
    """It is marked where it departs from policy, and nothing else of the case changes."""
    case = opened(categories=("child-abuse",))
    closure = attrs.evolve(case.tracks[1], id="closure", workflow="closure", state="closed")
    if state == "resting":
        case = standing_in("resting", attrs.evolve(case, tracks=(case.tracks[0], closure)))

    after = done(case, command("r:settled", "r:who", BEFORE, "r:none", departs, "r"), "supervisor")

    assert after.marks == (("departed-from-policy",) if departs else ())
    assert RULES.policy(after) == RULES.policy(case)
    assert codes(tried(case, command("r", "r", AFTER, "r", departs, "r"), "supervisor")) == {"action-not-yet-done"}


def test_a_mediation_that_someone_held_before_permits_none():
    """The record of what was done opens no bar."""
    case = opened(categories=("domestic-violence",))
    case = done(case, record.RecordPriorAction("r:mediated", "r", BEFORE, "r", True, "r"), "intake-officer")

    assert RULES.policy(case).mediable.bars


@pytest.mark.parametrize("state", ["open", "resting", "frozen"])
def test_a_contact_that_was_not_safe_is_recorded_and_alarms(state):
    """It happened, so it is a fact; the supervisor hears of it and safety is checked."""
    case = standing_in(state, opened())

    safe = tried(case, record.LogContact("r", "to-person", AT, "r", True, "p1"))
    unsafe = tried(case, record.LogContact("r", "to-person", AT, "r", False, "p1"))

    assert effects(safe) == ["prompt-repeat-review"]
    assert effects(unsafe) == ["alert-supervisor", "safety-check", "prompt-repeat-review"]


def test_how_someone_is_reached_is_recorded():
    """The way, the times and who may know."""
    done(opened(), record.SetSafeContact("p1", "r", "r", "r"))


def test_evidence_was_taken_before_it_is_recorded():
    """By a member, the case officer or a digital evidence officer."""
    evidence = record.RecordEvidence("photograph", BEFORE, "o-3", "r", True, ())

    done(opened(), evidence, "digital-evidence-officer", by="o-3")
    late = attrs.evolve(evidence, collected_at=AFTER)
    assert codes(tried(opened(), late)) == {"evidence-not-yet-collected"}


@pytest.mark.parametrize(
    ("interviewer", "trained", "competencies", "held"),
    [
        ("o-1", False, ("child-interview",), True),
        ("o-1", False, (), False),
        ("o-7", False, ("child-interview",), False),
        ("o-7", True, (), True),
    ],
)
def test_a_child_is_heard_by_someone_trained(interviewer, trained, competencies, held):
    """What is known of the actor counts for the actor; of another it is attested."""
    command = record.RecordStatement("p3", (), True, True, interviewer, "female", False, "accepts", "r", trained)

    outcome = tried(opened(), command, competencies=competencies)

    assert isinstance(outcome, Refused) is not held
    assert held or codes(outcome) == {"child-interviewer-untrained"}


def test_the_accused_side_is_not_in_the_room():
    """Save when it is the accused who is heard."""
    command = record.RecordStatement("p1", (), False, True, "o-1", "male", False, "denies", "r")

    assert codes(tried(opened(), command)) == {"accused-side-present"}
    done(opened(), attrs.evolve(command, party="p2"))
    done(opened(), attrs.evolve(command, other_side_absent=True))


# ---------------------------------------------------------------------------------------- who works on it


def test_a_role_is_given_to_someone_qualified_and_free():
    """Not to whoever was recused, nor to a party; a mediator is accepted by the parties in the mediation."""
    case = done(opened(), record.Recuse("o-1", "r", "o-2"))
    assign = record.Assign("o-3", "psychosocial-specialist", "u", "r", True, "r")
    parts = {"case-officer": ("o-2",)}

    assert {role: case.holders(role) for role in parts} == parts
    assert done(case, assign, "supervisor").holders("psychosocial-specialist") == ("o-3",)
    for change, code in (
        ({"assignee_is_qualified": False}, "assignee-not-qualified"),
        ({"assignee": "o-1"}, "assignee-recused"),
        ({"assignee": "p1"}, "assignee-recused"),
        ({"assigned_role": "mediator"}, "role-not-assignable"),
        ({"assigned_role": "staff-roles"}, "role-not-assignable"),
        ({"assigned_role": "victim"}, "role-not-assignable"),
    ):
        assert codes(tried(case, attrs.evolve(assign, **change), "supervisor")) == {code}


def test_a_team_grows():
    """A member joins beside those who hold the role."""
    case = done(opened(), record.AddTeamMember("o-5", "case-officer"), "supervisor")

    assert case.holders("case-officer") == ("o-1", "o-5")
    assert codes(tried(case, record.AddTeamMember("p1", "case-officer"), "supervisor")) == {"assignee-recused"}
    refused = tried(case, record.AddTeamMember("o-5", "co-mediator"), "supervisor")
    assert codes(refused) == {"role-not-assignable"}


def test_people_recuse_themselves_and_a_supervisor_recuses_others():
    """The replacement is somebody else who is free."""
    case = opened()

    assert codes(tried(case, record.Recuse("o-1", "r", "o-2"), "community-police-member", by="o-4")) == {
        "recuses-another"
    }
    for replacement in ("o-1", "p2"):
        assert codes(tried(case, record.Recuse("o-1", "r", replacement))) == {"replacement-not-free"}
    assert done(case, record.Recuse("o-1", "r", "o-2"), "supervisor", by="o-9").holders("case-officer") == ("o-2",)


def test_a_unit_hands_over_to_another_unit():
    """Not to itself."""
    command = record.RecuseUnit("u-1", "r", "u-2")

    assert effects(tried(opened(), command, "supervisor")) == ["notify-target-unit"]
    assert codes(tried(opened(), attrs.evolve(command, target_unit="u-1"), "supervisor")) == {"same-unit"}


# ---------------------------------------------------------------------------------------- other cases


@pytest.mark.parametrize("state", ["open", "resting", "frozen"])
def test_a_case_is_linked_to_another_that_may_be_read(state):
    """Whatever state this one is in."""
    command = record.Link("C2", "same-parties", "r", True)
    case = standing_in(state, opened())

    tried(case, command).expect()
    assert codes(tried(case, attrs.evolve(command, may_read_both=False))) == {"may-not-read-both"}
    assert codes(tried(case, attrs.evolve(command, target_reference="C1"))) == {"same-case"}


def test_a_link_is_taken_away():
    """By a supervisor."""
    done(opened(), record.Unlink("C2", "r"), "supervisor")


SPLIT = record.Split(("p6",), ("simple-matter",), "C2", "r", True)


def test_a_case_is_split():
    """Parties and matters move, the others stay."""
    case = done(opened(categories=("neighbour-dispute", "simple-matter")), SPLIT)

    assert case.categories == ("neighbour-dispute",)
    assert [party.id for party in case.parties] == ["p1", "p2", "p3", "p4", "p5", "p7"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"new_reference": "C1"}, "same-new-case"),
        ({"parties_moved": ()}, "split-empties-a-case"),
        ({"parties_moved": tuple(party.id for party in PARTIES)}, "split-empties-a-case"),
        ({"categories_moved": ()}, "split-empties-a-case"),
        ({"categories_moved": ("simple-matter", "neighbour-dispute")}, "split-empties-a-case"),
        ({"categories_moved": ("simple-matter", "domestic-violence")}, "split-empties-a-case"),
        ({"protection_carried_over": False}, "protection-lost"),
    ],
)
def test_a_split_leaves_something_on_both_sides(change, code):
    """And protection goes along."""
    case = opened(categories=("neighbour-dispute", "simple-matter"))

    assert codes(tried(case, attrs.evolve(SPLIT, **change), "supervisor", by="o-9")) == {code}


def test_a_split_that_lifts_a_bar_is_a_supervisors():
    """Splitting the grave matter off does not open mediation by the back door."""
    case = opened(categories=("neighbour-dispute", "domestic-violence"))
    command = attrs.evolve(SPLIT, categories_moved=("domestic-violence",))

    assert codes(tried(case, command)) == {"split-relaxes-policy"}
    done(case, command, "supervisor", by="o-9")


MERGE = record.MergeCases("C2", True, True, False, "r")


def test_a_case_is_merged_into_another():
    """It is marked, its outcome is told, and its closure may begin."""
    case = done(opened(risk=Risk.LOW), MERGE, "supervisor")

    assert (case.outcome, case.marks) == ("merged-duplicate", ("merged-into-other-case",))
    assert case.track("closure").state == "open"
    assert case.track("record").since == AT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"target_reference": "C1"}, "same-case"),
        ({"same_parties_and_event": False}, "no-duplicate"),
        ({"protection_carried_over": False}, "protection-lost"),
        ({"parties_opposed_there": True}, "parties-opposed-there"),
    ],
)
def test_only_a_duplicate_is_merged(change, code):
    """With its protection, and never where the parties are opponents there."""
    assert codes(tried(opened(), attrs.evolve(MERGE, **change), "supervisor")) == {code}


def test_no_case_is_merged_in_danger():
    """Safety first."""
    assert codes(tried(opened(risk=Risk.IMMINENT), MERGE, "supervisor")) == {"imminent-danger"}


# ---------------------------------------------------------------------------------------- grave turns

FREEZE = record.FreezeCase("grave-harm", BEFORE, ("r:1",), "p1")


@pytest.mark.parametrize("closure", [None, "open", "closed"])
def test_a_critical_incident_freezes_everything(closure):
    """The mediation is over, the closure frozen, an escalation open: in one decision."""
    tracks = {"mediation": "in-session"} | ({"closure": closure} if closure else {})
    by = Actor("system", ("system",))
    case = as_it_stands(RULES, "C1", tracks=tracks, parties=PARTIES, by=by, at=AT).expect().case
    case = standing_in("resting", case) if closure == "closed" else case

    outcome = tried(case, FREEZE, "supervisor")

    states = {track.id: track.state for track in outcome.expect().case.tracks}
    assert (states["record"], states["closure"], states["mediation"]) == ("frozen", "frozen", "barred")
    assert outcome.case.track("closure").ended is False
    assert any(track.workflow == "escalation" for track in outcome.case.tracks)
    assert effects(outcome)[:2] == ["lock-record", "open-independent-review"]


def test_an_incident_lies_in_the_past():
    """It happened, or there is nothing to freeze for."""
    late = attrs.evolve(FREEZE, incident_at=AFTER)

    assert codes(tried(opened(), late, "supervisor")) == {"incident-not-yet-happened"}


def test_a_frozen_case_takes_evidence_and_warnings_only():
    """Everything else is not offered, to anyone."""
    case = done(opened(), FREEZE, "supervisor")
    roles = ("supervisor", "intake-officer", "data-protection-officer", "psychosocial-specialist")

    offered = {
        option.name.partition(".")[2]
        for option in RULES.options(case, by=Actor("o-1", roles), at=AT)
        if option.track == "record"
    }

    assert offered == {
        "record-evidence",
        "record-statement",
        "link",
        "log-contact",
        "set-risk",
        "add-factor",
        "raise-confidentiality",
    }


def test_other_tracks_stand_still_while_the_case_is_frozen():
    """The standing guard says why."""
    case = done(opened(), FREEZE, "supervisor")

    outcome = tried(case, intake.RequestInformation("r", "r"), "intake-officer")

    assert codes(outcome) == {"case-not-open"}


@pytest.mark.parametrize("state", ["open", "resting"])
def test_a_breach_of_secrecy_alarms(state):
    """The supervisor, a new assessment of risk, and a check of everyone's safety."""
    command = record.RecordConfidentialityBreach("r", "r", "r")
    case = standing_in(state, opened())

    assert effects(tried(case, command, "data-protection-officer")) == [
        "alert-supervisor",
        "reassess-risk",
        "safety-check-each-party",
    ]


APPEAL = record.AuthorisePublicAppeal(True, True, "r", "r", AFTER)


def test_the_public_is_asked_to_save_a_life():
    """For a time, after asking, and for nothing less."""
    done(opened(), APPEAL, "supervisor")

    for change, code in (
        ({"life_saving_need": False}, "life-saving-need-not-shown"),
        ({"person_or_guardian_asked": False}, "person-or-guardian-not-asked"),
        ({"ends_at": BEFORE}, "end-not-ahead"),
    ):
        assert codes(tried(opened(), attrs.evolve(APPEAL, **change), "supervisor")) == {code}


def test_nobody_is_made_public_against_a_refusal():
    """Nor after a consent was taken back."""
    given = done(opened(), consent("p1", "p1", "to-publicity"))
    done(given, APPEAL, "supervisor")
    withdrawn = done(given, record.WithdrawConsent("p1", "to-publicity"))
    refused = done(opened(), consent("p1", "p1", "to-publicity", "refused"))

    assert codes(tried(withdrawn, APPEAL, "supervisor")) == {"publicity-refused"}
    assert codes(tried(refused, APPEAL, "supervisor")) == {"publicity-refused"}


@pytest.mark.parametrize("state", ["open", "resting"])
def test_a_legal_hold_comes_and_goes(state):
    """By the data protection officer."""
    case = standing_in(state, opened())

    held = done(case, record.SetLegalHold(True, "r", "r"), "data-protection-officer")
    free = done(held, record.SetLegalHold(False, "r", "r"), "data-protection-officer")

    assert (held.marks, free.marks) == (("legal-hold",), ())


@pytest.mark.parametrize("state", ["open", "resting"])
def test_a_party_asks_for_a_review(state):
    """For itself, or through the case officer."""
    command = record.RequestReview("r", "r", "p1")
    case = standing_in(state, opened())

    assert effects(tried(case, command, by="p1", speaks_for="p1")) == ["assign-independent-reviewer"]
    assert effects(tried(case, command)) == ["assign-independent-reviewer"]
    assert "not-own-party" in codes(tried(case, command, by="p2", speaks_for="p2"))


# ---------------------------------------------------------------------------------------- conditions set aside


def lenient(*conditions):
    """Return the rules of a force that lets *conditions* be set aside."""
    law = attrs.evolve(RULES.profile.law, overridable_guards=frozenset(conditions))
    return RULES.with_profile(attrs.evolve(RULES.profile, law=law))


def override(condition, ends_at=AFTER):
    return record.OverrideWithAuthority(condition, "r:order", "r", ends_at)


def test_nothing_is_set_aside_by_default():
    """The profile that ships names no condition."""
    assert codes(tried(opened(), override("same-unit"), "supervisor", by="o-9")) == {"not-overridable"}


def test_the_floor_is_never_set_aside():
    """Whatever a profile says."""
    rules = lenient("category-not-mediable")

    outcome = tried(opened(), override("category-not-mediable"), "supervisor", by="o-9", rules=rules)

    assert codes(outcome) == {"not-overridable"}


def test_the_case_officer_sets_nothing_aside():
    """Nor does anyone without an end."""
    rules = lenient("same-unit")

    assert codes(tried(opened(), override("same-unit"), "supervisor", rules=rules)) == {"actor-is-case-officer"}
    endless = tried(opened(), override("same-unit", BEFORE), "supervisor", by="o-9", rules=rules)
    assert codes(endless) == {"end-not-ahead"}


def test_a_condition_is_set_aside_until_its_end():
    """The step that lacked nothing else is taken; afterwards it is refused again."""
    rules = lenient("same-unit")
    command = record.RecuseUnit("u-1", "r", "u-1")
    case = done(opened(), override("same-unit"), "supervisor", by="o-9", rules=rules)

    assert codes(tried(opened(), command, "supervisor", rules=rules)) == {"same-unit"}
    done(case, command, "supervisor", rules=rules)
    assert codes(tried(case, command, "supervisor", rules=rules, at=AFTER)) == {"same-unit"}
    assert codes(tried(case, command, "supervisor")) == {"same-unit"}


def test_what_else_is_missing_is_still_asked():
    """The step that lacks more than was set aside is refused."""
    rules = lenient("assignee-not-qualified")
    unqualified = record.Assign("p1", "case-officer", "u-1", "r", False, "r:cv")
    case = done(opened(), override("assignee-not-qualified"), "supervisor", by="o-9", rules=rules)

    assert "assignee-recused" in codes(tried(case, unqualified, "supervisor", rules=rules))
    done(case, attrs.evolve(unqualified, assignee="o-3"), "supervisor", rules=rules)


def test_options_show_what_was_set_aside_as_possible():
    """What can be done agrees with what is decided."""
    rules, officer = lenient("within-area-competence"), Actor("o-9", ("supervisor",))
    case = opened()

    def verdict(case):
        options = rules.options(case, by=officer, at=AT)
        return next(one.verdict for one in options if one.name == "intake.offer-handover")

    assert verdict(case) is Verdict.UNMET
    told = override("within-area-competence")
    assert verdict(done(case, told, "supervisor", by="o-9", rules=rules)) is Verdict.NEEDS_INPUT


# ---------------------------------------------------------------------------------------- what the host does

WEAPON = record.AddFactor("weapon", "r", BEFORE)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (WEAPON, "reassess-risk"),
        (record.WithdrawFactor("weapon", "r", "r"), "reassess-risk"),
        (record.SetRisk(Risk.LOW, "r", "r", AFTER), "schedule-review"),
        (record.RecordPriorAction("r", "r", BEFORE, "r", False, "r"), "review-departure-from-policy"),
        (record.RecordOutsideAction("r", "r", BEFORE, "r", True, "r"), "review-departure-from-policy"),
        (record.Assign("o-3", "case-officer", "u", "r", True, "r"), "notify-case-officer"),
        (SPLIT, "carry-over-new-facts"),
        (MERGE, "carry-over-new-facts"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__command__.name,
)
def test_the_host_hears_what_it_must_do(command, expected):
    """Each step says what follows after commit."""
    case = opened(categories=("neighbour-dispute", "simple-matter"))
    case = done(case, WEAPON, by="o-1") if isinstance(command, record.WithdrawFactor) else case

    assert effects(tried(case, command, "supervisor", by="o-9")) == [expected]


def test_what_is_set_aside_is_reviewed():
    """An override is never the end of the matter."""
    outcome = tried(opened(), override("same-unit"), "supervisor", by="o-9", rules=lenient("same-unit"))

    assert effects(outcome) == ["review-departure-from-policy"]
