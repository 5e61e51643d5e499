"""What a coverage page says in its own voice, in both languages, and how it looks."""

from __future__ import annotations

from typing import Final

from community_policing.taxonomy import FrozenMap

LANGUAGES: Final = FrozenMap({"en": ("English", "ltr"), "ar": ("العربية", "rtl")})
"""Each language with its own name and its direction."""

WORDS: Final = FrozenMap(
    {
        "title": ("Workflow coverage", "تغطية سير العمل"),
        "lead": (
            "What the tests did with each workflow: a point is reached when at least one decision reached it.",
            "ما فعلته الاختبارات بكل سير عمل: تُعد النقطة مغطاة متى وصل إليها قرار واحد على الأقل.",
        ),
        "all": ("All workflows", "المجموع"),
        "reached": ("reached", "مغطى"),
        "never": ("never", "غير مغطى"),
        "part": ("in part", "جزئيًا"),
        "share": ("Reached", "نسبة التغطية"),
        "mark": ("Covered", "التغطية"),
        "times": ("Times", "عدد المرات"),
        "workflow": ("Workflow", "سير العمل"),
        "version": ("version", "الإصدار"),
        "states": ("States", "المراحل"),
        "transitions": ("Transitions", "الانتقالات"),
        "falls": ("Ended by rule", "الإنهاء بحكم القواعد"),
        "guards": ("Guards", "الشروط المسبقة"),
        "refusals": ("Reasons for refusal", "أسباب الرفض"),
        "state": ("State", "المرحلة"),
        "from": ("From", "من"),
        "command": ("Command", "الإجراء"),
        "to": ("To", "إلى"),
        "causes": ("Because", "السبب"),
        "guard": ("Guard", "الشرط المسبق"),
        "reason": ("Reason when it fails", "السبب عند عدم تحققه"),
        "held": ("Held", "تحقق"),
        "failed": ("Failed", "لم يتحقق"),
        "code": ("Reason", "السبب"),
        "stays": ("↺", "↺"),
        "entered": ("state entered", "مرحلة دُخلت"),
        "not-entered": ("state never entered", "مرحلة لم تُدخل"),
        "by-command": ("by a command", "بإجراء"),
        "by-rule": ("by a rule", "بحكم القواعد"),
        "drawing": ("Map of states", "خريطة المراحل"),
        "reading": (
            "Follow the row of a state to a mark, then the column of the mark to the square it leads to. ↺ stays.",
            "اتبع صف المرحلة إلى علامة، ثم عمود العلامة إلى المربع الذي تؤدي إليه. العلامة ↺ لما يبقى في مرحلته.",
        ),
    }
)
"""English and Arabic, by what is said."""

STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --raised: #f4f6f8; --ink: #1b1f24; --quiet: #57606a; --line: #b8c0c8;
  --way: #87909a; --yes: #0b6b3a; --part: #7a5200; --no: #a4161a; --no-ground: #fdf0ef; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181d; --raised: #1d232a; --ink: #e6e9ed; --quiet: #a3adb8;
  --line: #4a545f; --way: #707b87; --yes: #5fd38d; --part: #f0b849; --no: #ff8f87; --no-ground: #33201f; } }
* { box-sizing: border-box; }
a { color: inherit; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, "Noto Sans", "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif; }
input[name="language"] { position: absolute; opacity: 0; }
label { display: inline-block; padding: 0.2rem 0.9rem; border: 1px solid var(--line); border-radius: 1rem;
  cursor: pointer; margin-inline-end: 0.4rem; }
input:checked + label { background: var(--ink); color: var(--ground); border-color: var(--ink); }
input:focus-visible + label { outline: 3px solid var(--part); outline-offset: 2px; }
section[lang] { display: none; }
#show-en:checked ~ main section[lang="en"], #show-ar:checked ~ main section[lang="ar"] { display: block; }
h1 { font-size: 1.7rem; margin: 1rem 0 0.3rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 0.4rem; padding-top: 0.8rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; }
p { margin: 0.3rem 0; max-width: 46rem; }
.quiet, code { color: var(--quiet); }
code { font: 0.82em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; overflow-wrap: anywhere; }
td > code { display: block; text-align: start; width: fit-content; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 40rem; font-size: 0.92rem; }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--raised); }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.mark { white-space: nowrap; font-weight: 600; }
.yes { color: var(--yes); } .part { color: var(--part); } .no { color: var(--no); }
tr.never { background: var(--no-ground); }
tr.never > :first-child { border-inline-start: 4px dashed var(--no); }
tr.done > :first-child { border-inline-start: 4px solid var(--yes); }
tr.half > :first-child { border-inline-start: 4px double var(--part); }
.legend svg { display: inline-block; vertical-align: -0.25em; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; padding: 0; margin: 0.4rem 0; list-style: none; }
svg { display: block; font: 13px system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; }
svg text { fill: var(--ink); } svg .quiet { fill: var(--quiet); }
svg .way { stroke: var(--way); stroke-width: 1; fill: none; }
svg .yes { fill: var(--yes); stroke: var(--yes); stroke-width: 2; }
svg .part { fill: var(--ground); stroke: var(--part); stroke-width: 3.5; }
svg .plain { fill: var(--ink); stroke: var(--ink); stroke-width: 2; }
svg .no { fill: var(--ground); stroke: var(--no); stroke-width: 2; stroke-dasharray: 3 2; }
@media print { label, input { display: none; } }
""".strip()
"""The style of the page: light and dark, from either side, and never by colour alone."""
