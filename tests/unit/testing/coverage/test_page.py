"""A coverage as one page that needs nothing else."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from tests.unit.workflows.village import NOW, OFFICER, RULES, WALK, SetOut, opened

from community_policing import standard_labels
from community_policing.testing import Aspect, Collector, Coverage, Point, coverage_of, coverage_page
from community_policing.testing._page_chart import Chart, drawn
from community_policing.workflows.builtin.mediation import MEDIATION

VOID = {"meta", "input", "link", "br", "img", "hr"}


class Reader(HTMLParser):
    """Reads a page: its elements, its text by language, and whether every element is closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.prose, self.open, self.faults = [], {}, {}, [], []
        self.feed(text)
        self.faults += [f"<{name}> is never closed" for name, _ in self.open]

    def handle_starttag(self, tag, attrs):
        """Note an element, and that it is open."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Note that an element is closed, or that none was open."""
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            self.open.pop()

    def handle_data(self, data):
        """Note a text, and whether it is more than a code or what a pointer calls up."""
        language = next((attrs["lang"] for _, attrs in reversed(self.open) if "lang" in attrs), "")
        self.texts.setdefault(language, []).append(data)
        if not {tag for tag, _ in self.open} & {"code", "title"}:
            self.prose.setdefault(language, []).append(data)

    def named(self, tag):
        """Return the attributes of each element *tag*."""
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def page():
    """Return the page of the builtin mediation, in which one transition fired and one reason was given."""
    fired = {("proposed", "mediation.start-screening", "screening"), ("screening",), ("category-not-mediable",)}
    return coverage_page(coverage_of(MEDIATION).noting(p for p in coverage_of(MEDIATION).hits if p.subject in fired))


@pytest.fixture(scope="module")
def reader(page):
    return Reader(page)


def test_every_element_is_closed(reader):
    """The page is well formed."""
    assert reader.faults == []


def test_it_loads_nothing_and_runs_nothing(page, reader):
    """There is no script, no request, and a policy that forbids both."""
    told = {name for _, attrs in reader.elements for name in attrs}

    assert not {"script", "link", "iframe", "img", "object", "base"} & {name for name, _ in reader.elements}
    assert not [name for name in told if name in {"src", "srcset", "action"} or name.startswith("on")]
    assert all(attrs["href"].startswith("#") for attrs in reader.named("a"))
    assert "url(" not in page
    assert "@import" not in page
    assert {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"} in (
        reader.named("meta")
    )


def test_each_language_has_its_part_and_its_direction(reader):
    """English is read from the left and Arabic from the right, and the reader chooses without a script."""
    assert [(one["lang"], one["dir"]) for one in reader.named("section")] == [("en", "ltr"), ("ar", "rtl")]
    assert [one["id"] for one in reader.named("input")] == ["show-en", "show-ar"]
    assert [one["for"] for one in reader.named("label")] == ["show-en", "show-ar"]
    assert {"Suitability screening", "Start screening", "✓ reached", "✗ never"} <= phrases(reader, "en")
    assert {"قيد فحص الصلاحية", "بدء فحص الصلاحية", "✓ مغطى", "✗ غير مغطى"} <= phrases(reader, "ar")


def phrases(reader, language):
    """Return the pieces of text in one language."""
    return {" ".join(text.split()) for text in reader.texts[language]}


def test_the_arabic_part_says_nothing_in_english(reader):
    """Outside of codes every Latin word of the Arabic part is gone."""
    assert [text for text in reader.prose["ar"] if re.search("[A-Za-z]{2}", text)] == []
    assert len("".join(reader.prose["ar"])) > 1000


def test_headings_go_down_a_step_at_a_time(reader):
    """No level of heading is left out."""
    levels = [int(name[1]) for name, _ in reader.elements if re.fullmatch("h[1-6]", name)]

    assert levels[0] == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


def test_links_lead_somewhere_and_no_id_stands_twice(reader):
    """Each workflow of the first table leads to its part, in either language."""
    ids = [attrs["id"] for _, attrs in reader.elements if "id" in attrs]

    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for attrs in reader.named("a")} == {"en-mediation-1", "ar-mediation-1"} <= set(ids)


def test_every_point_has_a_row_or_a_side(reader):
    """Each step, state and reason has a row in either language; a guard has one for both of its sides."""
    coverage = coverage_of(MEDIATION)
    guards = len(coverage.only(aspect=Aspect.GUARD).hits) // 2
    rows = len(coverage.hits) - guards
    heads_and_sums = 5 + 1 + 2

    assert len(reader.named("tr")) == 2 * (rows + heads_and_sums)


def test_colour_is_never_alone(reader):
    """Whatever is marked by a class is marked by a sign and a word too."""
    signs = {"yes": "✓ ", "part": "½ ", "no": "✗ "}
    found = [attrs["class"].split() for attrs in reader.named("td") if "mark" in attrs.get("class", "")]

    assert found
    assert {style for _, style in found} == {"yes", "no"}
    for language in ("en", "ar"):
        marked = [text for text in reader.texts[language] if text.startswith(tuple(signs.values()))]
        assert len(marked) == len(found) / 2


def test_a_guard_of_which_one_side_was_seen_is_covered_in_part():
    """Held but never failed is neither covered nor not."""
    collector = Collector(WALK)
    rules = collector.watch(RULES)
    rules.apply(opened(rules), SetOut(leader="o-7", companion="o-8"), by=OFFICER, at=NOW)

    reader = Reader(coverage_page(collector.coverage))

    assert "½ in part" in phrases(reader, "en")
    assert "½ جزئيًا" in phrases(reader, "ar")


