"""The record: opening and adopting, people, matters, factors, risk, secrecy, and how it follows the closure."""

# ruff: noqa: FBT003  facts are told in the order of the form

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Party
from community_policing.errors import ConceptNotFoundError, UnreadableCaseError
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Accepted, Refused, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import record

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=2), AT + timedelta(days=2)
ADULTS = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
CHILD = Party("p3", "affected-child", age_band="boy-or-girl")


def opened(*parties, categories=("neighbour-dispute",)):
    officer = Actor("o-0", ("intake-officer",))
    return RULES.open_case("C1", categories=categories, parties=parties or ADULTS, by=officer, at=AT).expect().case


def adopted(*parties, categories=("neighbour-dispute",), **tracks):
    keeper = Actor("system", ("system",))
    return (
        as_it_stands(RULES, "C1", tracks=tracks, categories=categories, parties=parties or ADULTS, by=keeper, at=AT)
        .expect()
        .case
    )


def tried(case, command, *roles, by="o-1", **more):
    return RULES.decide(case, command, by=Actor(by, roles, **more), at=AT)


def done(case, command, *roles, by="o-1", **more):
    return tried(case, command, *roles, by=by, **more).expect().case


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    assert outcome.verdict is Verdict.UNMET, outcome
    return {reason.code for reason in outcome.reasons}


# ---------------------------------------------------------------------------------------- it begins


@pytest.mark.parametrize("role", ["intake-officer", "community-police-member", "duty-officer", "supervisor"])
def test_whoever_takes_a_report_opens_a_case(role):
    """Opening a case opens its record and its intake."""
    outcome = RULES.open_case("C1", categories=("begging",), parties=ADULTS, by=Actor("o", (role,)), at=AT)

    assert [(track.id, track.state) for track in outcome.case.tracks] == [("record", "open"), ("intake", "received")]
    assert outcome.case.categories == ("begging",)
    assert outcome.case.parties == ADULTS


def test_nobody_else_opens_one():
    """A mediator's role on no case at all opens nothing."""
    outcome = RULES.open_case("C1", categories=("begging",), by=Actor("o", ("digital-evidence-officer",)), at=AT)

    assert outcome.verdict is Verdict.NOT_AUTHORISED


def test_an_open_case_is_not_opened_again():
    """The command that opens a case is offered once."""
    outcome = tried(opened(), record.OpenCase(("begging",)), "supervisor")

    assert outcome.verdict is Verdict.NOT_OFFERED


@pytest.mark.parametrize("role", ["intake-officer", "supervisor", "data-protection-officer", "system"])
def test_a_case_of_another_system_is_adopted_as_it_stands(role):
    """Adopting invents no intake and keeps the state that was told."""
    by = Actor("o", (role,))

    case = as_it_stands(RULES, "C1", tracks={"mediation": "screening"}, parties=ADULTS, by=by, at=AT).expect().case

    assert [(track.id, track.state) for track in case.tracks] == [("record", "open"), ("mediation", "screening")]


@pytest.mark.parametrize(
    ("parties", "place"),
    [
        ((ADULTS[0], attrs.evolve(ADULTS[1], id="p1")), "parties[1].id"),
        ((Party("p1", "mediator"),), "parties[0].role"),
        ((Party("p1", "party-roles"),), "parties[0].role"),
        ((Party("p1", "victim", related_to="p9"),), "parties[0].related_to"),
        ((Party("p1", "victim", related_to="p1"),), "parties[0].related_to"),
    ],
    ids=["twice", "staff", "group", "nobody", "itself"],
)
def test_people_who_cannot_be_are_bad_data(parties, place):
    """A duplicate id, a role that is no party's, and a relation to nobody are errors, not refusals."""
    with pytest.raises(UnreadableCaseError, match=r"record\.open-case") as error:
        opened(*parties)

    assert error.value.path.endswith(place)


