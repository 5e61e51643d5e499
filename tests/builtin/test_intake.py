"""Intake and triage: what is known, who is in danger, and where a case may go."""

# ruff: noqa: FBT003  facts are told in the order of the form

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from tests.unit.workflows.village import as_it_stands

from community_policing.cases import Actor, Party
from community_policing.errors import WorkflowNotFoundError
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import Refused, Verdict
from community_policing.workflows._standard import standard_rulebook
from community_policing.workflows.builtin import intake, record

RULES = standard_rulebook()
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=2), AT + timedelta(days=2)
PARTIES = (
    Party("p1", "complainant", age_band="adult"),
    Party("p2", "disputing-party", age_band="adult"),
)
VICTIM = (Party("v1", "victim", age_band="adult"), Party("a1", "alleged-perpetrator", age_band="adult"))
ROLES = ("intake-officer", "supervisor", "duty-officer")


def at(state, *parties, categories=("neighbour-dispute",), risk=None, rules=RULES):
    """Return a case whose intake stands in *state*, as it comes from another system."""
    keeper = Actor("system", ("system",))
    case = (
        as_it_stands(
            rules, "C1", tracks={"intake": state}, categories=categories, parties=parties or PARTIES, by=keeper, at=AT
        )
        .expect()
        .case
    )
    return attrs.evolve(case, risk=risk)


def tried(case, command, *roles, by="o-1", rules=RULES, **more):
    return rules.decide(case, command, by=Actor(by, roles or ROLES, **more), at=AT)


def done(case, command, *roles, by="o-1", **more):
    return tried(case, command, *roles, by=by, **more).expect().case


def state(case):
    return case.track("intake").state


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    assert outcome.verdict is Verdict.UNMET, outcome
    return {reason.code for reason in outcome.reasons}


def effects(outcome):
    return [effect.code for effect in outcome.expect().effects]


# ---------------------------------------------------------------------------------------- registering

REGISTER = intake.Register(BEFORE, "r", "new", False, channel="walk-in", locality="baghdad-1")


def test_a_case_is_registered():
    """It gets a reference, and its file is restricted."""
    case = RULES.open_case("C1", categories=("begging",), parties=PARTIES, by=Actor("o", ROLES), at=AT).expect().case

    outcome = tried(case, REGISTER)

    assert state(outcome.expect().case) == "registered"
    assert outcome.case.confidentiality is Confidentiality.RESTRICTED
    assert effects(outcome) == ["assign-reference"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"channel": None}, "channel-without-reason"),
        ({"locality": None}, "locality-without-reason"),
        ({"on_behalf_of_other": True}, "request-on-behalf-unsafe"),
        ({"on_behalf_of_other": True, "person_knows_and_agrees": False}, "request-on-behalf-unsafe"),
        ({"received_at": AFTER}, "not-yet-received"),
    ],
)
def test_what_is_not_stated_has_a_reason(change, code):
    """Channel and place; and a request for another is safe for that other."""
    assert codes(tried(at("received"), attrs.evolve(REGISTER, **change))) == {code}


@pytest.mark.parametrize(
    "change",
    [
        {"channel": None, "channel_unknown_reason": "r"},
        {"locality": None, "locality_unknown_reason": "r"},
        {"on_behalf_of_other": True, "person_knows_and_agrees": True},
        {"on_behalf_of_other": True, "safe_contact_way": "r"},
    ],
)
def test_what_is_reasoned_is_registered(change):
    """A reason is enough, and a safe way to the person too."""
    assert state(done(at("received"), attrs.evolve(REGISTER, **change))) == "registered"


def test_triage_gives_an_uncategorised_case_its_category():
    """The provisional one takes its place."""
    case = at("registered", categories=("other-uncategorised",))

    triaged = done(case, intake.BeginTriage("neighbour-dispute", "r"))

    assert (state(triaged), triaged.categories) == ("triaging", ("neighbour-dispute",))
    assert done(case, intake.BeginTriage("other-uncategorised", "r")).categories == ("other-uncategorised",)


