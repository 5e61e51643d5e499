"""The plainest rulebook that a workflow can run in: a record that opens it, and the standard vocabulary."""

from __future__ import annotations

from community_policing.taxonomy import Risk, standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    AddsFactor,
    AddsParties,
    AdoptCase,
    AssessesRisk,
    Factor,
    OpenCase,
    PartyId,
    Rulebook,
    SetsCategories,
    State,
    Workflow,
    WorkflowId,
    by_field,
    command,
)

OFFICER = "intake-officer"


@command("record.call-for")
class CallFor:
    """Begin a workflow for one party."""

    party: PartyId
    workflow: WorkflowId


@command("record.note-factor")
class NoteFactor:
    """Note an aggravating factor."""

    factor: Factor


@command("record.note-risk")
class NoteRisk:
    """Note the assessed risk."""

    risk: Risk


@command("record.put-away")
class PutAway:
    """Close the case for ever."""


_unopened, _open = State("unopened", initial=True), State("open")
_away = State("away", final=True)


def rulebook_around(*workflows: Workflow) -> Rulebook:
    """
    Return a rulebook of *workflows* and the plainest record there can be, over the standard vocabulary.

    A new case opens every workflow that runs once per case; the others begin with the record's own command
    ``record.call-for``. The record also takes a factor and a risk, so that guards have something to read, and can be
    put away. One of *workflows* may be a record itself; then nothing is added.

    Args:
        workflows: Those to try; what they open must be among them.

    Raises:
        InvalidRulebookError: They do not fit together.

    .. versionadded:: 26.1
    """
    present = any(one.name == "record" for one in workflows)
    every = workflows if present else (_record(workflows), *workflows)
    return Rulebook(standard_schemes(), every, standard_profile("international-default"), standard_rules())


def _record(workflows: tuple[Workflow, ...]) -> Workflow:
    """Return a record that opens *workflows*."""
    begins = (SetsCategories("categories"), AddsParties("parties"))
    once = tuple(one.name for one in workflows if one.per is None)
    return Workflow(
        "record",
        frames=True,
        transitions=(
            _unopened.to(_open, on=OpenCase, by=(OFFICER,), opens=once, then=begins),
            _unopened.to(_open, on=AdoptCase, by=(OFFICER,), then=begins),
            _open.stay(on=CallFor, by=(OFFICER,), opens=(by_field("workflow"),)),
            _open.stay(on=NoteFactor, by=(OFFICER,), then=(AddsFactor(field="factor"),)),
            _open.stay(on=NoteRisk, by=(OFFICER,), then=(AssessesRisk("risk"),)),
            _open.to(_away, on=PutAway, by=(OFFICER,)),
        ),
    )
