"""The catalogue of units on the command line: listed by day, changed, and the change set as shipped."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput, WrongUsage

if TYPE_CHECKING:
    from bgit_desktop.core.unit_change_set import UnitChange
    from bgit_desktop.services.unit_changes import AppliedChanges, Chosen, ProposedChange

_ACTIONS = ("new", "rename", "kind", "move", "absorb", "split", "end")
_KINDS = ("department", "agency", "district", "city", "town", "division", "province")


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("units", help=tr("danh mục đơn vị theo ngày, thay đổi đơn vị"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    listing: Parser = actions.add_parser("list", help=tr("các đơn vị tồn tại vào một ngày"))
    listing.argument("--as-of", metavar="DATE", help=tr("ngày; mặc định hôm nay"))
    listing.argument("--all", action="store_true", help=tr("cả phòng, ban, đơn vị ngoài phạm vi, mọi thời kỳ"))
    listing.set_defaults(handler=_list)

    changing: Parser = actions.add_parser("change", help=tr("đổi một đơn vị; xem trước bằng --dry-run"))
    changing.argument("kind_of_change", metavar=tr("LOẠI"), choices=_ACTIONS, help=", ".join(_ACTIONS))
    changing.argument("--code", metavar="CODE", required=True, help=tr("mã của đơn vị bị đổi, hoặc của đơn vị mới"))
    changing.argument(
        "--into", metavar="CODE", action="append", help=tr("mã đơn vị tiếp nhận hoặc tách ra; lặp lại được")
    )
    changing.argument("--name", help=tr("tên mới, hoặc tên của đơn vị mới"))
    changing.argument("--short-name", help=tr("tên ngắn"))
    changing.argument("--alias", action="append", help=tr("tên gọi khác; lặp lại được"))
    changing.argument("--kind", choices=_KINDS, help=tr("loại đơn vị"))
    changing.argument("--parent", metavar="CODE", help=tr("mã đơn vị cấp trên"))
    changing.argument("--out-of-scope", action="store_true", help=tr("đơn vị mới không thuộc phạm vi áp dụng"))
    changing.argument("--it-host", action="store_true", help=tr("phòng mới là nơi bố trí cán bộ chuyên trách (Điều 5)"))
    changing.argument("--on", metavar="DATE", required=True, help=tr("ngày đầu của trạng thái mới"))
    changing.argument("--document", required=True, help=tr("văn bản quyết định: số, ký hiệu, ngày"))
    changing.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))
    changing.set_defaults(handler=_change)

    shipped: Parser = actions.add_parser("changes", help=tr("các thay đổi đơn vị có sẵn; áp dụng bằng --apply"))
    shipped.argument("--apply", metavar="KEY", action="append", help=tr("mã thay đổi hoặc cả nhóm; lặp lại được"))
    shipped.argument("--code", metavar="KEY=CODE", action="append", help=tr("mã đơn vị mới mà thay đổi còn thiếu"))
    shipped.argument("--on", metavar="DATE", help=tr("ngày theo quyết định, nếu khác ngày có sẵn"))
    shipped.argument("--document", help=tr("văn bản quyết định, nếu cần ghi đủ"))
    shipped.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))
    shipped.set_defaults(handler=_changes)


def _day(text: str, name: str) -> date:
    from bgit_desktop.core.values import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise BadInput(f"{name}: {error}.", field=name) from None


def _list(call: Call) -> int:
    with call.store() as session:
        catalogue = session.catalogue()
        day = _day(call.args.as_of, "--as-of") if call.args.as_of else session.today()
        units = list(catalogue) if call.args.all else catalogue.bound_on(day)
    names = {unit.id: unit.code for unit in catalogue}
    if call.json:
        for unit in units:
            output.json_line(
                {
                    "id": unit.id, "code": unit.code, "name": unit.name, "short_name": unit.short_name,
                    "kind": unit.kind, "parent": names.get(unit.parent or "", ""), "valid_from": _iso(unit.valid_from),
                    "valid_to": _iso(unit.valid_to), "in_scope": unit.in_scope,
                    "predecessors": [names.get(each, each) for each in unit.predecessors],
                    "successors": [names.get(each, each) for each in unit.successors], "document": unit.document,
                }
            )  # fmt: skip
        return DONE
    from bgit_desktop.core.registry import TYPES

    kinds = TYPES["unit"].by_name["kind"]
    rows = [
        [unit.code, unit.name, kinds.choice_label(unit.kind), _iso(unit.valid_from) or "", _iso(unit.valid_to) or ""]
        for unit in units
    ]
    output.table([tr("Mã"), tr("Tên đơn vị"), tr("Loại"), tr("Hiệu lực từ"), tr("Hiệu lực đến")], rows)
    return DONE


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _change(call: Call) -> int:
    from bgit_desktop.core.unit_change_set import compose
    from bgit_desktop.services import unit_changes

    args = call.args
    with call.store(write=not args.dry_run) as session:
        change = compose(
            args.kind_of_change,
            _day(args.on, "--on"),
            args.document,
            code=args.code if args.kind_of_change == "new" else call.unit(session, args.code) or "",
            into=[call.unit(session, code) or "" for code in args.into or ()],
            name=args.name or "",
            short_name=args.short_name or "",
            aliases=args.alias or (),
            kind=args.kind or "",
            parent=call.unit(session, args.parent) or "",
            in_scope=not args.out_of_scope,
            it_host=args.it_host,
        )
        proposed = unit_changes.look(session, change)
        done = None if args.dry_run else unit_changes.make(session, change)
    return _told(call, [proposed], done)


def _changes(call: Call) -> int:
    from bgit_desktop.services import unit_changes

    args = call.args
    if not args.apply and (args.code or args.on or args.document or args.dry_run):
        raise WrongUsage(tr("Còn thiếu: {names}.", names="--apply"))
    chosen = _chosen(call)
    wanted = {each.key for each in chosen}
    with call.store(write=bool(chosen) and not args.dry_run) as session:
        proposed = [each for each in unit_changes.propose(session, chosen) if not wanted or each.key in wanted]
        done = unit_changes.apply(session, chosen) if chosen and not args.dry_run else None
    if not chosen and not call.json:
        states = {"pending": tr("Chưa áp dụng"), "done": tr("Đã áp dụng"), "blocked": tr("Chưa áp dụng được")}
        rows = [[each.key, each.change.day.isoformat(), each.title, states[each.state]] for each in proposed]
        output.table([tr("Mã thay đổi"), tr("Từ ngày"), tr("Thay đổi"), tr("Tình trạng")], rows)
        return DONE
    return _told(call, proposed, done)


def _chosen(call: Call) -> list[Chosen]:
    """Give the changes named, a whole group by its name."""
    from bgit_desktop.errors import NotFound
    from bgit_desktop.services.unit_changes import Chosen, shipped

    codes: dict[str, str] = {}
    for word in call.args.code or ():
        key, sign, code = word.rpartition("=")
        if not sign:
            raise BadInput(tr("“{word}” không đúng; hãy ghi MÃ_THAY_ĐỔI=MÃ_ĐƠN_VỊ.", word=word), field="--code")
        codes[key] = code
    day = _day(call.args.on, "--on") if call.args.on else None
    found: list[UnitChange] = []
    for name in call.args.apply or ():
        named = [change for change in shipped() if name in (change.key, change.group)]
        if not named:
            raise NotFound(tr("Không có thay đổi đơn vị nào mang mã {key}.", key=name))
        found += named
    return [Chosen(each.key, codes.get(each.key, ""), day, call.args.document or "") for each in dict.fromkeys(found)]


def _told(call: Call, proposed: list[ProposedChange], done: AppliedChanges | None) -> int:
    """Say what changes do, and that they were made."""
    if call.json:
        for each in proposed:
            output.json_line(
                {
                    "key": each.key, "title": each.title, "on": each.change.day.isoformat(), "state": each.state,
                    "does": list(each.does), "document": each.change.legal_basis,
                    "rows": [asdict(row) for row in each.rows], "touches": [asdict(unit) for unit in each.touches],
                    "applied": done is not None,
                }
            )  # fmt: skip
        return DONE
    for each in proposed:
        output.line(each.title)
        for sentence in each.does:
            output.line(f"  {sentence}")
        for row in each.rows:
            output.line(f"  [{row.code}] {row.name}: {tr('dòng mới') if row.new else tr('sửa')}")
            for label, before, now in row.fields:
                output.line(f"      {label}: {before + ' → ' if before else ''}{now or '—'}")
        for unit in each.touches:
            output.line(
                "  "
                + tr(
                    "{unit}: {machines} máy có khóa, {officers} cán bộ, {tasks} nhiệm vụ chưa xong, "
                    "{incidents} sự cố đang mở, {difficulties} vướng mắc chưa trả lời",
                    unit=unit.name, machines=unit.machines, officers=unit.officers, tasks=unit.tasks,
                    incidents=unit.incidents, difficulties=unit.difficulties,
                )
            )  # fmt: skip
    if done is None:
        output.line(tr("Xem trước, chưa ghi gì."))
    else:
        said = tr(
            "Đã ghi: {label} ({records} dòng danh mục); hoàn tác bằng lệnh “records undo”.",
            label=done.label,
            records=done.records,
        )
        output.line(said)
    return DONE