def test_a_relation_to_another_party_is_read():
    """Two people who belong together are opened together."""
    child = attrs.evolve(CHILD, related_to="p1")

    assert opened(*ADULTS, child).party("p3").related_to == "p1"


# ---------------------------------------------------------------------------------------- people


def test_a_party_is_added_once():
    """Who is already there is not added again; a wrong role is bad data here too."""
    case = done(opened(), record.AddParty(CHILD), "intake-officer")

    assert case.party("p3") == CHILD
    assert codes(tried(case, record.AddParty(CHILD), "intake-officer")) == {"party-already-there"}
    with pytest.raises(UnreadableCaseError, match=r"party\.role"):
        tried(case, record.AddParty(Party("p4", "supervisor")), "intake-officer")


@pytest.mark.parametrize("band", ["unknown-age", "age-not-stated"])
def test_an_age_is_known_or_its_absence_has_a_reason(band):
    """Of a person, not of an organisation."""
    unknown = Party("p4", "victim", age_band=band)

    assert codes(tried(opened(), record.AddParty(unknown), "intake-officer")) == {"age-without-reason"}
    done(opened(), record.AddParty(attrs.evolve(unknown, age_unknown_reason="r:1")), "intake-officer")
    done(opened(), record.AddParty(attrs.evolve(unknown, kind="organisation")), "intake-officer")


def test_someone_unknown_is_identified():
    """Age, kind and role are told; what was not told stays."""
    found = Party("p4", "person-not-yet-identified", kind="unidentified-person")
    command = record.IdentifyParty("p4", "r:id", "adolescent", party_role="victim")

    party = done(opened(*ADULTS, found), command, "intake-officer").party("p4")

    assert (party.role, party.kind, party.age_band) == ("victim", "natural-person", "adolescent")
    assert done(opened(), record.IdentifyParty("p1", "r:id", "adult"), "intake-officer").party("p1") == ADULTS[0]


def test_an_age_that_stays_unknown_has_a_reason():
    """The reason reaches the party."""
    command = record.IdentifyParty("p1", "r:id", "unknown-age")

    assert codes(tried(opened(), command, "intake-officer")) == {"age-still-without-reason"}
    told = attrs.evolve(command, age_unknown_reason="r:why")
    assert done(opened(), told, "intake-officer").party("p1").age_unknown_reason == "r:why"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (record.IdentifyParty("p4", "r", "adult"), "not-a-person"),
        (record.IdentifyParty("p1", "r", "adult", party_kind="organisation"), "not-a-person"),
        (record.IdentifyParty("p1", "r", "adult", party_role="victim"), "party-role-settled"),
        (record.IdentifyParty("p5", "r", "adult", party_role="mediator"), "party-role-settled"),
        (record.IdentifyParty("p3", "r", "adult"), "minor-made-adult"),
    ],
)
def test_identifying_does_not_change_what_is_settled(command, code):
    """Kinds stay human, roles stay, and a minor stays one."""
    case = opened(
        *ADULTS,
        CHILD,
        Party("p4", "complainant", kind="organisation"),
        Party("p5", "person-not-yet-identified", kind="unidentified-person"),
    )

    assert code in codes(tried(case, command, "intake-officer"))


def test_a_supervisor_may_find_that_a_minor_is_an_adult():
    """On evidence; and a minor of another band stays one for anyone."""
    case = opened(*ADULTS, CHILD)

    older = done(case, record.IdentifyParty("p3", "r:birth", "adult"), "supervisor")

    assert older.party("p3").age_band == "adult"
    done(case, record.IdentifyParty("p3", "r:birth", "adolescent"), "intake-officer")


def test_who_is_not_there_is_refused_by_the_engine():
    """Every command that names parties answers with their ids, and no guard stumbles."""
    commands = (
        record.IdentifyParty("p9", "r", "adult"),
        record.MergeParties("p9", "p8", "r"),
        record.SetGuardian("p9", "p8", "r", "nothing-found"),
    )

    for command in commands:
        assert "no-such-party" in codes(tried(opened(), command, "supervisor", "psychosocial-specialist"))


