"""What tests of workflows are made of: for the library's own, and for yours."""

from community_policing.testing._contract_check import check_event_store
from community_policing.testing._contract_labels import check_labels
from community_policing.testing._contract_port import EventStore, PendingEffect
from community_policing.testing._contract_schemes import check_scheme
from community_policing.testing._contract_store import EventStoreContract
from community_policing.testing._coverage import Aspect, Coverage, Point
from community_policing.testing._coverage_collector import Collector
from community_policing.testing._coverage_plan import coverage_of
from community_policing.testing._coverage_text import coverage_text
from community_policing.testing._definitions import workflows
from community_policing.testing._histories import History, histories
from community_policing.testing._laws import Law
from community_policing.testing._lifecycle import lifecycle_machine
from community_policing.testing._page import coverage_page
from community_policing.testing._shorten import shorten
from community_policing.testing._story import Move, Story, tell
from community_policing.testing._strategies import (
    actors,
    cases,
    commands,
    concepts,
    instants,
    parties,
    register,
    stories,
)
from community_policing.testing._surroundings import rulebook_around
from community_policing.testing._system import Difference, System, check_system, differences
from community_policing.testing._workflow_tests import WorkflowTests, workflow_tests

__all__ = [
    "Aspect",
    "Collector",
    "Coverage",
    "Difference",
    "EventStore",
    "EventStoreContract",
    "History",
    "Law",
    "Move",
    "PendingEffect",
    "Point",
    "Story",
    "System",
    "WorkflowTests",
    "actors",
    "cases",
    "check_event_store",
    "check_labels",
    "check_scheme",
    "check_system",
    "commands",
    "concepts",
    "coverage_of",
    "coverage_page",
    "coverage_text",
    "differences",
    "histories",
    "instants",
    "lifecycle_machine",
    "parties",
    "register",
    "rulebook_around",
    "shorten",
    "stories",
    "tell",
    "workflow_tests",
    "workflows",
]
