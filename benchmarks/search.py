"""
What searching costs: a query over all case categories, absolutely and as a ratio to reading the labels once.

The queries are those of the tests. The time is that of the processor, the least of many rounds, with the memory of
words emptied before each; making the index is told apart. Run it with ``python benchmarks/search.py``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import mean, quantiles
from time import process_time_ns

from community_policing.taxonomy import ConceptScheme, load_scheme
from community_policing.taxonomy._stem import forms, stem

ROUNDS = 15
QUERIES = Path(__file__).parents[1] / "tests" / "unit" / "taxonomy" / "queries.toml"
HARD = {
    "10 000 letters": "ضرب" * 3_333,
    "10 000 words": "زوجي يضربني " * 833,
    "known words only": " ".join(label for each in load_scheme("case-categories") for label in each.hidden_labels.ar),
    "10 000 bidi controls": "\u202e\u2066" * 5_000,
    "10 000 emoji": "😀" * 10_000,
}


def queries():
    """Yield every query with its language."""
    for by_language in tomllib.loads(QUERIES.read_text(encoding="utf-8")).values():
        for language, kinds in by_language.items():
            for kind in kinds.values():
                yield from ((query, language) for query in kind)


def forget():
    """Empty the memory of words, so that no round lives on the one before it."""
    forms.cache_clear()
    stem.cache_clear()


def least(work, prepare=forget):
    """Return the least time of *work*, in µs."""
    times = []
    for _ in range(ROUNDS):
        prepare()
        began = process_time_ns()
        work()
        times.append((process_time_ns() - began) / 1_000)
    return min(times)


def fresh(scheme):
    """Return *scheme* without its indexes."""
    return ConceptScheme(scheme.id, scheme.pref_label, scheme.concepts)


def main():
    scheme = load_scheme("case-categories")
    for language in ("ar", "en"):
        made = iter([fresh(scheme) for _ in range(ROUNDS)])
        building = least(lambda made=made, language=language: next(made).search("", language))
        print(f"index, {language}             {building / 1_000:8.1f} ms")
    reading = least(
        lambda: [label.casefold() for each in scheme for label in (each.pref_label.ar, *each.hidden_labels.ar)]
    )
    asked = list(queries())
    cold = [least(lambda query=query, language=language: scheme.search(query, language)) for query, language in asked]
    warm = [
        least(lambda query=query, language=language: scheme.search(query, language), prepare=lambda: None)
        for query, language in asked
    ]
    print(f"reading the labels    {reading:8.1f} µs")
    for name, times in (("first time", cold), ("asked again", warm)):
        print(
            f"query, {name:12}   {mean(times):8.1f} µs   95 of 100 under {quantiles(times, n=20)[-1]:.1f} µs"
            f"   longest {max(times):.1f} µs   {mean(times) / reading:.2f} × reading the labels"
        )
    for name, query in HARD.items():
        print(f"{name:22}{least(lambda query=query: scheme.search(query, 'ar')):8.1f} µs")
    print("a query: under 1 000 µs")


if __name__ == "__main__":
    main()
