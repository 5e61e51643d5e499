"""Labels are plain text, in whatever way they are asked for. This file is checked, not run."""

from __future__ import annotations

from typing import assert_type

from community_policing.labels import LabelBook, standard_labels

labels = standard_labels()

assert_type(labels, LabelBook)
assert_type(labels.text("verdict.permitted", "ar"), str)
assert_type(labels.codes(), tuple[str, ...])
labels.text("verdict.permitted")  # type: ignore[call-arg]  # the language is always an argument
