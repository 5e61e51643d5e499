"""The people that a command brings to a case are checked as they come."""

import pytest
from tests.unit.workflows.village import NOW, OFFICER, AddParty, GoOn, opened, rulebook

from community_policing.cases import Party
from community_policing.errors import UnreadableCaseError
from community_policing.workflows import AddsParties, State, Workflow, command

A, C = State("a", initial=True), State("c", final=True)


@command("walk.meet")
class Meet:
    """Meet some people on the way, and perhaps a guide."""

    people: tuple[Party, ...] = ()
    guide: Party | None = None


RULES = rulebook(
    Workflow(
        "walk",
        (
            A.stay(on=Meet, by=("intake-officer",), then=(AddsParties("people"),)),
            A.to(C, on=GoOn, by=("intake-officer",)),
        ),
    )
)


def met(command):
    return RULES.apply(opened(RULES), command, by=OFFICER, at=NOW)


def test_a_person_who_comes_may_be_related_to_one_who_is_there():
    """Who was there and who comes at the same time are both known."""
    people = (Party("p3", "witness", related_to="p1"), Party("p4", "witness", related_to="p3"))

    assert [party.id for party in met(Meet(people)).parties] == ["p1", "p2", "p3", "p4"]


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (Meet((Party("p3", "witness"), Party("p3", "victim"))), "walk.meet.people[1].id"),
        (Meet((Party("p3", "mediator"),)), "walk.meet.people[0].role"),
        (Meet((), Party("p3", "witness", related_to="p9")), "walk.meet.guide.related_to"),
        (AddParty(Party("p3", "supervisor")), "record.add-party.person.role"),
    ],
)
def test_people_who_cannot_be_are_told_by_their_place(command, path):
    """A double id, a role that is no party's, and a relative who is not there are told by path."""
    with pytest.raises(UnreadableCaseError) as caught:
        met(command)

    assert caught.value.path == path


def test_nobody_need_come():
    """An optional person who was not named is not looked for."""
    assert met(Meet()).seq == 3
