"""What a change of units does, in sentences: what the Sở reads before it applies one."""

from __future__ import annotations

from datetime import date

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.heirs import heirs_of
from bgit_desktop.core.i18n import current_language, tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.unit_change_set import UnitChange
from bgit_desktop.core.unit_changes import Plan, after

DIVISIONS_NAMED = 3
"""So many divisions that end with their unit are named; of more only the number is told."""


def group_title(change: UnitChange) -> str:
    """Give the title of a change's group in the current language."""
    vietnamese, english = change.title
    return (english if current_language() == "en" else vietnamese) or change.group


def title(change: UnitChange, unit: Unit | None, catalogue: Catalogue) -> str:
    """Say in one line what a change is."""
    old = _shown(unit, catalogue) if unit is not None else change.name or change.code
    new = change.short_name or change.name
    match change.action:
        case "new":
            return tr("Lập mới {new}", new=new)
        case "move":
            above = catalogue.by_code(change.parent, change.day) if change.parent else None
            if above is None:
                return tr("{old} không còn trực thuộc đơn vị khác", old=old)
            return tr("{old} chuyển về {new}", old=old, new=above.label)
        case "rename" | "kind" if not new:
            kind = TYPES["unit"].by_name["kind"].choice_label(change.kind)
            return tr("{old} đổi loại thành {kind}", old=old, kind=kind)
        case "rename" | "kind":
            first = _first_state(unit, catalogue) if unit is not None else None
            return tr("{old} thành {new}", old=_shown(first, catalogue) if first else old, new=new)
        case "absorb":
            target = catalogue.by_code(change.into, change.day)
            if target is None or target.name == change.name:
                return tr("{old} thành {new}", old=old, new=new or change.into)
            return tr("{old} nhập vào {new}", old=old, new=_shown(target, catalogue))
        case "split":
            return tr("{new} tách ra từ {old}", new=new, old=old)
        case "end" if change.heirs:
            return tr("{old} kết thúc, chia về {new}", old=old, new=_names(change.heirs, change.day, catalogue))
        case "end":
            return tr("{old} kết thúc", old=old)


def _names(codes: tuple[str, ...], day: date, catalogue: Catalogue) -> str:
    rows = [(code, catalogue.by_code(code, day)) for code in codes]
    return ", ".join(row.label if row is not None else code for code, row in rows)


def _first_state(unit: Unit, catalogue: Catalogue) -> Unit:
    """Give the row before the one that carries the new name already, where the change was made before."""
    before = [row for row in catalogue if row.id in unit.predecessors and row.code == unit.code]
    return before[0] if before else unit


def _shown(unit: Unit, catalogue: Catalogue) -> str:
    """Give a unit's short name, with that of the unit around it."""
    around = catalogue.by_id(unit.parent) if unit.parent else None
    return f"{unit.label} ({around.label})" if around else unit.label