# ---------------------------------------------------------------------------------------- screening

SCREENS = ("violence", "honour", "confinement", "strangulation", "weapon", "self_harm", "exploitation")
TRAINED = {"competencies": ("survivor-centred-interview",)}


def screen(party, *, alone=True, why=None, **found):
    results = {f"{name}_screen": found.get(name, "nothing-found") for name in SCREENS}
    return intake.ScreenPerson(party, alone, **results, stays_where="relative", not_alone_reason=why)


def test_a_screen_that_finds_nothing_adds_nothing():
    """It is on record all the same."""
    case = done(at("triaging"), screen("p1"), **TRAINED)

    assert (state(case), case.factors, case.marks) == ("triaging", (), ())


@pytest.mark.parametrize(
    ("found", "factor", "marked"),
    [
        ("violence", None, True),
        ("honour", "honour-motive", True),
        ("confinement", "deprivation-of-liberty", True),
        ("strangulation", "strangulation", True),
        ("weapon", "weapon", False),
        ("exploitation", "suspected-exploitation", False),
        ("self_harm", None, False),
    ],
)
def test_what_a_screen_finds_stands_on_the_case(found, factor, marked):
    """A factor for the person, and a mark where the finding bars mediation; the mark stands once."""
    outcome = tried(at("triaging"), screen("p1", **{found: "found"}), **TRAINED)

    case = outcome.expect().case
    assert [(one.factor, one.party) for one in case.factors] == ([(factor, "p1")] if factor else [])
    assert case.marks == (("violence-disclosed",) if marked else ())
    assert done(case, screen("p2", violence="found"), **TRAINED).marks == ("violence-disclosed",)
    assert effects(outcome) == ["reassess-risk"]


def test_a_person_is_seen_alone_or_it_is_said_why_not():
    """By someone who is trained; a minor by someone trained for children."""
    case = at("triaging", *PARTIES, Party("p3", "affected-child", age_band="adolescent"))

    assert codes(tried(case, screen("p1", alone=False), **TRAINED)) == {"not-alone-without-reason"}
    done(case, screen("p1", alone=False, why="r"), **TRAINED)
    assert codes(tried(case, screen("p1"))) == {"screener-untrained"}
    assert codes(tried(case, screen("p3"), **TRAINED)) == {"screener-untrained"}
    done(case, screen("p3"), competencies=("child-interview",))
    done(case, screen("p3"), "psychosocial-specialist")


# ---------------------------------------------------------------------------------------- danger

LIVE = ("registered", "triaging", "information-pending", "identifying", "handover-offered")


@pytest.mark.parametrize("role", ["intake-officer", "duty-officer"])
@pytest.mark.parametrize("place", LIVE)
def test_danger_comes_before_everything(place, role):
    """Wherever intake stands, safety begins at once; without danger it does not."""
    outcome = tried(at(place, risk=Risk.IMMINENT), intake.ActForSafety("r"), role)

    assert state(outcome.expect().case) == "safety-action"
    assert effects(outcome) == ["notify-emergency-services"]
    assert codes(tried(at(place), intake.ActForSafety("r"), role)) == {"imminent-danger-absent"}


def test_a_factor_is_danger_enough():
    """Nobody has to assess a risk before acting."""
    case = done(at("registered"), record.AddFactor("imminent-danger", "r", BEFORE), "duty-officer")

    assert state(done(case, intake.ActForSafety("r"), "duty-officer")) == "safety-action"