def test_two_records_of_one_party_are_merged():
    """The duplicate goes and its factors follow."""
    again = Party("p4", "complainant", age_band="adult")
    case = done(opened(*ADULTS, again), record.AddFactor("weapon", "r", BEFORE, party="p4"), "supervisor")

    case = done(case, record.MergeParties("p1", "p4", "r:same"), "supervisor")

    assert [party.id for party in case.parties] == ["p1", "p2"]
    assert [(one.factor, one.party) for one in case.factors] == [("weapon", "p1")]


@pytest.mark.parametrize(
    ("kept", "gone", "code"),
    [
        ("p1", "p1", "same-record"),
        ("p1", "p4", "conflicting-roles"),
        ("p4", "p1", "conflicting-roles"),
        ("p1", "p3", "merge-hides-minor"),
    ],
)
def test_a_merge_hides_nothing(kept, gone, code):
    """Neither two sides nor a minor disappear in a merge."""
    accused = Party("p4", "alleged-perpetrator", age_band="adult")
    case = opened(*ADULTS, CHILD, accused)
    case = done(case, record.Assign("o-1", "case-officer", "u", "r", True, "r"), "supervisor", by="o-9")

    assert code in codes(tried(case, record.MergeParties(kept, gone, "r")))


GUARDIANS = (
    *ADULTS,
    CHILD,
    Party("g1", "guardian", age_band="adult"),
    Party("g2", "alleged-perpetrator", age_band="adult"),
)


@pytest.mark.parametrize(
    ("guardian", "conflict", "substitute", "code"),
    [
        ("g1", "found", None, "guardian-conflict-without-substitute"),
        ("g1", "unclear", None, "guardian-conflict-without-substitute"),
        ("p3", "nothing-found", None, "guardian-is-the-party"),
        ("g1", "found", "g1", "guardian-is-the-party"),
        ("g2", "nothing-found", None, "guardian-is-accused"),
        ("g1", "found", "g2", "guardian-is-accused"),
    ],
)
def test_a_guardian_is_without_conflict_or_replaced(guardian, conflict, substitute, code):
    """A conflict needs a substitute, and an accused guardian is in conflict."""
    command = record.SetGuardian("p3", guardian, "r", conflict, substitute)

    assert codes(tried(opened(*GUARDIANS), command, "psychosocial-specialist")) == {code}


@pytest.mark.parametrize(("guardian", "conflict", "substitute"), [("g1", "nothing-found", None), ("g2", "found", "g1")])
def test_a_guardian_is_set(guardian, conflict, substitute):
    """With a substitute where there is a conflict."""
    done(opened(*GUARDIANS), record.SetGuardian("p3", guardian, "r", conflict, substitute), "psychosocial-specialist")


def test_a_mandate_is_anothers_and_still_runs():
    """Nobody mandates himself, and a mandate that ran out is none."""
    club = Party("p4", "complainant", kind="collective")
    case = opened(*ADULTS, club, Party("p7", "group-representative", age_band="adult"))
    ran_out = record.SetRepresentative("p4", "p7", "r", "r", date(2026, 2, 1))

    assert codes(tried(case, ran_out, "supervisor")) == {"mandate-not-valid"}
    assert codes(tried(case, record.SetRepresentative("p4", "p4", "r", "r"), "supervisor")) == {"mandate-not-valid"}
    done(case, record.SetRepresentative("p4", "p7", "r", "r", date(2026, 4, 1)), "supervisor")


# ---------------------------------------------------------------------------------------- matter and factors


