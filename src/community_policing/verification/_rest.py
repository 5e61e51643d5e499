"""Whether the rules of falling come to rest."""

from __future__ import annotations

from community_policing.verification._proof import Search
from community_policing.verification._prover import Prover
from community_policing.verification._report import Finding
from community_policing.verification._suspicion import Suspicion
from community_policing.workflows import Workflow


def restless(prover: Prover) -> Finding | None:
    """Return a case on which rules fall in a circle, so that no command is ever answered, if there is one."""
    workflow = prover.workflow
    turning = {state.name for state in workflow.states if _may_return(workflow, state.name)}
    if not turning:
        return None

    def at(search: Search, node: int) -> Suspicion | None:
        return search.turns(node) if search.graph.nodes[node].state in turning else None

    story = prover.sought(lambda search: search.first(at), at, lambda story: story.is_restless(prover.rules)).story
    if story is None:
        return None
    subject = story.scenes[-1].state
    return Finding("rules-do-not-settle", workflow.name, subject, "rules fall in a circle and never rest", "", story)


def _may_return(workflow: Workflow, state: str) -> bool:
    """Return whether rules of falling lead from *state* back to it, whatever they rest on."""
    queue, seen = [state], set[str]()
    while queue:
        for fall, _ in workflow.falls.get(queue.pop(), ()):
            if fall.dest not in seen:
                seen.add(fall.dest)
                queue.append(fall.dest)
    return state in seen
