"""
Proof: every way a workflow can go, and the shortest story where it breaks what it promises.

``verify(workflow)`` explores every state of a track on every path of its guards, checks that it is sound, and proves
its safeguards or tells the shortest case that breaks one. ``compare`` tells two versions apart, ``mutate`` scores the
safeguards, ``paths`` tells short stories that take every transition, ``matrix`` is the table of what is allowed where.
"""

from community_policing.verification._compare import DIFFERENCES, Comparison, Difference, compare
from community_policing.verification._matrix import Cell, Matrix, matrix
from community_policing.verification._mutants import KILLERS, Mutant, MutationReport, mutate
from community_policing.verification._mutations import MUTATIONS
from community_policing.verification._paths import Path, paths
from community_policing.verification._report import FAULTS, NOTES, UNDECIDED, Finding, Report, Undecided
from community_policing.verification._stories import Head, Scene, Standing, Story, Telling
from community_policing.verification._verify import ADULTS, CASTS, CHILD, UNKNOWN, Cast, verify

__all__ = [
    "ADULTS",
    "CASTS",
    "CHILD",
    "DIFFERENCES",
    "FAULTS",
    "KILLERS",
    "MUTATIONS",
    "NOTES",
    "UNDECIDED",
    "UNKNOWN",
    "Cast",
    "Cell",
    "Comparison",
    "Difference",
    "Finding",
    "Head",
    "Matrix",
    "Mutant",
    "MutationReport",
    "Path",
    "Report",
    "Scene",
    "Standing",
    "Story",
    "Telling",
    "Undecided",
    "compare",
    "matrix",
    "mutate",
    "paths",
    "verify",
]