def sentences(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """Say what a plan does to the catalogue.

    Args:
        plan: the plan.
        catalogue: the units as they are before it.

    Returns:
        One sentence each; what keeps it from being done where it is blocked; what stands where it is done.
    """
    change, unit = plan.change, plan.unit
    if unit is None:
        return (plan.problem or _new(change, catalogue),)
    said = [_main(change, unit, catalogue)]
    if plan.state == "done":
        return (tr("Danh mục đã thể hiện thay đổi này; không áp dụng lần nữa."),)
    if plan.state == "blocked":
        return (*said, plan.problem)
    then = after(catalogue, plan.edits)
    for edit in plan.edits:
        made = then.by_id(edit.id)
        if edit.new and made is not None and change.action == "absorb":
            said.append(_made(made, catalogue))
        if edit.new and change.action == "split":
            said.append(tr("Các phòng của đơn vị mới, trong đó có nơi bố trí theo Điều 5, do Sở nhập thêm."))
    said += _divisions(plan, catalogue)
    said += _carried_on(change, unit, then)
    receives = then.receiving_department(change.day)
    was = catalogue.receiving_department(change.day)
    if receives is not None and was is not None and receives.id != was.id:
        said.append(
            tr(
                "Từ ngày {day}, cơ quan nhận báo cáo (Điều 9) là {unit}.",
                day=show_date(change.day),
                unit=receives.name,
            )
        )
    return tuple(said)


def _new(change: UnitChange, catalogue: Catalogue) -> str:
    kind = TYPES["unit"].by_name["kind"].choice_label(change.kind)
    above = catalogue.by_code(change.parent, change.day) if change.parent else None
    said = tr(
        "Thêm {name} ({kind}, mã {code}) từ ngày {day}.",
        name=change.name, kind=str(kind).lower(), code=change.code, day=show_date(change.day),
    )  # fmt: skip
    return f"{said} {tr('Trực thuộc {unit}.', unit=above.name)}" if above else said


def _carried_on(change: UnitChange, unit: Unit, then: Catalogue) -> list[str]:
    """Say who writes on in the records of a unit that ends."""
    if unit.is_division or change.action not in ("absorb", "end") or then.ended_on(unit.code) is None:
        return []
    heirs = heirs_of(then).of(unit.code, change.day)
    if not heirs:
        return [tr("Không có đơn vị kế thừa: không ai ghi tiếp được vào hồ sơ của {unit}.", unit=unit.label)]
    return [
        tr(
            "Hồ sơ đang mở của {unit} do {heirs} ghi tiếp; nhật ký của {unit} đi cùng gói trả lời cho đơn vị kế thừa.",
            unit=unit.label,
            heirs=_names(tuple(heirs), change.day, then),
        )
    ]


def _main(change: UnitChange, unit: Unit, catalogue: Catalogue) -> str:
    old, eve, day = unit.name, show_date(change.eve), show_date(change.day)
    around = catalogue.by_id(unit.parent) if unit.parent else None
    if around is not None:
        old = f"{old} ({around.label})"
    match change.action:
        case "new":
            return tr("Danh mục đã có {name}.", name=old)
        case "move":
            above = catalogue.by_code(change.parent, change.day) if change.parent else None
            return tr(
                "{old} giữ nguyên đến hết ngày {eve}; từ ngày {day} trực thuộc {new}, mã {code} giữ nguyên.",
                old=old, eve=eve, day=day, new=above.name if above else tr("không đơn vị nào"), code=unit.code,
            )  # fmt: skip
        case "rename" | "kind":
            kind = TYPES["unit"].by_name["kind"].choice_label(change.kind or unit.kind)
            return tr(
                "{old} giữ tên và loại cũ đến hết ngày {eve}; từ ngày {day} là {name} ({kind}), mã {code} giữ nguyên.",
                old=old, eve=eve, day=day, name=change.name or unit.name, kind=str(kind).lower(), code=unit.code,
            )  # fmt: skip
        case "absorb":
            target = catalogue.by_code(change.into, change.day)
            new = target.name if target is not None else change.name or change.into
            return tr("{old} kết thúc sau ngày {eve}; {new} kế thừa từ ngày {day}.", old=old, eve=eve, new=new, day=day)
        case "split":
            return tr("Thêm {name} tách ra từ {old} từ ngày {day}; {old} vẫn còn.", name=change.name, old=old, day=day)
        case "end":
            return tr("{old} kết thúc sau ngày {eve}.", old=old, eve=eve)


def _made(made: Unit, catalogue: Catalogue) -> str:
    around = catalogue.by_id(made.parent) if made.parent else None
    if made.it_host and around is not None:
        return tr(
            "Thêm {name} (mã {code}) thuộc {unit}, là nơi bố trí cán bộ chuyên trách theo Điều 5.",
            name=made.name,
            code=made.code,
            unit=around.label,
        )
    return tr("Thêm {name} (mã {code}).", name=made.name, code=made.code)


def _divisions(plan: Plan, catalogue: Catalogue) -> list[str]:
    """Say which divisions end with their unit."""
    rows = [catalogue.by_id(edit.id) for edit in plan.edits if not edit.new]
    ended = [row for row in rows if row is not None and plan.unit is not None and row.parent and row.id != plan.unit.id]
    if not ended:
        return []
    if len(ended) > DIVISIONS_NAMED:
        return [tr("{count} phòng, trung tâm trực thuộc kết thúc cùng ngày.", count=len(ended))]
    return [tr("Kết thúc cùng ngày: {names}.", names=", ".join(row.name for row in ended))]
