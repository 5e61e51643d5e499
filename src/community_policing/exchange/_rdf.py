"""All that this library knows of rdflib, which is loaded when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from community_policing.errors import UnreadableDocumentError
from community_policing.exchange._names import DEFAULT_BASE
from community_policing.exchange._triples import PREFIXES, Iri, Node, Triple, Words

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as RdfNode


def written_turtle(triples: Iterable[Triple]) -> str:
    """Return *triples* as Turtle, always in the same order."""
    return _graph(triples).serialize(format="turtle")


def written_json_ld(triples: Iterable[Triple]) -> str:
    """Return *triples* as JSON-LD with a context of its own, always in the same order."""
    text = _graph(triples).serialize(format="json-ld", context=dict(PREFIXES))
    document = _sorted(json.loads(text))
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def parsed_turtle(text: str) -> tuple[Triple, ...]:
    """
    Return the statements of the Turtle *text* in a fixed order, without those about things that have no URI.

    Raises:
        UnreadableDocumentError: It is not Turtle; the error has the line.
    """
    _load()
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=text, format="turtle", publicID=DEFAULT_BASE)
    except BadSyntax as error:
        line, why = error.lines + 1, str(error._why)  # noqa: SLF001  rdflib tells of it in one long sentence only
        raise UnreadableDocumentError(f"line {line}", f"is not Turtle: {why}") from error
    except Exception as error:
        raise UnreadableDocumentError("document", f"is not Turtle: {error}") from error
    return tuple(sorted(_plain(graph), key=repr))


def _load() -> None:
    """Make sure that rdflib is there, or say how to get it."""
    try:
        import rdflib  # noqa: F401  only whether it is there
    except ImportError as error:
        message = "SKOS needs rdflib; install community-policing[skos]"
        raise ModuleNotFoundError(message, name="rdflib") from error


def _graph(triples: Iterable[Triple]) -> Graph:
    """Return *triples* as a graph of rdflib."""
    _load()
    from rdflib import Graph, URIRef

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, predicate, node in triples:
        graph.add((URIRef(subject), URIRef(predicate), _rdf_node(node)))
    return graph


def _rdf_node(node: Node) -> RdfNode:
    """Return *node* as rdflib has it."""
    from rdflib import Literal, URIRef

    if isinstance(node, Iri):
        return URIRef(node.uri)
    if isinstance(node, Words):
        return Literal(node.text, lang=node.language or None)
    return Literal(node)


def _plain(graph: Graph) -> Iterator[Triple]:
    """Yield the statements of *graph* between things that have a URI, and about them."""
    from rdflib import Literal, URIRef

    for subject, predicate, node in graph:
        if not isinstance(subject, URIRef):
            continue
        if isinstance(node, URIRef):
            yield str(subject), str(predicate), Iri(str(node))
        elif isinstance(node, Literal):
            plain = node.toPython()
            value = plain if isinstance(plain, bool) else Words(str(node), node.language or "")
            yield str(subject), str(predicate), value


def _sorted(value: Any) -> Any:  # noqa: ANN401  JSON may be anything
    """Return *value* with every list in a fixed order; none of ours has an order of its own."""
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value
