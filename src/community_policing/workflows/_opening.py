"""The first command of every case: it is opened here, or taken over from another system."""

from __future__ import annotations

from community_policing.cases import Category, Party, Ref
from community_policing.workflows._command import command


@command("record.open-case")
class OpenCase:
    """Open a case on one or more matters and the people they concern."""

    categories: tuple[Category, ...]
    parties: tuple[Party, ...] = ()


@command("record.adopt-case")
class AdoptCase:
    """Take over a case that began in another system, with what is known of it and no invented past."""

    categories: tuple[Category, ...]
    parties: tuple[Party, ...] = ()
    source: Ref | None = None
