"""A case told as a file: read it, walk it under the rules, and tell what happened. Nothing here prints."""

from __future__ import annotations

from community_policing._walk._file import CaseFile, Opening, Step, read_case_file
from community_policing._walk._lines import Line, page, terminal
from community_policing._walk._story import Story, Told, walk
from community_policing._walk._telling import tell, tell_options
from community_policing._walk._workflow import workflow_diagram, workflow_table

__all__ = [
    "CaseFile",
    "Line",
    "Opening",
    "Step",
    "Story",
    "Told",
    "page",
    "read_case_file",
    "tell",
    "tell_options",
    "terminal",
    "walk",
    "workflow_diagram",
    "workflow_table",
]
