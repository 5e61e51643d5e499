"""A workflow as a picture or a table: Mermaid, Graphviz, and plain rows."""

from community_policing.workflows.diagrams._dot import to_dot
from community_policing.workflows.diagrams._mermaid import to_mermaid
from community_policing.workflows.diagrams._table import Row, to_table

__all__ = ["Row", "to_dot", "to_mermaid", "to_table"]
