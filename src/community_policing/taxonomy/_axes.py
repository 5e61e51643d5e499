"""
The ordered axes of a policy: from the mildest member to the strictest.

Each value is the slug that the data files use. Members are written mildest first, and their order *is* the rule:
``max`` of two policies' values is the value that holds for both. The orders are those of
``several_categories.order`` in the taxonomy, second edition.
"""

from __future__ import annotations

from enum import Enum
from typing import Self


class _Axis(Enum):
    """An enum whose members compare by the place at which they are written."""

    rank: int

    def __new__(cls, slug: str) -> Self:
        """Return a member that knows its place, so that comparing is one comparison of integers."""
        member = object.__new__(cls)
        member._value_ = slug
        member.rank = len(cls.__members__)
        return member

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, type(self)) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self.rank <= other.rank if isinstance(other, type(self)) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.rank > other.rank if isinstance(other, type(self)) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self.rank >= other.rank if isinstance(other, type(self)) else NotImplemented


class Risk(_Axis):
    """How great the danger is, by the levels of the scheme ``risk-levels``."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    IMMINENT = "imminent"


class Confidentiality(_Axis):
    """Who may read the file, by the levels of the scheme ``confidentiality``."""

    STANDARD = "standard"
    RESTRICTED = "restricted"
    STRICT = "strict"
    SEALED = "sealed"


class Mediable(_Axis):
    """
    Whether the police may mediate.

    ``NOT_APPLICABLE`` says that there is nothing to mediate: it gives way to every other answer, and bars when it
    stands alone.
    """

    NOT_APPLICABLE = "not-applicable"
    YES = "yes"
    WITH_SAFEGUARDS = "with-safeguards"
    NEVER = "never"

    bars: bool
    """Whether no mediation may begin or go on."""


for _answer in Mediable:
    _answer.bars = _answer in {Mediable.NOT_APPLICABLE, Mediable.NEVER}  # a plain attribute: every decision reads it


class FormalReport(_Axis):
    """When the criminal route opens: never by the category alone, on a report factor, or always."""

    NEVER_REQUIRED = "never-required"
    IF_AGGRAVATING = "if-aggravating"
    MANDATORY = "mandatory"


class Notice(_Axis):
    """What is owed at intake. A protection notice accuses no one and never replaces a criminal report."""

    NONE = "none"
    PROTECTION_NOTICE = "protection-notice"
    CRIMINAL_REPORT = "criminal-report"


class ConsentRule(_Axis):
    """
    Whose will decides about formal action and support.

    A precedence rather than a scale: of two rules the later one is followed, so a duty to report outweighs an adult
    victim's choice, and a child's hearing outweighs the consent of the parties.
    """

    NO_VICTIM = "no-victim"
    PARTIES = "parties"
    PERSON = "person"
    COMPLAINANT = "complainant"
    COMPLAINT_ONLY = "complaint-only"
    GUARDIAN_AND_CHILD = "guardian-and-child"
    CHILD_AND_REPRESENTATIVE = "child-and-representative"
    VICTIM_CHOICE = "victim-choice"
    DUTY_TO_REPORT = "duty-to-report"
