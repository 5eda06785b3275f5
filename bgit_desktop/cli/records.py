"""``records …`` and ``search``: what a person does with single records, from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from bgit_desktop.cli import conflicts, output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.conflicts import assignments
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.ids import is_id
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import BadInput, WrongUsage
from bgit_desktop.services import attachments, records, restricted, undo
from bgit_desktop.services.context import Session
from bgit_desktop.services.display import Display
from bgit_desktop.store.records import Query

SEARCH_LIMIT = 50
"""Hits ``search`` gives where no limit is said."""

NOT_SEARCHED = frozenset({"code", "clause", "holiday", "legal_text"})
"""Tables of the catalogue that ``search`` leaves out unless ``--type`` asks; on a unit's PC the units as well."""


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("records", help=tr("xem, thêm, sửa, xóa, hoàn tác bản ghi"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))

    kind = tr("loại bản ghi: {types}", types=", ".join(TYPES))

    def action(name: str, help_text: str, handler: Any, *, typed: bool = True, one: bool = False) -> Parser:
        parser: Parser = actions.add_parser(name, help=help_text)
        if typed:
            parser.argument("type", metavar="TYPE", help=kind)
        if one:
            parser.argument("id", metavar="ID", help=tr("mã bản ghi"))
        parser.set_defaults(handler=handler)
        return parser

    listing = action("list", tr("liệt kê"), _list)
    listing.argument("--where", metavar="f=v", action="append", help=tr("chỉ lấy bản ghi có trường f bằng v"))
    listing.argument("--sort", metavar="FIELD", help=tr("sắp xếp theo trường; -FIELD là giảm dần"))
    listing.argument("--limit", metavar="N", type=int, help=tr("nhiều nhất N dòng"))
    seen = tr("hiện cả giá trị hạn chế giữ ở máy này; việc xem được ghi lại")
    listing.argument("--restricted", action="store_true", help=seen)
    action("show", tr("xem một bản ghi"), _show, one=True).argument("--restricted", action="store_true", help=seen)
    values = tr(
        "trường=giá trị, trường để trống: xóa giá trị. Ngày YYYY-MM-DD, giờ YYYY-MM-DDTHH:MM, điều khoản QyD.6.2.b, "
        "bản ghi khác ghi mã, danh sách cách nhau bằng dấu chấm phẩy; ghi sai tên trường thì các tên đúng được liệt kê"
    )
    action("add", tr("thêm; in ra mã bản ghi mới"), _add).argument("values", metavar="f=v", nargs="+", help=values)
    action("set", tr("sửa"), _set, one=True).argument("values", metavar="f=v", nargs="+", help=values)
    action("delete", tr("xóa (hoàn tác được)"), _delete, one=True)
    action("history", tr("mọi thay đổi của một bản ghi"), _history, one=True)
    resolve = action("resolve", tr("giải quyết xung đột: ghi giá trị được chọn"), conflicts.resolve, one=True)
    settled = tr("trường=giá trị được chọn; bản ghi nơi xóa nơi sửa: exists=true giữ, exists=false xóa")
    resolve.argument("values", metavar="f=v", nargs="+", help=settled)
    about = tr("mọi xung đột đang chờ chọn giá trị, với người ghi, lúc ghi, máy ghi")
    action("conflicts", about, conflicts.list_all, typed=False).argument(
        "type", metavar="TYPE", nargs="?", default="", help=kind
    )
    action("undo", tr("hoàn tác thao tác gần nhất"), _undo, typed=False)
    action("redo", tr("làm lại thao tác vừa hoàn tác"), _redo, typed=False)

    redact = action("redact", tr("lược bỏ hẳn giá trị của các trường, cả trong nhật ký"), _redact, one=True)
    redact.argument("fields", metavar="FIELD", nargs="+", help=tr("tên trường"))
    redact.argument("--reason", metavar="TEXT", required=True, help=tr("lý do, được ghi lại"))
    about = tr("lược bỏ theo quy tắc: liên hệ, nhân thân của người đã thôi nhiệm vụ")
    retain = action("retain", about, _retain, typed=False)
    retain.argument("--before", metavar="DATE", required=True, help=tr("kết thúc trước ngày này (YYYY-MM-DD)"))
    retain.argument("--reason", metavar="TEXT", default="", help=tr("lý do, được ghi lại"))
    retain.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))

    search: Parser = commands.add_parser("search", help=tr("tìm không cần dấu trong mọi bản ghi"))
    search.argument("text", metavar="TEXT", nargs="+", help=tr("các từ cần tìm"))
    search.argument("--type", metavar="T", help=tr("chỉ tìm trong một loại bản ghi"))
    search.argument("--limit", metavar="N", type=int, default=SEARCH_LIMIT, help=tr("nhiều nhất N dòng"))
    search.set_defaults(handler=_search)


