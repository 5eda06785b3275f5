"""``ruling …``: a person settles what "Cần xem xét", with a reason."""

from __future__ import annotations

from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("ruling", help=tr("kết luận các kết quả “Cần xem xét”, kèm lý do"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    listing: Parser = actions.add_parser("list", help=tr("các kết quả đang chờ kết luận"))
    listing.argument("--unit", metavar="U", help=tr("chỉ một đơn vị (mã)"))
    listing.argument("--as-of", metavar="DATE", help=tr("xét tại ngày; mặc định hôm nay"))
    listing.set_defaults(handler=_list)
    adding: Parser = actions.add_parser("add", help=tr("ghi một kết luận; in ra mã bản ghi"))
    adding.argument("clause", metavar="CLAUSE", help=tr("điều khoản, ví dụ 4, 5.2, 10.2.b"))
    adding.argument("subject", metavar="SUBJECT", help=tr("mã cán bộ, mã sự cố hoặc mã đơn vị"))
    adding.argument("--verdict", metavar="V", required=True, help=tr("met, not_met hoặc not_applicable"))
    adding.argument("--reason", metavar="TEXT", required=True, help=tr("lý do, được lưu cùng kết quả"))
    adding.argument("--by", metavar="NAME", help=tr("người kết luận; mặc định người dùng kho này"))
    adding.argument("--on", metavar="DATE", help=tr("ngày kết luận; mặc định hôm nay"))
    adding.argument("--document", metavar="ID", help=tr("mã văn bản kết luận, nếu có"))
    adding.set_defaults(handler=_add)


def _list(call: Call) -> int:
    from bgit_desktop.services import rulings

    with call.store() as session:
        found = rulings.waiting(session, call.unit(session, call.args.unit), call.args.as_of)
    if call.json:
        for each in found:
            output.json_line(each.as_json())
        return DONE
    if not found:
        output.line(tr("Không có kết quả nào chờ kết luận."))
        return DONE
    rows = [[each.unit, each.name, each.clause, each.subject, each.reasons[-1]] for each in found]
    output.table([tr("Đơn vị"), tr("Đối tượng"), tr("Điều khoản"), tr("Mã"), tr("Vì sao")], rows)
    return DONE


def _add(call: Call) -> int:
    from bgit_desktop.services import rulings

    with call.store(write=True) as session:
        made = rulings.rule(
            session,
            call.args.clause,
            call.args.subject,
            call.args.verdict,
            call.args.reason,
            decided_by=call.args.by or "",
            decided_on=call.args.on,
            document=call.args.document,
        )
    if call.json:
        output.json_line({"id": made})
    else:
        output.line(made)
    return DONE