def test_entry_is_asked_for_on_a_ground_the_law_knows():
    """The host hears of it; intake stays where it is."""
    case = at("safety-action")
    law = attrs.evolve(RULES.profile.law, urgent_entry_grounds=frozenset({"confinement"}))
    rules = RULES.with_profile(attrs.evolve(RULES.profile, law=law))

    outcome = tried(case, intake.RequestEntry("place-1", "confinement"), rules=rules)

    assert state(outcome.expect().case) == "safety-action"
    assert effects(outcome) == ["request-entry-and-rescue"]
    refused = tried(case, intake.RequestEntry("place-1", "cry-for-help"), rules=rules)
    assert codes(refused) == {"no-ground-for-entry"}


def test_safety_leads_back_to_triage():
    """Once it is secured."""
    assert state(done(at("safety-action"), intake.SafetySecured("r", "shelter"), "duty-officer")) == "triaging"


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("triaging", intake.Decline("malicious", "r")),
        ("triaging", intake.Merge("C2", True, True)),
        ("triaging", intake.OfferHandover("u-2", "r", "o-2")),
        ("handover-offered", intake.HandoverAccepted("r", BEFORE, "r")),
        ("triaging", intake.RequestInformation("r", "r")),
    ],
)
def test_nothing_leaves_intake_in_danger(place, command):
    """Neither declined nor merged, handed over or put off."""
    assert "imminent-danger" in codes(tried(at(place, risk=Risk.IMMINENT), command))


# ---------------------------------------------------------------------------------------- asking and identifying


@pytest.mark.parametrize("answer", [intake.InformationReceived("r"), intake.InformationNotObtained("r")])
def test_information_is_asked_for_and_comes_or_does_not(answer):
    """Either way triage goes on."""
    waiting = done(at("triaging"), intake.RequestInformation("r", "r"))

    assert (state(waiting), state(done(waiting, answer))) == ("information-pending", "triaging")


UNKNOWN = Party("p3", "person-not-yet-identified", kind="unidentified-person")
TIMES = tuple(intake.IdentificationAttempt(BEFORE - timedelta(days=day), "r", "r") for day in range(3))


def test_someone_unknown_is_identified():
    """The search is the host's to begin; the material must be verified."""
    outcome = tried(at("triaging", *PARTIES, UNKNOWN), intake.StartIdentifying("r", "r"))
    assert effects(outcome) == ["search-for-identity"]
    found = intake.PersonIdentified("p3", "r", material_verified=True)

    case = done(outcome.case, found)

    assert (state(case), case.party("p3").kind) == ("triaging", "natural-person")
    unverified = attrs.evolve(found, material_verified=False)
    assert codes(tried(outcome.case, unverified)) == {"identification-not-verified"}
    assert codes(tried(case, intake.StartIdentifying("r", "r"))) == {"identity-known"}


def test_nobody_is_searched_for_who_is_known():
    """Also where the record tells who it is."""
    case = at("triaging", *PARTIES, UNKNOWN)
    identified = done(case, record.IdentifyParty("p3", "r", "adult"))

    assert codes(tried(at("triaging"), intake.StartIdentifying("r", "r"))) == {"identity-known"}
    assert codes(tried(identified, intake.StartIdentifying("r", "r"))) == {"identity-known"}


@pytest.mark.parametrize(
    "attempts", [(), TIMES[:2], (TIMES[0],) * 3, (*TIMES[:2], intake.IdentificationAttempt(AFTER, "r", "r"))]
)
def test_the_search_ends_after_three_attempts_on_three_days(attempts):
    """Not before, and not with attempts still to come."""
    case = at("identifying", *PARTIES, UNKNOWN)

    assert codes(tried(case, intake.StopIdentifying("r", attempts))) == {"too-few-attempts"}
    assert state(done(case, intake.StopIdentifying("r", TIMES))) == "triaging"


# ---------------------------------------------------------------------------------------- routing

ROUTE = intake.Route(("mediation",), "o-2", "r")


def consented(case, *parties, kind="to-support"):
    for party in parties:
        case = done(case, record.RecordConsent(party, kind, "given", party, True, ("r",), "r"))
    return case


def wished(case):
    for party in case.parties:
        case = done(case, record.RecordWish(party.id, "r", True, "undecided"))
    return case


