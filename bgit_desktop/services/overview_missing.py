"""The block *Còn thiếu* of a unit: what does not meet a clause or cannot be judged yet, and conflicts; the worst first.

Under Điều 4 and 5 every officer has a line. Under the other clauses there is one line a clause, so that a new store does
not drown in them; each opens the place where it is put right. What only the Sở can do is not the unit's to mend and is
left out, and so are reports (Điều 7.1), which stand under *Đến hạn*.
"""

from __future__ import annotations

from typing import Final

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.verdicts.judge import clause_key, within
from bgit_desktop.core.verdicts.model import OPEN, RULE_LABELS, STATE_LABELS, State, SubjectType, Verdict
from bgit_desktop.services import overview_exchange, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_model import SHOWN, Block, Item, Tone
from bgit_desktop.services.verdict_places import place_of

_LINE: Final[dict[State, tuple[str, Tone]]] = {
    "not_met": ("circle-x", "bad"),
    "missing": ("circle-help", "warning"),
    "review": ("eye", "warning"),
}
_ORDER: Final = tuple(_LINE)
_ELSEWHERE: Final = "QyD.7.1"
_IF_GIVEN: Final = ("QyD.6.1.g", "QyD.6.2.g")
"""Other duties: there are none until the head gives some."""
_APPRAISALS_FROM: Final = 11
"""The month from which the year's appraisal is asked for; before, none is expected."""


def missing_block(session: Session, found: list[Verdict]) -> Block:
    """Give the block.

    Args:
        session: the unit's session.
        found: its verdicts; empty where nothing was judged.
    """
    staff = [each for each in found if each.verdict in _LINE and _is_staff(each)]
    groups: dict[tuple[State, str, str], list[Verdict]] = {}
    for each in found:
        if _is_for_unit(session, each):
            groups.setdefault((each.verdict, each.clause, each.rule), []).append(each)
    labels = session.clause_labels() if groups else {}
    lines = [(each.verdict, _of_person(each)) for each in staff]
    for state, clause, rule in sorted(groups, key=lambda key: (clause_key(key[1]), key[2])):
        lines.append((state, _of_group(session, groups[state, clause, rule], labels.get(clause, ""))))
    lines.sort(key=lambda line: _ORDER.index(line[0]))
    items = [*overview_exchange.conflict_lines(session), *(item for _, item in lines)]
    return Block(
        "missing", tr("Còn thiếu"), tuple(items[:SHOWN]), len(items),
        tr("Cán bộ đều đạt và đủ căn cứ; mọi điểm của Điều 6 đều có việc trong kỳ."), "compliance",
    )  # fmt: skip


def _is_staff(verdict: Verdict) -> bool:
    return any(within(verdict.clause, each) for each in verdicts.STAFF)


def _is_for_unit(session: Session, verdict: Verdict) -> bool:
    """Tell whether the unit itself is to mend a verdict, and now."""
    if verdict.verdict not in OPEN or verdict.owner not in ("officer", "agency") or _is_staff(verdict):
        return False
    if verdict.clause == _ELSEWHERE or (verdict.clause in _IF_GIVEN and verdict.verdict == "missing"):
        return False
    return verdict.mend != ("appraisal", "") or session.today().month >= _APPRAISALS_FROM


def _detail(verdict: Verdict) -> str:
    wanting = "; ".join(verdict.missing)
    return wanting[:1].upper() + wanting[1:] or (verdict.reasons[-1] if verdict.reasons else "")


def _name(verdict: Verdict) -> str:
    name = verdict.clause.replace("QyD.", "Điều ")
    return f"{name}, {RULE_LABELS[verdict.rule]}" if verdict.rule else name


def _of_person(verdict: Verdict) -> Item:
    icon, tone = _LINE[verdict.verdict]
    arguments = {"record": verdict.subject} if verdict.subject_type == "officer" else {}
    word = str(STATE_LABELS[verdict.verdict])
    return Item(f"{verdict.name} — {_name(verdict)}", word, icon, tone, _detail(verdict), "officer", arguments)


def _of_group(session: Session, group: list[Verdict], label: str) -> Item:
    """Give the line of a clause: the person or incident where it is about one, else how many."""
    first = group[0]
    icon, tone = _LINE[first.verdict]
    word = str(STATE_LABELS[first.verdict])
    page, arguments = place_of(session, first) or (first.subject_type, {"record": first.subject})
    if first.subject_type == "unit":
        return Item(f"{_name(first)} — {label}", word, icon, tone, first.reasons[-1], page, arguments)
    if len(group) == 1:
        return Item(f"{first.name} — {_name(first)}", word, icon, tone, _detail(first), page, arguments)
    text = f"{_name(first)} — {_counted(first.subject_type, len(group))}"
    names = ", ".join(each.name for each in group)
    return Item(text, word, icon, tone, f"{_detail(first)}: {names}", first.subject_type, {"record": first.subject})


def _counted(subject: SubjectType, count: int) -> str:
    match subject:
        case "incident":
            return tr("{count} sự cố", count=count)
        case "award":
            return tr("{count} quyết định khen thưởng", count=count)
    return tr("{count} cán bộ", count=count)
