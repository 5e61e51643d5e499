"""A gate to prove things of: three states, one command with a field, and one of each thing that a mutant can lose."""

from attrs import evolve
from tests.unit.workflows.village import rulebook

from community_policing.verification import ADULTS
from community_policing.workflows import (
    Attempt,
    Marks,
    Ref,
    Situation,
    State,
    Workflow,
    command,
    days,
    every_live_state,
    forbids,
    guard,
    holding,
    hours,
    in_state,
    leads,
    never,
    permits,
    precedes,
)

CAST = (ADULTS,)
BY = ("intake-officer",)


@command("gate.knock")
class Knock:
    """Knock, calmly or not."""

    calm: bool


@command("gate.let-in")
class LetIn:
    """Let whoever knocked in."""

    unarmed: bool


@command("gate.note")
class Note:
    """Note something."""

    note: Ref


@command("gate.go")
class Go:
    """Go on one's way."""


@command("gate.turn-away")
class TurnAway:
    """Turn away whoever knocked."""


@command("tea.drink")
class Drink:
    """Drink the tea."""


@guard("weapon-about", otherwise="no-weapon-about")
def nobody_is_armed(s: Situation) -> bool:
    """Nobody is armed."""
    return not s.has_factor("weapon")


@guard("knock-not-calm")
def knock_was_calm(s: Situation) -> bool:
    """Whoever knocked was calm."""
    told = s.last(Knock)
    return told is not None and told.calm


@guard("not-unarmed")
def is_unarmed(a: Attempt[LetIn]) -> bool:
    """Somebody looked for arms."""
    return a.command.unarmed


@guard("no-tea")
def tea_is_made(s: Situation) -> bool:
    """Tea is being made, or not yet drunk."""
    return s.is_live("tea")


hot, cold = State("hot", initial=True), State("cold", final=True)
TEA = Workflow("tea", (hot.to(cold, on=Drink, by=BY),))

gone = State("gone", final=True)
shut = State("shut", initial=True)
waiting = State("waiting", within=days(2), lapses_to=gone)
inside = State("inside", at_least=hours(1), within=days(1))
passed, barred = State("passed", final=True), State("barred", final=True)

UNARMED = never(in_state(inside) & ~nobody_is_armed, id="unarmed", en="Nobody armed.", ar="لا سلاح", basis="test")
KNOCKED = precedes(Knock, (inside,), id="knocked", en="One knocks first.", ar="يُطرق الباب أولاً", basis="test")
MAY_LEAVE = permits(
    TurnAway, in_state(waiting), by=BY, id="may-leave", en="One may leave.", ar="المغادرة جائزة", basis="test"
)
SEARCHED = forbids(LetIn, in_state(waiting) & ~knock_was_calm, id="calm", en="Calm.", ar="الهدوء شرط", basis="test")
OFFERED = leads(Knock, holding(tea_is_made), id="offered", en="There is tea.", ar="الشاي حاضر", basis="test")

KNOCK = shut.to(waiting, on=Knock, by=BY, opens=("tea",))
LET_IN = waiting.to(
    inside,
    on=LetIn,
    by=BY,
    when=(nobody_is_armed, knock_was_calm),
    given=(is_unarmed,),
    effects=("light-the-lamp",),
    then=(Marks("walked"),),
)
NOTE = inside.stay(on=Note, by=BY)
GO = inside.to(passed, on=Go, by=BY, settles=True)
TURN_AWAY = waiting.to(gone, on=TurnAway, by=BY)
BAR = every_live_state().falls_to(barred, once=(~nobody_is_armed,))

STEPS = (KNOCK, LET_IN, NOTE, GO, TURN_AWAY, BAR)
GATE = Workflow("gate", STEPS, (UNARMED, KNOCKED, MAY_LEAVE, SEARCHED, OFFERED))
RULES = rulebook(GATE, TEA)
AROUND = {"rules": RULES, "casts": CAST}


def gate(*, without=(), instead=None, more=(), safeguards=GATE.safeguards, version=1):
    """Return a gate *without* some steps, with others *instead* of some, and *more*."""
    changed = {id(step): other for step, other in instead or ()}
    steps = tuple(changed.get(id(step), step) for step in STEPS if not any(step is gone for gone in without))
    return Workflow("gate", (*steps, *more), safeguards, version=version)


def but(step, **changes):
    """Return *step* and what it becomes with *changes*, for ``instead``."""
    return step, evolve(step, **changes)


PATIENT = gate(
    without=[KNOCK, LET_IN, TURN_AWAY],
    more=[
        shut.stay(on=Knock, by=BY),
        shut.to(waiting, on=Note, by=BY),
        waiting.to(inside, on=LetIn, by=BY, when=(knock_was_calm,), given=(is_unarmed,)),
    ],
    safeguards=(),
)
"""A gate whose shortest way in does not tell what its guard asks for."""
