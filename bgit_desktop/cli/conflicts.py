"""``records conflicts`` and ``records resolve``: the values that stand against each other, and choosing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.fold import EXISTENCE
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import record_type
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import WrongUsage
from bgit_desktop.services import conflicts, records
from bgit_desktop.services.conflicts import Standing
from bgit_desktop.services.display import Display


def assignments(kind: RecordType, words: Sequence[str]) -> dict[str, Value]:
    """Read ``field=value`` words; one without ``=`` is wrong usage.

    Raises:
        WrongUsage: a word has no ``=``.
        BadInput: a value is wrong.
        NotFound: a field does not exist.
    """
    for word in words:
        if "=" not in word:
            raise WrongUsage(tr("“{word}” không đúng; hãy ghi trường=giá trị.", word=word))
    return records.parse_assignments(kind, words)


def as_json(value: records.ConflictValue) -> dict[str, Any]:
    """Give a value of a conflict in the form of ``records show --json``."""
    found = asdict(value)
    found.pop("wrote")
    if not found.pop("deletion"):
        return found
    return {**found, "value": None, "deletion": True}


def print_conflicts(display: Display, kind: RecordType, found: dict[str, list[records.ConflictValue]]) -> None:
    """Print the conflicts of a record in words."""
    for name, heads in found.items():
        output.line()
        label = tr("Một nơi xóa, một nơi sửa") if name == EXISTENCE else str(kind.by_name[name].label)
        output.line(tr("Xung đột: {field}", field=label))
        for each in heads:
            if name == EXISTENCE:
                text = tr("xóa") if each.deletion else tr("giữ và sửa")
            else:
                text = display.text(kind.by_name[name], each.value) or EMPTY
            output.line(f"  {text}  ({each.actor}, {each.at}, {each.replica})")


def list_all(call: Call) -> int:
    """List the conflicts; exit code 0 whether there are any or not."""
    with call.store() as session:
        found = conflicts.standing(session, call.args.type)
        total = conflicts.count(session)
    for each in found:
        if call.json:
            output.json_line(_standing(each))
            continue
        output.line(f"{each.type} {each.record}  {each.title} ({each.unit}) — {each.field or 'exists'}: {each.label}")
        for rival in each.rivals:
            output.line(f"    {rival.text}  ({rival.actor}, {rival.when}, {rival.pc})")
        if each.refused:
            output.line(f"    {each.refused}")
    if not call.json:
        output.line(tr("{count} xung đột.", count=len(found) if call.args.type else total))
        if found:
            output.note(
                tr("Chọn một giá trị: “records resolve TYPE ID trường=giá trị” (bị xóa: exists=true hoặc false).")
            )
    return DONE


def _standing(each: Standing) -> dict[str, Any]:
    values = [
        {"value": rival.value, "text": rival.text, "actor": rival.actor, "when": rival.when, "pc": rival.pc,
         "deletion": rival.deletion}
        for rival in each.rivals
    ]  # fmt: skip
    return {
        "type": each.type, "id": each.record, "title": each.title, "unit": each.unit, "field": each.field,
        "values": values, "settled_here": not each.refused,
    }  # fmt: skip


def resolve(call: Call) -> int:
    """Write the values chosen."""
    kind = record_type(call.args.type)
    if call.args.values in (["exists=true"], ["exists=false"]):
        return _settle_deletion(call, keep=call.args.values == ["exists=true"])
    values = assignments(kind, call.args.values)
    with call.store(write=True) as session:
        records.resolve(session, kind.name, call.args.id, values)
        left = records.conflicts_of(session, kind.name, call.args.id)
    if call.json:
        output.json_line({"id": call.args.id, "resolved": sorted(values), "conflicts": len(left)})
    else:
        output.line(tr("Đã giải quyết; bản ghi còn {count} xung đột.", count=len(left)))
    return DONE


def _settle_deletion(call: Call, *, keep: bool) -> int:
    """Settle a deletion against an edit: ``exists=true`` keeps the record, ``exists=false`` deletes it."""
    with call.store(write=True) as session:
        records.settle_deletion(session, call.args.type, call.args.id, keep=keep)
    if call.json:
        output.json_line({"id": call.args.id, "resolved": ["exists"], "exists": keep})
    else:
        output.line(tr("Đã giữ bản ghi.") if keep else tr("Đã xóa bản ghi."))
    return DONE
