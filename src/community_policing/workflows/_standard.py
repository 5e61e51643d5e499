"""The rulebook that comes with the library."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from community_policing.taxonomy import standard_profile, standard_rules, standard_schemes
from community_policing.workflows._guard import AnyGuard
from community_policing.workflows._rulebook import Rulebook
from community_policing.workflows._workflow import Workflow

BUILTIN = ("record", "intake", "mediation", "escalation", "closure")
"""The names of the builtin workflows."""


@cache
def standard_rulebook(profile: str = "international-default") -> Rulebook:
    """
    Return the rulebook with every scheme and every builtin workflow, under *profile*.

    It is built once per process and profile, and is immutable; change it with ``with_workflow``, ``with_profile`` and
    ``with_scheme``, each of which returns a new one.

    Raises:
        ProfileNotFoundError: The library has no profile of this name.
    """
    return Rulebook(standard_schemes(), builtin_workflows(), standard_profile(profile), standard_rules(), _standing())


@cache
def builtin_workflows() -> tuple[Workflow, ...]:
    """Return every builtin workflow, in its newest version; who brings his own workflows loads none of them."""
    return tuple(
        getattr(import_module(f"community_policing.workflows.builtin.{name}"), name.upper()) for name in BUILTIN
    )


def _standing() -> tuple[AnyGuard, ...]:
    """Return the guards that every step of a workflow asks that does not frame the case."""
    return (import_module("community_policing.workflows.builtin._case_guards").case_is_open,)