def ready(*parties, categories=("neighbour-dispute",), risk=Risk.LOW):
    """Return a case that lacks nothing for its route."""
    case = wished(at("triaging", *parties, categories=categories, risk=risk))
    for party in case.parties:
        case = done(case, screen(party.id), **TRAINED)
    return consented(case, *(party.id for party in case.parties if party.role in {"complainant", "victim"}))


def test_a_case_is_routed():
    """Its track and its closure open, and someone is responsible."""
    outcome = tried(ready(), ROUTE)

    states = {track.id: track.state for track in outcome.expect().case.tracks}
    assert states == {"record": "open", "intake": "routed", "mediation": "proposed", "closure": "open"}
    assert outcome.case.holders("case-officer") == ("o-2",)
    assert effects(outcome) == ["notify-case-officer"]


@pytest.mark.parametrize("route", [("closure",), ("escalation",), ("mediation", "escalation")])
def test_a_route_names_what_begins(route):
    """One track or several; where nothing more is to do, the closure alone."""
    case = done(ready(), attrs.evolve(ROUTE, route=route))

    assert {track.id for track in case.tracks} == {"record", "intake", "closure", *route}


@pytest.mark.parametrize("route", [(), ("record",), ("intake",), ("mediation", "intake")])
def test_a_route_leads_somewhere_else(route):
    """Neither nowhere nor back."""
    assert codes(tried(ready(), attrs.evolve(ROUTE, route=route))) == {"route-names-no-track"}


def test_a_route_names_workflows_in_force():
    """Anything else is an error."""
    with pytest.raises(WorkflowNotFoundError, match="patrol"):
        tried(ready(), attrs.evolve(ROUTE, route=("patrol",)))


def test_an_unready_case_says_everything_that_is_missing():
    """All of it at once."""
    case = at("triaging", Party("p1", "complainant"), categories=("other-uncategorised",))

    assert codes(tried(case, ROUTE)) == {
        "category-not-substantive",
        "risk-not-assessed",
        "age-not-reasoned",
        "person-not-screened",
        "wish-not-recorded",
        "route-not-mediable",
    }


def test_an_unknown_age_with_a_reason_does_not_stop_the_route():
    """Nor does the age of an organisation."""
    told = Party("p1", "complainant", age_unknown_reason="r")
    club = Party("p2", "disputing-party", kind="organisation")

    assert "age-not-reasoned" not in codes(tried(at("triaging", told, club), ROUTE))


@pytest.mark.parametrize("officer", ["o-5", "p1"])
def test_whoever_is_responsible_has_no_conflict(officer):
    """Neither recused nor a party."""
    case = done(ready(), record.Recuse("o-5", "r", "o-6"), "supervisor")

    assert codes(tried(case, attrs.evolve(ROUTE, case_officer=officer))) == {"officer-in-conflict"}


def test_what_may_not_be_mediated_is_not_routed_there():
    """The refusal names the category; another route is open."""
    case = ready(*VICTIM, categories=("domestic-violence",))

    refused = tried(case, ROUTE)

    assert codes(refused) == {"route-not-mediable"}
    assert refused.reasons[0]["category"] == "domestic-violence"
    assert state(done(case, attrs.evolve(ROUTE, route=("escalation",)))) == "routed"


def test_nobody_is_sent_to_mediation_after_violence_was_told():
    """A screen that found it bars that route, and so does imminent danger."""
    told = done(ready(), screen("p1", violence="found"), **TRAINED)

    assert codes(tried(told, ROUTE)) == {"route-unsafe-for-mediation"}
    assert codes(tried(ready(risk=Risk.IMMINENT), ROUTE)) == {"route-unsafe-for-mediation"}


