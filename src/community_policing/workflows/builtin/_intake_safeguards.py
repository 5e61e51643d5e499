"""What must hold of intake in every case ever reachable."""

from __future__ import annotations

from community_policing.workflows._command import spec_of
from community_policing.workflows._guard import guard
from community_policing.workflows._safeguards import (
    Safeguard,
    closable,
    forbids,
    holding,
    in_state,
    inevitable,
    leads,
    never,
    permits,
    possible,
    precedes,
)
from community_policing.workflows._situation import Situation
from community_policing.workflows.builtin import _intake_guards as holds
from community_policing.workflows.builtin._case_guards import (
    case_is_open,
    category_is_substantive,
    danger_is_imminent,
)
from community_policing.workflows.builtin._intake_commands import (
    ActForSafety,
    Decline,
    HandoverAccepted,
    Merge,
    OfferHandover,
    Register,
    Route,
    RouteUncategorised,
)
from community_policing.workflows.builtin._intake_states import BEFORE_SAFETY, registered, routed, triaging
from community_policing.workflows.builtin._record_protection import supervises


@guard("actor-not-supervisor")
def supervisor_acts(s: Situation) -> bool:
    """The actor is a supervisor."""
    return supervises(s)


@guard("unknown-without-reason")
def what_is_unknown_is_reasoned(s: Situation) -> bool:
    """The channel and the place under which the case was registered here are known, or it stands there why not."""
    told = s.last(Register)
    if told is None or not s.count(Register):
        return True
    channel = told.channel is not None or told.channel_unknown_reason is not None
    return channel and (told.locality is not None or told.locality_unknown_reason is not None)


SAFEGUARDS: tuple[Safeguard, ...] = (
    leads(
        Route,
        holding(category_is_substantive),
        id="intake-category",
        en="When a case is routed, it always has a substantive category.",
        ar="متى وجهت الحالة وجب أن يكون لها صنف موضوعي",
        basis="intake-category",
    ),
    leads(
        RouteUncategorised,
        holding(holds.cautious_policy_applies),
        id="intake-category-cautious",
        en="When a case without a category is routed, a supervisor always routes it under the cautious policy.",
        ar="متى وجهت حالة غير مصنفة وجب أن يوجهها المشرف وفق السياسة الاحترازية",
        basis="intake-category",
    ),
    *(
        forbids(
            command,
            holding(danger_is_imminent),
            id=f"intake-danger-{spec_of(command).name.partition('.')[2]}",
            en="When danger is imminent, intake is never declined, handed over, transferred or merged.",
            ar="متى كان الخطر وشيكًا فلا ترفض الحالة ولا تعرض على وحدة أخرى ولا تنقل ولا تدمج",
            basis="intake-danger",
        )
        for command in (Decline, OfferHandover, HandoverAccepted, Merge)
    ),
    permits(
        ActForSafety,
        in_state(*BEFORE_SAFETY) & danger_is_imminent & case_is_open,
        by=("intake-officer", "duty-officer"),
        id="intake-safety-first",
        en="When danger is imminent, a safety action may always begin on an open case, wherever intake stands.",
        ar="متى كان الخطر وشيكًا والحالة مفتوحة جاز بدء إجراء السلامة دائمًا أيًا كانت مرحلة الاستلام",
        basis="seed:W06",
    ),
    precedes(
        Register,
        (registered,),
        id="intake-unknown",
        en="When channel or place is not stated, a reason is always recorded before intake goes on.",
        ar="متى لم تذكر القناة أو المكان وجب تسجيل السبب قبل المضي في الاستلام",
        basis="intake-unknown",
    ),
    leads(
        Route,
        holding(holds.age_bands_are_known_or_reasoned),
        id="intake-unknown-age",
        en="When a case is routed, every age is known or a reason is always recorded.",
        ar="متى وجهت الحالة وجب أن يكون عمر كل طرف معروفًا أو مسجلًا سبب جهله",
        basis="intake-unknown",
    ),
    leads(
        Route,
        holding(holds.people_are_screened_where_required),
        id="intake-screen",
        en="When a family, child or sexual matter is routed, the person was always screened alone, or it is recorded "
        "why not.",
        ar="متى وجهت حالة أسرية أو تخص طفلًا أو جنسية وجب أن يسبقها فحص على انفراد أو تسجيل سبب تعذره",
        basis="intake-screen",
    ),
    forbids(
        RouteUncategorised,
        ~holding(supervisor_acts),
        id="intake-category-by-supervisor",
        en="A case without a category is routed by a supervisor and by nobody else.",
        ar="لا يوجه حالة غير مصنفة إلا المشرف",
        basis="intake-category",
    ),
    closable(
        ~(holding(danger_is_imminent) & ~holds.matter_is_within_area),
        id="intake-closable",
        en="Wherever intake stands it can come to its end, and nobody has to lower a risk for it; only imminent danger"
        " outside the unit's area must pass first.",
        ar="أيًا كانت مرحلة الاستلام أمكن إنهاؤه دون خفض الخطورة، إلا أن يكون خطر وشيك خارج نطاق الاختصاص فيزول أولًا",
        basis="judgement",
    ),
    inevitable(
        in_state(triaging),
        id="intake-never-waits",
        en="Whatever others leave unanswered, an open intake can always be brought back to triage.",
        ar="مهما تأخر جواب الآخرين جازت إعادة الاستلام المفتوح إلى الفرز دائمًا",
        basis="judgement",
    ),
    possible(
        in_state(routed),
        id="intake-may-be-routed",
        en="A case can be routed to the work it needs.",
        ar="يمكن توجيه الحالة إلى المسار الذي تحتاج إليه",
        basis="judgement",
    ),
    possible(
        in_state(routed) & danger_is_imminent,
        id="intake-may-be-routed-in-danger",
        en="A case can be routed also while danger is imminent.",
        ar="يمكن توجيه الحالة ولو كان الخطر وشيكًا",
        basis="seed:W06; judgement",
    ),
    never(
        ~holding(what_is_unknown_is_reasoned),
        id="intake-unknown-reasoned",
        en="When channel or place is not stated, a reason is always recorded.",
        ar="متى لم تذكر القناة أو المكان وجب تسجيل السبب",
        basis="intake-unknown",
    ),
)
