"""
Proof: every way a workflow can go, and the shortest story where it breaks what it promises.

``verify(workflow)`` explores every state of a track on every path of its guards, checks that it is sound, and proves
its safeguards or tells the shortest case that breaks one.
"""

from community_policing.verification._report import FAULTS, NOTES, Finding, Report, Undecided
from community_policing.verification._stories import Head, Scene, Standing, Story, Telling
from community_policing.verification._verify import ADULTS, CASTS, CHILD, UNKNOWN, Cast, verify

__all__ = [
    "ADULTS",
    "CASTS",
    "CHILD",
    "FAULTS",
    "NOTES",
    "UNKNOWN",
    "Cast",
    "Finding",
    "Head",
    "Report",
    "Scene",
    "Standing",
    "Story",
    "Telling",
    "Undecided",
    "verify",
]
