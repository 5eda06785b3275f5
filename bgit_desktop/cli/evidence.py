"""``evidence …``: tie a record to a clause and a document, see what proves what (Điều 11.1)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.values import EMPTY


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("evidence", help=tr("minh chứng: bản ghi gắn với điều khoản và văn bản"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))

    add: Parser = actions.add_parser("add", help=tr("gắn minh chứng cho một bản ghi; in mã minh chứng"))
    add.argument("type", metavar="TYPE", help=tr("loại bản ghi: {types}", types=", ".join(TYPES)))
    add.argument("id", metavar="ID", help=tr("mã bản ghi"))
    add.argument("--clause", metavar="C", help=tr("điều khoản, ví dụ QyD.6.2.b; bỏ trống là điều khoản của bản ghi"))
    add.argument("--document", metavar="D", help=tr("mã văn bản chứng minh"))
    add.argument("--page", metavar="P", help=tr("trang"))
    add.argument("--note", metavar="N", help=tr("ghi chú"))
    add.set_defaults(handler=_add)

    listing: Parser = actions.add_parser("list", help=tr("các minh chứng đã gắn"))
    listing.argument("--clause", metavar="C", help=tr("chỉ của điều khoản này và các điểm của nó"))
    listing.argument("--type", metavar="TYPE", help=tr("chỉ của loại bản ghi này"))
    listing.argument("--id", metavar="ID", help=tr("chỉ của bản ghi này"))
    listing.argument("--document", metavar="D", help=tr("chỉ từ văn bản này"))
    listing.set_defaults(handler=_list)


def _add(call: Call) -> int:
    from bgit_desktop.services import evidence

    args = call.args
    values = {name: getattr(args, name) for name in ("clause", "document", "page", "note")}
    with call.store(write=True) as session:
        made = evidence.add(session, record_type(args.type).name, args.id, values)
    if call.json:
        output.json_line({"id": made})
    else:
        output.line(made)
    return DONE


def _list(call: Call) -> int:
    from bgit_desktop.services import evidence

    args = call.args
    with call.store() as session:
        found = evidence.listing(
            session, clause=args.clause or "", type_name=record_type(args.type).name if args.type else "",
            record=args.id or "", document=args.document or "",
        )  # fmt: skip
    rows = []
    for each in found:
        if call.json:
            output.json_line(asdict(each))
        what = tr("{name} (bản ghi đã xóa)", name=each.label) if each.gone else each.label
        rows.append([each.id, each.clause or EMPTY, each.type, what, each.cited or EMPTY, each.page, each.note])
    if not call.json:
        if rows:
            heads = (
                tr("Mã"),
                tr("Điều khoản"),
                tr("Loại"),
                tr("Minh chứng cho"),
                tr("Văn bản"),
                tr("Trang"),
                tr("Ghi chú"),
            )
            output.table(list(heads), rows)
        output.line(tr("{count} minh chứng", count=len(rows)))
    return DONE
