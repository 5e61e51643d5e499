"""
Slips that Arabic texts typed in a hurry have, found by rule.

Each rule is safe enough to fail a build: it names forms that are never right, not forms that are sometimes wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from community_policing.errors import Problem
from community_policing.labels._templates import without_places

_LETTER = "[\u0621-\u064a]"
_START = f"(?<!{_LETTER})"
_END = f"(?!{_LETTER})"
_JOINED = "[وف]?(?:[بكل]?ال|لل|[بكل])?"
"""What may be written before a noun in one word with it: and, so, by, like, for, the."""

_HAMZA_LACKS = (
    "ابلاغ|اثبات|اجراء|اجراءات|احال[ةه]|احد|احدى|اخبار|اخرى|ادار[ةه]|اذا|ارشاد|اساء[ةه]|اسر[ةه]|اسناد|اشعار|اضاف[ةه]|"
    "اطراف|اعاد[ةه]|اغلاق|افراد|اكثر|اكراه|اكمال|الا|الغاء|الى|امر|امن|انذار|انهاء|اهمال|او|اول|اولا|اولياء|ايام|ايقاف|"
    "ايواء"
)
"""Words that begin with a hamza, written without it."""

_HAMZA_LACKS_ALONE = "ان|انه|انها|اي"
"""The same, where a joined letter would make another word: «كان» is right."""

_HAMZA_TOO_MUCH = (
    "إبتزاز|إتجار|إتصال|إتفاق|إجتماع|إحتيال|إختصاص|إختطاف|إختيار|إستئناف|إستقبال|إستلام|إستماع|إستمار|إعتداء|إعتذار|"
    "إعتراض|إقتصاد|إلتزام|إمتناع|إنتحار|إنتظار|إنتقال|إنتهاء|إنحراف|إنقضاء"
)
"""Verbal nouns of forms VII to X, which begin with a joining alef, written with a hamza."""

_TEH_MARBUTA = (
    "إحال|احال|اجتماعي|اسر|أسر|تسوي|جريم|جلس|جماع|جه|حال|حماي|خدم|خط|خطور|دقيق|زيار|ساع|سلام|سن|شرط|صلاحي|قاعد|قانوني|"
    "متابع|مجتمعي|محكم|مد|مرحل|مصادق|مطلوب|معالج|مغلق|مفتوح|مهل|موافق|نهائي|واقع|وساط"
)
"""Words that end in teh marbuta; after the article a heh in its place can be nothing else."""

_YEH = "أى|التى|الذى|القاضى|المجنى|المدعى العام|المشتكى|فى"
"""Words that end in yeh, written with an alef maksura."""


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return *pattern*, compiled."""
    return re.compile(pattern)


@attrs.frozen
class _Rule:
    """One slip: its code, the pattern that finds it, what it is and how to write it."""

    code: str
    pattern: re.Pattern[str] = attrs.field(converter=_compiled)
    message: str
    hint: str


_RULES = (
    _Rule("arabic-latin", "[A-Za-z]+", "has Latin letters", "write it in Arabic, or as a {place}"),
    _Rule("arabic-punctuation", "[,;?]", "has Latin punctuation", "write ، ؛ ؟"),
    _Rule(
        "arabic-letter",
        "[\u0620\u063b-\u063f\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]",
        "has a letter that Arabic does not have",
        "write ي ك ه ى, not their Persian, Kurdish or Urdu likes",
    ),
    _Rule("arabic-presentation", "[\ufb50-\ufdff\ufe70-\ufefc]", "has a presentation form", "write the letter itself"),
    _Rule("arabic-tatweel", "\u0640", "has a tatweel", "leave it out"),
    _Rule("arabic-digit", "[\u0660-\u0669\u06f0-\u06f9]", "has Eastern digits", "write 0-9, as dates and counts do"),
    _Rule("arabic-tanwin", "\u0627\u064b", "has the tanwin after its alef", "write it before the alef: قانونًا"),
    _Rule(
        "arabic-spacing",
        f"\\s[،؛؟.:!]|[،؛؟](?={_LETTER})",
        "has a mark that is spaced wrongly",
        "no space before a mark, one after it",
    ),
    _Rule("arabic-hamza", f"{_START}(?!واحد){_JOINED}(?:{_HAMZA_LACKS}){_END}", "lacks a hamza", "إجراء، إلى، أو"),
    _Rule("arabic-hamza", f"{_START}و?(?:{_HAMZA_LACKS_ALONE}){_END}", "lacks a hamza", "أن، إن، أي"),
    _Rule(
        "arabic-hamza",
        f"{_START}{_JOINED}(?:{_HAMZA_TOO_MUCH})(?:ات|ي|ية|ة)?{_END}",
        "has a hamza on a joining alef",
        "اتفاق، اجتماع، انتهاء",
    ),
    _Rule(
        "arabic-teh",
        f"{_START}(?:[وف]?(?:[بك]?ال|لل)(?:{_TEH_MARBUTA})|جلس|وساط|إحال|احال)ه{_END}",
        "has a heh for a teh marbuta",
        "الحالة، الوساطة",
    ),
    _Rule("arabic-yeh", f"{_START}(?:{_YEH}){_END}", "has an alef maksura for a yeh", "في، التي، القاضي"),
)


def lint_arabic(text: str, place: str) -> Iterator[Problem]:
    """
    Yield the slips in an Arabic *text*, which stands at *place*; one of each kind.

    What a ``{place}`` of a sentence is called does not count as its words.
    """
    words = without_places(text)
    for rule in _RULES:
        found = rule.pattern.search(words)
        if found is not None:
            yield Problem(rule.code, place, f"{rule.message}: {found[0].strip()!r} in {text!r}", rule.hint)
