"""What a step changes in the case, as values that say it."""

from types import SimpleNamespace

import attrs
import pytest

from community_policing.cases import (
    Actor,
    Assigned,
    Assignment,
    Case,
    CaseFactor,
    CategoriesSet,
    ConfidentialitySet,
    FactorAdded,
    FactorWithdrawn,
    Marked,
    OutcomeRecorded,
    PartiesMerged,
    Party,
    PartyAdded,
    PartyChanged,
    PartyLeft,
    RiskAssessed,
    TeamJoined,
    Unmarked,
)
from community_policing.taxonomy import Confidentiality, Risk
from community_policing.workflows import (
    AddsCategory,
    AddsFactor,
    AddsFactorsFound,
    AddsParties,
    AssessesRisk,
    AssignsRole,
    DropsCategories,
    JoinsTeam,
    Marks,
    MergesParties,
    PartiesLeave,
    RaisesConfidentiality,
    Reassigns,
    RecordsOutcome,
    SetsCategories,
    SetsConfidentiality,
    Unmarks,
    UpdatesParty,
    WithdrawsFactor,
)

P1, P2, P3 = Party("p1", "victim"), Party("p2", "witness"), Party("p3", "witness")
CASE = Case(
    "c-1",
    1,
    None,
    categories=("threat", "other-uncategorised"),
    parties=(P1, P2),
    confidentiality=Confidentiality.RESTRICTED,
    assignments=(
        Assignment("mediator", "m-1"),
        Assignment("case-officer", "o-1"),
        Assignment("mediator", "m-2"),
        Assignment("co-mediator", "m-1"),
    ),
    marks=("walked",),
)


def changes(consequence, **fields):
    attempt = SimpleNamespace(case=CASE, actor=Actor("o-7"), command=SimpleNamespace(**fields))
    return list(consequence.changes(attempt))


@pytest.mark.parametrize(
    ("consequence", "fields", "expected"),
    [
        (SetsCategories("new"), {"new": ("a", "b", "a")}, [CategoriesSet(("a", "b"))]),
        (SetsCategories("new", "first"), {"new": ("a", "b"), "first": "b"}, [CategoriesSet(("b", "a"))]),
        (SetsCategories("new", "first"), {"new": ("a",), "first": "c"}, [CategoriesSet(("c", "a"))]),
        (AddsCategory("new"), {"new": "theft"}, [CategoriesSet(("threat", "theft"))]),
        (AddsCategory("new"), {"new": "threat"}, []),
        (AddsCategory("new"), {"new": "other-uncategorised"}, []),
        (DropsCategories("gone"), {"gone": ("other-uncategorised", "x")}, [CategoriesSet(("threat",))]),
        (AddsParties("who"), {"who": P3}, [PartyAdded(P3)]),
        (AddsParties("who"), {"who": (P3, P1)}, [PartyAdded(P3), PartyAdded(P1)]),
        (AddsParties("who"), {"who": ()}, []),
        (
            UpdatesParty("who", {"age_band": "age", "sex": "sex"}, {"kind": "natural-person"}),
            {"who": "p1", "age": "adult", "sex": None},
            [PartyChanged(attrs.evolve(P1, age_band="adult"))],
        ),
        (UpdatesParty("who"), {"who": "p9"}, []),
        (MergesParties("keep", "gone"), {"keep": "p1", "gone": "p2"}, [PartiesMerged("p1", "p2")]),
        (PartiesLeave("gone"), {"gone": ("p1", "p2")}, [PartyLeft("p1"), PartyLeft("p2")]),
        (AddsFactor("weapon"), {}, [FactorAdded(CaseFactor("weapon", None, "o-7"))]),
        (
            AddsFactor(field="what", party="who"),
            {"what": "x", "who": "p1"},
            [FactorAdded(CaseFactor("x", "p1", "o-7"))],
        ),
        (
            AddsFactor(field="what"),
            {"what": ("x", "y")},
            [FactorAdded(CaseFactor("x", None, "o-7")), FactorAdded(CaseFactor("y", None, "o-7"))],
        ),
        (
            AddsFactorsFound({"arms": "weapon", "hurt": "injury"}),
            {"arms": "found", "hurt": "not-asked", "party": "p1"},
            [FactorAdded(CaseFactor("weapon", "p1", "o-7"))],
        ),
        (WithdrawsFactor("what", "who"), {"what": "x", "who": None}, [FactorWithdrawn("x", None)]),
        (AssessesRisk("risk"), {"risk": Risk.HIGH}, [RiskAssessed(Risk.HIGH)]),
        (SetsConfidentiality("to"), {"to": Confidentiality.STANDARD}, [ConfidentialitySet(Confidentiality.STANDARD)]),
        (RaisesConfidentiality(Confidentiality.STRICT), {}, [ConfidentialitySet(Confidentiality.STRICT)]),
        (RaisesConfidentiality(Confidentiality.RESTRICTED), {}, []),
        (RaisesConfidentiality(Confidentiality.STANDARD), {}, []),
        (JoinsTeam("role", "who"), {"role": "mediator", "who": "m-3"}, [TeamJoined(Assignment("mediator", "m-3"))]),
        (AssignsRole("role", "who"), {"role": "mediator", "who": "m-3"}, [Assigned("mediator", ("m-3",))]),
        (RecordsOutcome("settled"), {}, [OutcomeRecorded("settled")]),
        (RecordsOutcome(), {}, [OutcomeRecorded(None)]),
        (RecordsOutcome(field="what"), {"what": "withdrawn"}, [OutcomeRecorded("withdrawn")]),
        (Marks("new"), {}, [Marked("new")]),
        (Marks("walked"), {}, []),
        (Marks("new", "yes"), {"yes": False}, []),
        (Marks("new", "yes"), {"yes": True}, [Marked("new")]),
        (Unmarks("walked"), {}, [Unmarked("walked")]),
        (Unmarks("new"), {}, []),
        (Unmarks("walked", "yes"), {"yes": True}, []),
        (Unmarks("walked", "yes"), {"yes": False}, [Unmarked("walked")]),
        (
            Reassigns("gone", "come"),
            {"gone": "m-1", "come": "m-2"},
            [Assigned("mediator", ("m-2",)), Assigned("co-mediator", ("m-2",))],
        ),
        (
            Reassigns("gone", "come"),
            {"gone": "m-2", "come": "m-9"},
            [Assigned("mediator", ("m-1", "m-9"))],
        ),
        (Reassigns("gone", "come"), {"gone": "m-8", "come": "m-9"}, []),
    ],
    ids=lambda value: type(value).__name__ if attrs.has(type(value)) else "",
)
def test_a_consequence_yields_its_changes(consequence, fields, expected):
    """Each consequence says what changes, and says nothing where nothing does."""
    assert changes(consequence, **fields) == expected


def test_what_a_consequence_reads_is_frozen():
    """A mapping given to a consequence is kept as pairs."""
    sets = {"age_band": "age"}
    updates = UpdatesParty("who", sets)

    sets.clear()

    assert updates == UpdatesParty("who", (("age_band", "age"),))
    assert hash(updates) == hash(UpdatesParty("who", (("age_band", "age"),)))