@pytest.mark.parametrize(
    ("categories", "screened"),
    [
        (("neighbour-dispute",), False),
        (("marital-dispute",), True),
        (("domestic-violence",), True),
        (("sexual-harassment",), True),
        (("child-runaway",), True),
        (("elder-abuse",), True),
    ],
)
def test_family_child_and_sexual_matters_are_screened_first(categories, screened):
    """Each person for whom the case is, and each side of a dispute; nobody else."""
    case = wished(at("triaging", *VICTIM, categories=categories, risk=Risk.LOW))
    route = attrs.evolve(ROUTE, route=("closure",))

    missing = codes(tried(case, route))

    assert ("person-not-screened" in missing) is screened
    again = codes(tried(done(case, screen("v1"), **TRAINED), route))
    assert "person-not-screened" not in again


def test_someone_must_be_there_to_be_screened():
    """A witness alone does not make a family matter known."""
    case = at("triaging", Party("w1", "witness", age_band="adult"), categories=("marital-dispute",))

    assert "nobody-to-screen" in codes(tried(case, ROUTE))


@pytest.mark.parametrize(
    ("categories", "needed"),
    [(("neighbour-dispute",), True), (("disorder",), False), (("child-abuse",), False), (("elder-abuse",), True)],
)
def test_consent_or_a_duty_to_act_without_it(categories, needed):
    """A decision of whoever the case is for, unless there is no victim or there is a duty."""
    case = at("triaging", *VICTIM, categories=categories, risk=Risk.LOW)

    assert ("consent-not-recorded" in codes(tried(case, ROUTE))) is needed


def test_where_nobody_complains_both_sides_are_asked():
    """A dispute that a patrol saw."""
    sides = tuple(attrs.evolve(party, role="disputing-party") for party in PARTIES)
    case = wished(at("triaging", *sides, risk=Risk.LOW))

    outcome = tried(case, ROUTE)

    assert [reason["party"] for reason in outcome.reasons] == ["p1", "p2"]
    assert state(done(consented(case, "p1", "p2"), ROUTE)) == "routed"


CAUTIOUS = intake.RouteUncategorised(("escalation",), "o-2", "r", ("begging",))


def test_a_supervisor_routes_what_fits_no_category():
    """Under the cautious policy, marked, and with a proposal for the list."""
    case = ready(*VICTIM, categories=("other-uncategorised",))

    outcome = tried(case, CAUTIOUS)

    assert (state(outcome.expect().case), outcome.case.marks) == ("routed", ("routed-cautiously",))
    assert {track.id for track in outcome.case.tracks} == {"record", "intake", "escalation", "closure"}
    assert outcome.case.holders("case-officer") == ("o-2",)
    assert effects(outcome) == ["notify-case-officer", "propose-new-category"]
    assert tried(case, CAUTIOUS, "intake-officer").verdict is Verdict.NOT_AUTHORISED
    to_mediation = attrs.evolve(CAUTIOUS, route=("mediation",))
    assert codes(tried(case, to_mediation)) == {"route-not-mediable"}


def test_the_cautious_route_asks_for_all_the_rest_too():
    """Risk, ages, a private screen, consent, the area, somebody free, and a track to begin."""
    rules = areas("baghdad-2")
    unknown = Party("v2", "witness")
    case = at("received", *VICTIM, unknown, categories=("other-uncategorised",), rules=rules)
    case = done(case, attrs.evolve(REGISTER, locality="baghdad-1"), rules=rules)
    case = done(case, intake.BeginTriage("other-uncategorised", "r"), rules=rules)
    nowhere = attrs.evolve(CAUTIOUS, route=(), case_officer="v1")

    assert codes(tried(case, nowhere, rules=rules)) == {
        "risk-not-assessed",
        "age-not-reasoned",
        "person-not-screened",
        "consent-not-recorded",
        "outside-area-competence",
        "officer-in-conflict",
        "route-names-no-track",
    }
    told = done(ready(*VICTIM, categories=("other-uncategorised",)), screen("v1", violence="found"), **TRAINED)
    to_mediation = attrs.evolve(CAUTIOUS, route=("mediation",))
    assert codes(tried(told, to_mediation)) == {"route-not-mediable", "route-unsafe-for-mediation"}