def test_an_uncategorised_case_gets_its_category_from_intake():
    """The first naming may end the cautious policy; afterwards intake may tighten and no more."""
    case = opened(categories=("other-uncategorised",))
    command = record.Recategorise("neighbour-dispute", ("neighbour-dispute",), "r")

    named = done(case, command, "intake-officer")

    assert named.categories == ("neighbour-dispute",)
    milder = record.Recategorise("simple-matter", ("simple-matter",), "r")
    assert codes(tried(named, milder, "intake-officer")) == {"relaxes-policy"}
    graver = record.Recategorise("domestic-violence", ("domestic-violence",), "r")
    assert done(named, graver, "intake-officer").categories == ("domestic-violence",)


def test_the_gravest_matter_comes_first():
    """The primary category leads the list."""
    command = record.Recategorise("domestic-violence", ("neighbour-dispute", "domestic-violence"), "r")

    assert done(opened(), command, "supervisor").categories == ("domestic-violence", "neighbour-dispute")


@pytest.mark.parametrize(
    ("primary", "categories", "code"),
    [
        ("begging", ("neighbour-dispute",), "primary-not-among-categories"),
        ("begging", ("begging", "other-uncategorised"), "uncategorised-beside-others"),
    ],
)
def test_categories_make_sense_together(primary, categories, code):
    """The primary one is among them, and "uncategorised" stands alone."""
    assert code in codes(tried(opened(), record.Recategorise(primary, categories, "r"), "supervisor"))


@pytest.mark.parametrize(
    ("before", "after"),
    [("domestic-violence", "neighbour-dispute"), ("child-abuse", "domestic-violence"), ("disorder", "simple-matter")],
)
def test_a_milder_policy_is_a_supervisors_decision(before, after):
    """Any axis that falls counts, and so does a bar that is lifted."""
    case = opened(categories=(before,))
    case = done(case, record.Assign("o-1", "case-officer", "u", "r", True, "r"), "supervisor", by="o-9")
    command = record.Recategorise(after, (after,), "r")

    assert codes(tried(case, command)) == {"relaxes-policy"}
    assert done(case, command, "supervisor", by="o-9").categories == (after,)


def test_a_stricter_policy_is_anyones_to_say():
    """The case officer may tighten, and the mediation that it bars ends in the same decision."""
    case = adopted(mediation="screening")
    case = done(case, record.Assign("o-1", "case-officer", "u", "r", True, "r"), "supervisor", by="o-9")

    case = done(case, record.Recategorise("domestic-violence", ("domestic-violence",), "r"))

    assert case.track("mediation").state == "barred"


def test_a_category_that_nobody_knows_is_no_category():
    """An unknown concept is an error."""
    with pytest.raises(ConceptNotFoundError, match="neighbor"):
        tried(opened(), record.Recategorise("neighbor", ("neighbor",), "r"), "supervisor")


def test_a_factor_is_added_and_withdrawn_by_another():
    """Only what is there is withdrawn, and not by whoever added it."""
    case = done(opened(), record.AddFactor("weapon", "r", BEFORE, party="p1"), "supervisor")
    withdraw = record.WithdrawFactor("weapon", "r", "r", party="p1")

    assert codes(tried(case, withdraw, "supervisor")) == {"factor-added-by-actor"}
    assert codes(tried(case, record.WithdrawFactor("weapon", "r", "r"), "supervisor", by="o-2")) == {"factor-absent"}
    assert done(case, withdraw, "supervisor", by="o-2").factors == ()


@pytest.mark.parametrize("role", ["intake-officer", "psychosocial-specialist", "supervisor", "duty-officer"])
def test_a_bar_ends_the_mediation_in_the_same_decision(role):
    """Whoever adds the factor, the open mediation falls."""
    case = done(adopted(mediation="in-session"), record.AddFactor("weapon", "r", BEFORE), role)

    assert case.track("mediation").state == "barred"


# ---------------------------------------------------------------------------------------- risk and secrecy


def risk(level, review=AFTER):
    return record.SetRisk(level, "r:basis", "r:with", review)