def _conditions(kind: RecordType, words: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    """Read ``--where`` conditions; ``unit`` and ``id`` are asked for like fields."""
    found: list[tuple[str, Value]] = []
    for word in words:
        name, _, text = word.partition("=")
        if name in ("unit", "id") and name not in kind.by_name:
            if name == "id" and not is_id(text.strip()):
                raise BadInput(tr("“{id}” không phải là mã bản ghi.", id=text), field=name)
            found.append((name, text.strip()))
        else:
            found += list(assignments(kind, [word]).items())
    return tuple(found)


def _list(call: Call) -> int:
    kind = record_type(call.args.type)
    where = _conditions(kind, call.args.where or ())
    limit = _positive(call.args.limit)
    with call.store(write=call.args.restricted) as session:
        if call.json:
            sort = call.args.sort or ""
            for record in _same_everywhere(records.listing(session, Query(kind.name, where=where, sort=sort)), sort)[
                :limit
            ]:
                output.json_line(_seen(call, session, kind, record))
            return DONE
        query = Query(kind.name, where=where, sort=call.args.sort or kind.default_sort, limit=limit)
        found = [_seen(call, session, kind, record) for record in records.listing(session, query)]
        print_list(session, kind, found)
    return DONE


def _seen(call: Call, session: Session, kind: RecordType, record: dict[str, Value]) -> dict[str, Value]:
    """Give a record, with its restricted values where they were asked for."""
    return restricted.revealed(session, kind.name, record) if call.args.restricted else record


def _positive(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise WrongUsage(tr("--limit phải là số lớn hơn 0."))
    return limit


def _same_everywhere(found: list[dict[str, Value]], sort: str) -> list[dict[str, Value]]:
    """Order rows of equal value by id: their order in the database is not the same in another store."""
    if not sort:
        return found
    name = sort.removeprefix("-")
    ordered: list[dict[str, Value]] = []
    for _, group in groupby(found, key=lambda record: record[name]):
        ordered += sorted(group, key=lambda record: str(record["id"]))
    return ordered


def print_list(session: Session, kind: RecordType, found: list[dict[str, Value]]) -> None:
    """Print records as a table, with how many there are."""
    if not found:
        output.line(str(kind.empty) if kind.empty else tr("Không có bản ghi nào."))
        return
    display = Display(session)
    fields = kind.columns
    cells = display.rows(fields, found)
    head = [tr("Mã"), *(str(field.label) for field in fields)]
    rows = [[str(record["id"]), *row] for record, row in zip(found, cells, strict=True)]
    if session.is_province and kind.scope == "unit":
        head.insert(1, tr("Đơn vị"))
        for record, line in zip(found, rows, strict=True):
            line.insert(1, display.units.get(str(record["unit"]), str(record["unit"])))
    output.table(head, rows, right=[i for i, name in enumerate(head) if _numeric(kind, name)])
    output.line()
    output.line(tr("{count} bản ghi", count=len(found)))


def _numeric(kind: RecordType, label: str) -> bool:
    return any(str(field.label) == label and field.kind in ("int", "number") for field in kind.fields)


def _show(call: Call) -> int:
    kind = record_type(call.args.type)
    with call.store(write=call.args.restricted) as session:
        record = _seen(call, session, kind, records.show(session, kind.name, call.args.id))
        heads_of = records.conflicts_of(session, kind.name, call.args.id)
        if call.json:
            shown = {name: [conflicts.as_json(each) for each in heads] for name, heads in heads_of.items()}
            output.json_line({**record, "conflicts": shown})
            return DONE
        display = Display(session)
        rows = [(tr("Mã"), str(record["id"])), (tr("Đơn vị"), str(record["unit"]))]
        rows += [(str(field.label), display.text(field, record[field.name])) for field in kind.fields]
        output.pairs(rows)
        for name, inside in records.children(session, kind.name, call.args.id).items():
            if inside:
                output.line()
                output.line(str(TYPES[name].plural) + ":")
                print_list(session, TYPES[name], inside)
        _print_more(session, kind, record, display)
        conflicts.print_conflicts(display, kind, heads_of)
    return DONE


def _print_more(session: Session, kind: RecordType, record: dict[str, Value], display: Display) -> None:
    """Print what the window's pane tells besides the values: an incident's course, what an officer did while in charge."""
    from bgit_desktop.services import detail

    if kind.name == "incident":
        output.line()
        output.line(tr("Diễn biến") + ":")
        output.pairs([(each.when, each.text) for each in detail.course_of(session, record, display)])
    for part in detail.tenure_parts(session, record) if kind.name == "officer" else ():
        output.line()
        output.line(part.heading + ":")
        output.pairs([(line.label, line.text) for line in part.lines])


def _add(call: Call) -> int:
    kind = record_type(call.args.type)
    values = assignments(kind, call.args.values)
    with call.store(write=True) as session:
        record_id = records.add(session, kind.name, attachments.with_files(session, kind, values))
        _warn(session, kind, record_id, values)
    if call.json:
        output.json_line({"id": record_id})
    else:
        output.line(record_id)
    return DONE


def _set(call: Call) -> int:
    kind = record_type(call.args.type)
    values = assignments(kind, call.args.values)
    with call.store(write=True) as session:
        changed = records.change(session, kind.name, call.args.id, attachments.with_files(session, kind, values))
        _warn(session, kind, call.args.id, values)
    if call.json:
        output.json_line({"id": call.args.id, "changed": changed})
    else:
        output.line(tr("Đã sửa.") if changed else tr("Không có gì khác với bản ghi đang có."))
    return DONE


def _warn(session: Session, kind: RecordType, record_id: str, values: dict[str, Value]) -> None:
    """Say beside the result what looks wrong in what was accepted."""
    if restricted.has_any(kind):
        for warning in restricted.warnings_of(kind, records.show(session, kind.name, record_id) | values):
            output.note(warning)


def _delete(call: Call) -> int:
    kind = record_type(call.args.type)
    with call.store(write=True) as session:
        deleted = records.delete(session, kind.name, [call.args.id])
    if call.json:
        output.json_line({"id": call.args.id, "deleted": deleted})
    else:
        output.line(tr("Đã xóa {count} bản ghi; “records undo” để lấy lại.", count=deleted))
    return DONE


def _history(call: Call) -> int:
    kind = record_type(call.args.type)
    with call.store() as session:
        entries = records.history(session, kind.name, call.args.id)
        if call.json:
            for entry in entries:
                output.json_line(asdict(entry))
            return DONE
        display = Display(session)
        verbs = {"i": tr("Thêm"), "u": tr("Sửa"), "d": tr("Xóa")}
        rows = []
        for entry in entries:
            changes = "; ".join(
                f"{kind.by_name[name].label if name in kind.by_name else name}: "
                f"{(display.text(kind.by_name[name], value) if name in kind.by_name else str(value)) or EMPTY}"
                for name, value in entry.values.items()
            )
            verb = verbs[entry.kind] if entry.active else tr("{verb} (đã thu hồi)", verb=verbs[entry.kind])
            rows.append([entry.at, entry.actor, entry.unit, verb, changes])
        output.table([tr("Lúc (UTC)"), tr("Người"), tr("Đơn vị"), tr("Việc"), tr("Nội dung")], rows)
    return DONE


def _undo(call: Call) -> int:
    with call.store(write=True) as session:
        undone = undo.undo(session)
    if call.json:
        output.json_line({"undone": undone.label, "records": undone.records})
    else:
        output.line(tr("Đã hoàn tác: {label} ({count} bản ghi).", label=undone.label, count=undone.records))
    return DONE


def _redo(call: Call) -> int:
    with call.store(write=True) as session:
        redone = undo.redo(session)
    if call.json:
        output.json_line({"redone": redone.label, "records": redone.records})
    else:
        output.line(tr("Đã làm lại: {label} ({count} bản ghi).", label=redone.label, count=redone.records))
    return DONE


def _redact(call: Call) -> int:
    from bgit_desktop.services import redaction

    with call.store(write=True) as session:
        done = redaction.redact_values(session, call.args.type, call.args.id, call.args.fields, call.args.reason)
    if call.json:
        output.json_line({"id": call.args.id, "fields": list(done.fields), "lines": done.lines, "copies": done.copies})
    else:
        output.line(tr("Đã lược bỏ giá trị trong {count} dòng nhật ký; không lấy lại được.", count=done.lines))
        output.note(tr("Bản sao lưu và các gói đã chép ra ngoài vẫn còn giá trị này; hãy xử lý riêng."))
    return DONE


def _retain(call: Call) -> int:
    from bgit_desktop.core.values import parse_text
    from bgit_desktop.services import redaction

    before = str(parse_text(TYPES["officer"].by_name["end_date"], call.args.before))
    with call.store(write=not call.args.dry_run) as session:
        found = (
            redaction.due(session, before) if call.args.dry_run else redaction.retain(session, before, call.args.reason)
        )
    for each in found:
        if call.json:
            output.json_line({"type": each.type, "id": each.id, "fields": list(each.fields)})
        else:
            output.line(f"{each.type} {each.id} {each.title}: {', '.join(each.fields)}")
    if not call.json:
        output.line(tr("{count} bản ghi", count=len(found)))
    return DONE


def _searched(session: Session, name: str | None) -> list[RecordType]:
    """Give the types a search looks through."""
    if name:
        return [record_type(name)]
    left_out = NOT_SEARCHED if session.is_province else NOT_SEARCHED | {"unit"}
    return [kind for each, kind in TYPES.items() if each not in left_out]


def _search(call: Call) -> int:
    text = " ".join(call.args.text)
    if not text.strip():
        raise WrongUsage(tr("Hãy ghi từ cần tìm sau “search”."))
    limit = _positive(call.args.limit) or SEARCH_LIMIT
    hits: list[tuple[RecordType, dict[str, Value]]] = []
    with call.store() as session:
        for kind in _searched(session, call.args.type):
            left = limit - len(hits)
            if left > 0 and kind.searchable:
                query = Query(kind.name, search=text, sort=kind.default_sort, limit=left)
                hits += [(kind, record) for record in records.listing(session, query)]
        if call.json:
            for kind, record in hits:
                output.json_line({**record, "type": kind.name, "title": record[kind.title]})
            return DONE
        if not hits:
            output.line(tr("Không tìm thấy “{text}”.", text=text))
            return DONE
        display = Display(session)
        rows = [
            [
                kind.name,
                str(record["id"]),
                display.text(kind.by_name[kind.title], record[kind.title]),
                str(record["unit"]),
            ]
            for kind, record in hits
        ]
        output.table([tr("Loại"), tr("Mã"), tr("Tên"), tr("Đơn vị")], rows)
    return DONE