def test_what_has_a_category_is_not_routed_as_if_it_had_none():
    """Nor without the cautious policy."""
    assert {"category-substantive", "policy-not-cautious"} <= codes(tried(ready(), CAUTIOUS))


# ---------------------------------------------------------------------------------------- handing over


def areas(*localities):
    law = attrs.evolve(RULES.profile.law, areas=frozenset(localities))
    return RULES.with_profile(attrs.evolve(RULES.profile, law=law))


def registered_at(locality, rules):
    registered = attrs.evolve(REGISTER, locality=locality, locality_unknown_reason="r")
    case = done(at("received", rules=rules), registered, rules=rules)
    return done(case, intake.BeginTriage("neighbour-dispute", "r"), rules=rules)


OFFER = intake.OfferHandover("u-2", "r", "o-4")


def test_a_case_from_elsewhere_is_offered_and_accepted():
    """Someone answers for it meanwhile; then its closure opens."""
    rules = areas("baghdad-2")
    offer = tried(registered_at("baghdad-1", rules), OFFER, rules=rules)
    assert effects(offer) == ["notify-target-unit"]
    offered = offer.case
    assert offered.holders("case-officer") == ("o-4",)

    outcome = tried(offered, intake.HandoverAccepted("r", BEFORE, "r"), rules=rules)

    case = outcome.expect().case
    assert (state(case), case.outcome, case.marks) == ("transferred", "transferred-to-unit", ("handover-accepted",))
    assert case.track("closure").state == "open"
    assert effects(outcome) == ["tell-applicant"]
    assert codes(tried(offered, intake.HandoverAccepted("r", AFTER, "r"))) == {"acceptance-not-yet"}


@pytest.mark.parametrize("back", [intake.HandoverRefused("r"), intake.WithdrawHandover("r")])
def test_an_offer_comes_back(back):
    """Refused by the other unit, or taken back when it does not answer."""
    assert state(done(at("handover-offered"), back, "supervisor")) == "triaging"


@pytest.mark.parametrize(
    ("locality", "within"), [("baghdad-1", ("baghdad-1",)), (None, ("baghdad-1",)), ("baghdad-1", ())]
)
def test_a_case_of_this_area_is_not_handed_over(locality, within):
    """Nor one whose place nobody knows, nor any where the force has no areas."""
    rules = areas(*within)

    outcome = tried(registered_at(locality, rules), OFFER, rules=rules)

    assert codes(outcome) == {"within-area-competence"}


def test_a_case_of_another_area_is_not_routed_here():
    """It is offered first."""
    rules = areas("baghdad-2")

    assert "outside-area-competence" in codes(tried(registered_at("baghdad-1", rules), ROUTE, rules=rules))


def test_whoever_answers_meanwhile_has_no_conflict():
    """Not a party."""
    rules = areas("baghdad-2")
    offer = attrs.evolve(OFFER, interim_duty_holder="p1")

    assert codes(tried(registered_at("baghdad-1", rules), offer, rules=rules)) == {"duty-holder-in-conflict"}


# ---------------------------------------------------------------------------------------- declining and merging


@pytest.mark.parametrize("place", ["registered", "triaging", "information-pending"])
def test_a_case_is_declined_where_nobody_is_at_risk(place):
    """The applicant is told where to turn, and the closure opens."""
    outcome = tried(at(place), intake.Decline("outside-competence", "r"))

    assert state(outcome.expect().case) == "declined"
    assert outcome.case.track("closure").state == "open"
    assert effects(outcome) == ["tell-applicant"]


@pytest.mark.parametrize("reason", ["no-offence", "intake-refused", "never-mediable"])
def test_a_case_is_declined_for_an_intake_reason(reason):
    """Reasons of other steps do not count."""
    assert codes(tried(at("triaging"), intake.Decline(reason, "r"))) == {"not-an-intake-reason"}