def test_risk_is_assessed_and_raised_by_those_who_see_it():
    """The first assessment and every higher one need no supervisor."""
    case = done(opened(), risk(Risk.LOW), "intake-officer")

    assert done(case, risk(Risk.IMMINENT), "duty-officer").risk is Risk.IMMINENT


def test_risk_is_lowered_by_a_supervisor():
    """The reason that says so is not for the other side."""
    case = done(opened(), risk(Risk.HIGH), "intake-officer")

    refused = tried(case, risk(Risk.LOW), "intake-officer")

    assert codes(refused) == {"lowering-needs-supervisor"}
    assert "supervisor" in refused.reasons[0].audience
    assert done(case, risk(Risk.LOW), "supervisor").risk is Risk.LOW


def test_the_next_review_lies_ahead():
    """A risk without a coming review is not assessed."""
    assert codes(tried(opened(), risk(Risk.LOW, BEFORE), "supervisor")) == {"review-not-ahead"}


def test_secrecy_is_raised_above_what_is_in_force():
    """The policy's level counts, also where nobody recorded one."""
    case = opened(categories=("domestic-violence",))

    raised = record.RaiseConfidentiality(Confidentiality.SEALED, "r")

    low = record.RaiseConfidentiality(Confidentiality.STRICT, "r")
    assert codes(tried(case, low, "intake-officer")) == {"level-not-higher"}
    assert done(case, raised, "intake-officer").confidentiality is Confidentiality.SEALED


def test_secrecy_is_lowered_by_the_data_protection_officer_and_never_below_the_policy():
    """Where the policy's level is in force there is nothing to lower."""
    case = opened(categories=("domestic-violence",))
    strict, lower = Confidentiality.STRICT, record.LowerConfidentiality
    nothing = tried(case, lower(strict, "r"), "data-protection-officer")
    sealed = done(case, record.RaiseConfidentiality(Confidentiality.SEALED, "r"), "supervisor")

    assert "level-as-policy-asks" in codes(nothing)
    assert tried(sealed, lower(strict, "r"), "supervisor").verdict is Verdict.NOT_AUTHORISED
    below = tried(sealed, lower(Confidentiality.STANDARD, "r"), "data-protection-officer")
    assert codes(below) == {"level-below-policy"}
    same = tried(sealed, lower(Confidentiality.SEALED, "r"), "data-protection-officer")
    assert codes(same) == {"level-not-lower"}
    assert done(sealed, lower(strict, "r"), "data-protection-officer").confidentiality is strict


# ---------------------------------------------------------------------------------------- it follows the closure


def touch(case):
    """Give a command that is a fact in every state, so that rules of falling are asked."""
    return tried(case, record.LogContact("r", "from-person", AT, "r", True), "community-police-member")


@pytest.mark.parametrize(
    ("before", "closure", "after"),
    [
        ("open", "closed", "resting"),
        ("open", "frozen", "frozen"),
        ("open", "archived", "archived"),
        ("resting", "closed", "resting"),
        ("resting", "reopened", "open"),
        ("resting", "closure-contested", "open"),
        ("resting", "frozen", "frozen"),
        ("resting", "archived", "archived"),
        ("frozen", "frozen", "frozen"),
        ("frozen", "open", "open"),
    ],
)
def test_the_record_follows_the_closure(before, closure, after):
    """It rests, opens, freezes and goes to the archive by rule, and says why."""
    case = adopted(closure=closure)
    tracks = (attrs.evolve(case.tracks[0], state=before), *case.tracks[1:])

    outcome = touch(attrs.evolve(case, tracks=tracks))

    assert isinstance(outcome, Accepted)
    assert outcome.case.track("record").state == after
    assert all(event.reasons for event in outcome.events[1:])


def test_a_case_whose_closure_is_told_nothing_stays_open():
    """Without a closure there is nothing to follow."""
    assert touch(opened()).case.track("record").state == "open"
