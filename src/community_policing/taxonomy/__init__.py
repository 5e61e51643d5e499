"""
What cases are about: concepts, their schemes, and the policies that follow from them.

Reading starts with `load_scheme` or `standard_schemes`; importing this package reads no file.
"""

from __future__ import annotations

from community_policing.taxonomy._axes import Confidentiality, ConsentRule, FormalReport, Mediable, Notice, Risk
from community_policing.taxonomy._concept import MATCHES, CaseCategory, CategoryPolicy, Concept, Mapping, Text, Texts
from community_policing.taxonomy._effective import case_category, effective_policy
from community_policing.taxonomy._frozen_map import FrozenMap
from community_policing.taxonomy._outline import Branch
from community_policing.taxonomy._policy import Policy
from community_policing.taxonomy._policy_reader import read_profile, read_rules
from community_policing.taxonomy._profile import (
    Law,
    Note,
    Override,
    PolicyDepartureWarning,
    Profile,
    checked_profile,
    profile_problems,
)
from community_policing.taxonomy._reader import read_extension, read_scheme
from community_policing.taxonomy._references import reference_problems
from community_policing.taxonomy._rules import PolicyRules, PublicityException, SpecialistMeeting, UnknownAge
from community_policing.taxonomy._scheme import ConceptScheme
from community_policing.taxonomy._search import Hit
from community_policing.taxonomy._standard import (
    load_scheme,
    profile_ids,
    scheme_ids,
    standard_profile,
    standard_rules,
    standard_schemes,
)
from community_policing.taxonomy._statistics import Suppressed, Tally, by_mapping, rolled_up, suppressed

__all__ = [
    "MATCHES",
    "Branch",
    "CaseCategory",
    "CategoryPolicy",
    "Concept",
    "ConceptScheme",
    "Confidentiality",
    "ConsentRule",
    "FormalReport",
    "FrozenMap",
    "Hit",
    "Law",
    "Mapping",
    "Mediable",
    "Note",
    "Notice",
    "Override",
    "Policy",
    "PolicyDepartureWarning",
    "PolicyRules",
    "Profile",
    "PublicityException",
    "Risk",
    "SpecialistMeeting",
    "Suppressed",
    "Tally",
    "Text",
    "Texts",
    "UnknownAge",
    "by_mapping",
    "case_category",
    "checked_profile",
    "effective_policy",
    "load_scheme",
    "profile_ids",
    "profile_problems",
    "read_extension",
    "read_profile",
    "read_rules",
    "read_scheme",
    "reference_problems",
    "rolled_up",
    "scheme_ids",
    "standard_profile",
    "standard_rules",
    "standard_schemes",
    "suppressed",
]
