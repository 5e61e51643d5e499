"""
What a decision costs, as ratios to a floor and to a bare state machine measured beside it in the same run.

Run it with ``python benchmarks/decide.py``. Single times mean little on a shared machine; the ratios are the result.

The floor is what any such library must do: look up a transition, call one guard, make a frozen event and a frozen
case. The peer is one shared ``transitions.Machine`` that steps a throw-away model and does nothing else: no roles, no
reasons, no event, no new head, no rules of falling.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from timeit import Timer

from transitions import Machine

from community_policing.cases import Actor, Case, Event, Party, What
from community_policing.taxonomy import standard_profile, standard_rules, standard_schemes
from community_policing.workflows import (
    ActorId,
    AddsParties,
    Attempt,
    OpenCase,
    Ref,
    Rulebook,
    SetsCategories,
    Situation,
    State,
    Workflow,
    command,
    every_live_state,
    guard,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("o-1", ("intake-officer",))
ROUNDS = 200


@guard("mediation-barred", otherwise="mediation-allowed")
def policy_allows(s: Situation) -> bool:
    """The effective policy allows mediation."""
    return not s.policy.mediable.bars


@guard("mediator-is-the-actor")
def mediator_is_another(a: Attempt) -> bool:
    """The mediator is somebody else than the actor."""
    return a.command.mediator != a.actor.id


@command("record.note")
class Note:
    """Note something."""

    note: Ref


def bench_workflow(name: str) -> tuple[Workflow, type]:
    """Return a workflow with a guarded step, a rule of falling and the command that it takes."""
    proposed, screening, barred = State("proposed", initial=True), State("screening"), State("barred", final=True)

    @command(f"{name}.start-screening")
    class StartScreening:
        mediator: ActorId

    workflow = Workflow(
        name,
        transitions=(
            proposed.to(
                screening,
                on=StartScreening,
                by=("intake-officer",),
                when=(policy_allows,),
                given=(mediator_is_another,),
            ),
            screening.stay(
                on=StartScreening,
                by=("intake-officer",),
                when=(policy_allows,),
                given=(mediator_is_another,),
            ),
            every_live_state().falls_to(barred, once=(~policy_allows,)),
        ),
    )
    return workflow, StartScreening


def record() -> Workflow:
    """Return a small record."""
    unopened, open_, resting = State("unopened", initial=True), State("open"), State("resting", resting=True)

    @command("record.rest")
    class Rest:
        pass

    return Workflow(
        "record",
        frames=True,
        transitions=(
            unopened.to(
                open_,
                on=OpenCase,
                by=("intake-officer",),
                then=(SetsCategories("categories"), AddsParties("parties")),
                opens=("first", "second", "third"),
            ),
            open_.stay(on=Note, by=("intake-officer",)),
            open_.to(resting, on=Rest, by=("intake-officer",)),
        ),
    )


def floor(case: Case) -> Callable[[], Case]:
    """Return the least that a decision must do."""
    table = {("proposed", "start"): (lambda c: len(c.parties) == 2, "screening")}

    def decide() -> Case:
        guard_, dest = table["proposed", "start"]
        if not guard_(case):
            raise AssertionError
        Event(case.id, 9, "first", What.COMMAND, "first", 1, "proposed", dest, OFFICER, AT, "profile")
        return Case(
            case.id,
            9,
            AT,
            case.categories,
            case.parties,
            case.factors,
            case.risk,
            case.confidentiality,
            case.assignments,
            case.outcome,
            case.marks,
            case.tracks,
        )

    return decide


class Model:
    """A throw-away model."""

    state = "proposed"


def bare_machine(case: Case) -> Callable[[], None]:
    """Return one step of a shared machine with the same two guards and nothing else."""
    machine = Machine(model=None, states=["proposed", "screening"], initial=None, auto_transitions=False)
    machine.add_transition(
        "start", "proposed", "screening", conditions=[lambda: len(case.parties) == 2, lambda: bool(case.categories)]
    )

    def step() -> None:
        machine.events["start"].trigger(Model())

    return step


def measure(**work: Callable[[], object]) -> dict[str, float]:
    """
    Return the time of each piece of work in µs: the least of many short rounds.

    The pieces are taken in turn, so that what else the machine does hits all alike; the least round is the one that
    was disturbed least.
    """
    number = 200
    timers = {name: Timer(one) for name, one in work.items()}
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            times[name].append(timer.timeit(number) / number * 1e6)
    return {name: min(found) for name, found in times.items()}


def main() -> None:
    """Print the ratios."""
    made = [bench_workflow(name) for name in ("first", "second", "third")]
    start = made[0][1]
    rules = Rulebook(standard_schemes(), (record(), *(one for one, _ in made)), standard_profile(), standard_rules())
    parties = (Party("p1", "complainant", age_band="adult"), Party("p2", "disputing-party", age_band="adult"))
    case = rules.open_case("C", categories=("neighbour-dispute",), parties=parties, by=OFFICER, at=AT).expect().case
    ageing, aged = case, {}
    for number in range(1, 10_001):
        ageing = rules.apply(ageing, Note(f"n:{number}"), by=OFFICER, at=AT + timedelta(seconds=number))
        if number in {10, 10_000}:
            aged[number] = ageing
    order = start("m-1")
    late = AT + timedelta(days=1)
    times = measure(
        floor=floor(case),
        machine=bare_machine(case),
        decide=lambda: rules.decide(case, order, by=OFFICER, at=AT),
        after_10=lambda: rules.decide(aged[10], order, by=OFFICER, at=late),
        after_10000=lambda: rules.decide(aged[10_000], order, by=OFFICER, at=late),
        refused=lambda: rules.decide(case, start("o-1"), by=OFFICER, at=AT),
        options=lambda: rules.options(case, by=OFFICER, at=AT),
    )
    for name, time in times.items():
        print(f"{name:12} {time:8.2f} µs   {time / times['floor']:6.2f} × floor")
    print(f"decide / floor             {times['decide'] / times['floor']:.2f}   (at most 4)")
    print(f"decide / bare machine      {times['decide'] / times['machine']:.2f}   (at most 1)")
    print(f"after 10 000 / after 10    {times['after_10000'] / times['after_10']:.2f}   (about 1)")
    print(f"options / decide           {times['options'] / times['decide']:.2f}   (at most 15)")


if __name__ == "__main__":
    main()