@pytest.mark.parametrize("result", ["found", "unclear"])
@pytest.mark.parametrize("name", SCREENS)
def test_nobody_is_sent_away_after_an_alarming_screen(name, result):
    """Whatever it found, and where it stayed unclear."""
    case = done(at("triaging"), screen("p1", **{name: result}), **TRAINED)

    assert codes(tried(case, intake.Decline("malicious", "r"))) == {"someone-at-risk"}


@pytest.mark.parametrize(("categories", "risk"), [(("neighbour-dispute",), Risk.HIGH), (("domestic-violence",), None)])
def test_nobody_at_risk_is_sent_away(categories, risk):
    """A high risk counts, and so does one that is presumed until somebody assesses it."""
    case = at("triaging", categories=categories, risk=risk)

    assert codes(tried(case, intake.Decline("malicious", "r"))) == {"someone-at-risk"}


def test_a_disclosure_in_an_earlier_intake_is_remembered():
    """The mark outlives the track's facts."""
    case = attrs.evolve(at("triaging"), marks=("violence-disclosed",))

    assert codes(tried(case, intake.Decline("malicious", "r"))) == {"someone-at-risk"}


@pytest.mark.parametrize("place", ["registered", "triaging"])
def test_a_duplicate_is_merged(place):
    """With its protection; the outcome says so and the closure opens."""
    outcome = tried(at(place), intake.Merge("C2", True, True))

    case = outcome.expect().case
    assert (state(case), case.outcome) == ("merged", "merged-duplicate")
    assert case.track("closure").state == "open"
    assert case.marks == ("merged-into-other-case",)
    assert effects(outcome) == ["carry-over-new-facts"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (intake.Merge("C2", False, True), "no-such-duplicate"),
        (intake.Merge("C1", True, True), "no-such-duplicate"),
        (intake.Merge("C2", True, False), "protection-not-carried-over"),
    ],
)
def test_only_a_duplicate_is_merged(command, code):
    """Another case, on the same parties and event, that takes the protection over."""
    assert codes(tried(at("triaging"), command)) == {code}


# ---------------------------------------------------------------------------------------- time, and coming back


@pytest.mark.parametrize(
    ("place", "risk", "limit"),
    [
        ("received", None, timedelta(hours=1)),
        ("registered", None, timedelta(hours=4)),
        ("triaging", Risk.IMMINENT, timedelta(hours=1)),
        ("triaging", Risk.HIGH, timedelta(hours=24)),
        ("triaging", Risk.MEDIUM, timedelta(hours=72)),
        ("triaging", Risk.LOW, timedelta(days=7)),
        ("safety-action", None, timedelta(hours=1)),
        ("information-pending", None, timedelta(days=7)),
        ("identifying", Risk.IMMINENT, timedelta(hours=24)),
        ("identifying", Risk.HIGH, timedelta(days=7)),
        ("handover-offered", None, timedelta(hours=24)),
    ],
)
def test_each_state_has_its_time(place, risk, limit):
    """By risk where the danger decides."""
    case = at(place, risk=risk)

    assert RULES.due_at(case, case.track("intake")) == AT + limit


def test_a_case_comes_back_to_triage():
    """What was found before stands; intake begins anew where it is entered."""
    case = done(ready(), ROUTE)
    case = done(case, record.AddFactor("weapon", "r", BEFORE))

    assert case.track("mediation").state == "barred"
    assert state(case) == "triaging"


def test_origin_confession_and_ethnicity_are_no_fields():
    """What is not known cannot decide anything."""
    known = {field.name for field in attrs.fields(Party)} | {
        field.name for spec in intake.INTAKE.commands for field in spec.fields
    }

    assert known.isdisjoint({"origin", "confession", "religion", "ethnicity", "nationality", "tribe"})
