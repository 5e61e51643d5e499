"""The verbs of the command line about schemes."""

import csv
import io
import json
import sys

import pytest

from community_policing._cli import main
from community_policing.exchange import read_turtle
from community_policing.labels import plain, standard_labels
from community_policing.taxonomy import load_scheme, standard_schemes
from community_policing.workflows._standard import standard_rulebook

RULES = standard_rulebook()
WORDS = standard_labels(RULES.schemes)


@pytest.fixture
def run(capsys):
    """Run a verb about schemes; return its exit code, what it printed without marks of direction, and its errors."""

    def running(*arguments):
        code = main(["scheme", *arguments], rules=lambda _: RULES, labels=lambda _: WORDS)
        printed = capsys.readouterr()
        return code, [plain(line) for line in printed.out.splitlines()], printed.err

    return running


@pytest.mark.parametrize(("language", "name"), [("en", "Risk levels"), ("ar", "مستويات الخطورة")])
def test_list_names_every_scheme(language, name, run):
    """Each scheme stands on a line with its id, its name and how many concepts it has."""
    code, lines, _ = run("list", "--lang", language)

    assert code == 0
    assert [line.split(" · ")[0] for line in lines] == list(standard_schemes())
    assert f"risk-levels · {name} · 4" in lines


def test_show_prints_the_concepts_of_a_scheme_in_both_languages(run):
    """Each concept stands on a line with notation, name and id, under the name of the scheme."""
    code, lines, _ = run("show", "risk-levels", "--lang", "both")

    assert code == 0
    assert lines[:2] == ["Risk levels", "RK1 · Low · low"]
    assert lines[5:7] == ["مستويات الخطورة", "RK1 · منخفض · low"]


def test_show_as_a_tree_moves_concepts_in(capsys):
    """As a tree each concept stands below the one above it, moved in by its depth."""
    scheme = load_scheme("case-categories")

    code = main(["scheme", "show", "case-categories", "--tree"], rules=lambda _: RULES, labels=lambda _: WORDS)
    lines = capsys.readouterr().out.splitlines()[1:]

    assert code == 0
    assert len(lines) == len(scheme)
    for line in lines:
        id_ = line.split(" · ")[-1]
        assert len(line) - len(line.lstrip()) == 2 * len(scheme.ancestors(id_))
    assert lines[0].endswith("community-disputes")
    assert lines[1].startswith("  CC0101 ")


def test_search_prints_the_likeliest_first(run):
    """What was found stands on a line each, with the wording that matched when it is another one."""
    code, lines, _ = run("search", "dispute between neighbours", "--limit", "2")

    assert code == 0
    assert lines[0] == "CC0101 · Neighbour dispute · neighbour-dispute · dispute between neighbours"
    assert len(lines) <= 2


def test_search_shows_no_hidden_wording(run):
    """A hidden wording finds its concept and is not printed; another scheme can be looked in, in Arabic too."""
    hidden = run("search", "loud music next door", "--limit", "1")
    named = run("search", "منخفض", "--in", "risk-levels", "--lang", "ar", "--limit", "1")

    assert hidden[1] == ["CC0101 · Neighbour dispute · neighbour-dispute"]
    assert named[1] == ["RK1 · منخفض · low"]


def test_search_that_finds_nothing_says_so(run):
    """No hit is a word in each language, and no error."""
    assert run("search", "qqqqqq", "--lang", "both") == (0, ["None", "لا يوجد"], "")


def test_export_writes_skos(capsys):
    """Turtle is written unless another format is asked for, and reads back."""
    code = main(["scheme", "export", "risk-levels"], rules=lambda _: RULES)

    assert code == 0
    assert len(read_turtle(capsys.readouterr().out)) == 4


@pytest.mark.parametrize("form", ["json-ld", "json"])
def test_export_writes_json(form, run):
    """JSON-LD and plain JSON can be asked for, and a scheme named twice is written once."""
    code, lines, _ = run("export", "wishes", "wishes", "--format", form)

    document = json.loads("".join(lines))
    assert code == 0
    assert len(document["@graph"]) == len(load_scheme("wishes")) + 1 if form == "json-ld" else document["schemes"]


def test_export_writes_every_scheme_as_trees_in_one_language(run):
    """Without a name all schemes are written; JSON takes a language and the form of a tree."""
    _, lines, _ = run("export", "--format", "json", "--lang", "ar", "--tree")

    schemes = json.loads("".join(lines))["schemes"]
    assert [scheme["id"] for scheme in schemes] == list(standard_schemes())
    categories = next(scheme for scheme in schemes if scheme["id"] == "case-categories")
    assert categories["label"] == standard_schemes()["case-categories"].pref_label.ar
    assert len(categories["concepts"]) == len(standard_schemes()["case-categories"].tops)


def test_export_writes_a_table(capsys):
    """CSV is one scheme."""
    code = main(["scheme", "export", "risk-levels", "--format", "csv"], rules=lambda _: RULES)

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert code == 0
    assert [row["label_en"] for row in rows][:2] == ["Low", "Medium"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "rols"), "no scheme 'rols' in the rules; did you mean 'roles'?"),
        (("search", "x", "--in", "rols"), "no scheme 'rols' in the rules; did you mean 'roles'?"),
        (("export", "wishes", "rols"), "no scheme 'rols' in the rules; did you mean 'roles'?"),
        (("export", "--format", "csv"), "--format csv: takes one scheme; name it, as in: scheme export roles"),
    ],
)
def test_what_cannot_be_done_is_told_on_one_line(arguments, told, run):
    """A wrong name or a table of many schemes is one line and exit code 2."""
    code, lines, error = run(*arguments)

    assert (code, lines) == (2, [])
    assert error.startswith(told)
    assert error.count("\n") == 1


def test_export_without_rdflib_names_the_extra(run, monkeypatch):
    """Whoever lacks rdflib is told on one line which extra brings it."""
    monkeypatch.setitem(sys.modules, "rdflib", None)

    code, _, error = run("export", "wishes")

    assert code == 2
    assert error == "--format turtle: SKOS needs rdflib; install community-policing[skos]\n"


@pytest.mark.parametrize("arguments", [(), ("search", "x", "--limit", "0"), ("export", "--format", "xml")])
def test_arguments_that_mean_nothing_are_explained(arguments, run, capsys):
    """Argparse says what was expected and leaves with 2."""
    with pytest.raises(SystemExit) as left:
        run(*arguments)

    assert left.value.code == 2
    assert "usage: community-policing scheme" in capsys.readouterr().err