def test_what_has_no_label_is_shown_by_its_code():
    """A workflow of a host's own that has no labels yet still has a page."""
    reader = Reader(coverage_page(coverage_of(WALK)))

    assert reader.faults == []
    assert {"walking", "walk.set-out", "area_is_safe", "weapon-about"} <= phrases(reader, "ar")


def test_labels_of_a_host_are_used():
    """Words from another book take the place of codes."""
    words = {"state.walk.walking": {"en": "On the <way>", "ar": "في الطريق"}}
    labels = standard_labels().with_labels(words)

    reader = Reader(coverage_page(coverage_of(WALK), labels=labels))

    assert "On the <way>" in phrases(reader, "en")
    assert "في الطريق" in phrases(reader, "ar")


def test_everything_is_escaped():
    """Whatever a code holds, it stays text."""
    evil = '"><script>alert(1)</script>&amp;'
    subjects = {
        Aspect.STATE: (evil,),
        Aspect.TRANSITION: (evil, evil, evil, evil),
        Aspect.FALL: (evil, evil, f"{evil} & b", evil),
        Aspect.GUARD: (evil, evil, "held"),
        Aspect.REFUSAL: (evil,),
    }
    coverage = Coverage({Point(evil, 1, aspect, subject): 0 for aspect, subject in subjects.items()})

    reader = Reader(coverage_page(coverage))

    assert reader.faults == []
    assert not reader.named("script")
    assert not any("alert" in name for _, attrs in reader.elements for name in attrs)
    assert evil in phrases(reader, "en")


def test_of_nothing_there_is_a_page_too():
    """A coverage of no workflow is a page without workflows."""
    reader = Reader(coverage_page(Coverage()))

    assert reader.faults == []
    assert "100.0%" in phrases(reader, "en")


# --------------------------------------------------------------------------- the map

A_TO_B = Point("w", 1, Aspect.TRANSITION, ("a", "w.go", "b"))
A_TO_B_TOO = Point("w", 1, Aspect.TRANSITION, ("a", "w.run", "b"))
A_STAYS = Point("w", 1, Aspect.TRANSITION, ("a", "w.wait", "a"))
B_FALLS = Point("w", 1, Aspect.FALL, ("b", "a", "tired"))
A_FALLS = Point("w", 1, Aspect.FALL, ("a", "b", "tired"))
IN_A = Point("w", 1, Aspect.STATE, ("a",))


def shapes(hits, *, rtl=False):
    """Return the squares and marks of a map: the shape, its class, and where its middle is."""
    chart = Chart({"a": "A", "b": "B"}, Coverage(hits), "map", "stays", rtl)
    svg = ET.fromstring(drawn(chart))  # noqa: S314  our own drawing
    found = []
    for one in svg:
        if one.tag == "circle":
            found.append(("circle", one.get("class"), int(one.get("cx")), int(one.get("cy"))))
        elif one.tag == "rect":
            found.append(("square", one.get("class"), int(one.get("x")) + 7, int(one.get("y")) + 7))
        elif one.tag == "path" and one.get("class") != "way":
            x, y = re.match(r"M(\d+) (\d+)", one.get("d")).groups()
            found.append(("diamond", one.get("class"), int(x), int(y) + 6))
    return found, chart


def test_a_mark_stands_in_the_row_of_its_source_and_the_column_of_its_destination():
    """Circles are commands, diamonds are rules, and what stays has the last column."""
    found, chart = shapes({A_TO_B: 1, A_STAYS: 0, B_FALLS: 1, IN_A: 1})

    assert found == [
        ("square", "yes", chart.column(0), chart.row(0)),
        ("square", "no", chart.column(1), chart.row(1)),
        ("circle", "yes", chart.column(1), chart.row(0)),
        ("circle", "no", chart.column(2), chart.row(0)),
        ("diamond", "yes", chart.column(0), chart.row(1)),
    ]


def test_several_steps_between_two_states_are_one_mark():
    """One of two that fired is a part."""
    found, _ = shapes({A_TO_B: 3, A_TO_B_TOO: 0})

    assert [style for shape, style, _, _ in found if shape == "circle"] == ["part"]


def test_a_rule_beside_a_command_is_not_hidden_behind_it():
    """Where both lead the same way, their marks stand apart."""
    found, chart = shapes({A_TO_B: 1, A_FALLS: 1})
    circle, diamond = (next(one for one in found if one[0] == shape) for shape in ("circle", "diamond"))

    assert circle[2] == diamond[2] == chart.column(1)
    assert diamond[3] - circle[3] > 10


def test_from_the_right_the_map_is_mirrored():
    """In Arabic the first state is on the right, and nothing else is different."""
    hits = {A_TO_B: 1, A_STAYS: 0, B_FALLS: 1, IN_A: 1}
    left, chart = shapes(hits)
    right, _ = shapes(hits, rtl=True)

    assert right == [(shape, style, chart.width - x, y) for shape, style, x, y in left]


def test_the_map_of_states_that_only_steps_name_is_drawn():
    """A coverage that was narrowed to its transitions still has its map."""
    reader = Reader(coverage_page(coverage_of(WALK).only(aspect=Aspect.TRANSITION)))

    assert reader.faults == []
    assert len([one for one in reader.named("rect") if one["class"] == "no"]) == 2 * (6 + 1)
