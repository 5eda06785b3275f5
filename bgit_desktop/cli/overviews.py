"""``matrix`` and ``calendar``: the compliance matrix of a period, and what is due when (Điều 11.1, 7.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.errors import BadInput


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    matrix: Parser = commands.add_parser("matrix", help=tr("ma trận thực hiện: đơn vị × điều khoản của một kỳ"))
    matrix.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    matrix.argument("--unit", metavar="U", default="", help=tr("chỉ một đơn vị (mã)"))
    matrix.set_defaults(handler=_matrix)

    calendar: Parser = commands.add_parser("calendar", help=tr("lịch: việc gì đến hạn, ngày nào, theo văn bản nào"))
    calendar.argument("--from", dest="start", metavar="DATE", help=tr("từ ngày; mặc định đầu năm nay"))
    calendar.argument("--to", dest="end", metavar="DATE", help=tr("đến ngày; mặc định cuối năm nay"))
    calendar.argument("--holidays", action="store_true", help=tr("cả ngày nghỉ lễ"))
    calendar.set_defaults(handler=_calendar)


def _matrix(call: Call) -> int:
    from bgit_desktop.services.compliance import compliance

    period = Period.parse(call.args.period)
    with call.store() as session:
        found = compliance(session, period, call.args.unit)
    matrix = found.matrix
    if call.json:
        for unit in matrix.units:
            cells = {
                clause: {"verdict": cell.state, "met": cell.met, "judged": cell.judged}
                for clause in matrix.clauses
                if (cell := matrix.cells.get((unit, clause))) is not None
            }
            output.json_line({"unit": unit, "name": found.names[unit], "period": period.code, "cells": cells})
        return DONE
    for unit in matrix.units:
        output.line(found.names[unit])
        for clause in matrix.clauses:
            cell = matrix.cells.get((unit, clause))
            if cell is not None:
                counted = f" ({cell.met}/{cell.judged})" if cell.judged > 1 else ""
                output.line(f"    {clause}: {STATE_LABELS[cell.state]}{counted}")
    return DONE


def _calendar(call: Call) -> int:
    from bgit_desktop.services import agenda
    from bgit_desktop.services.report_cycle import day_of

    with call.store() as session:
        year = session.today().year
        start = date.fromisoformat(day_of(session, call.args.start)) if call.args.start else date(year, 1, 1)
        end = date.fromisoformat(day_of(session, call.args.end)) if call.args.end else date(year, 12, 31)
        if end < start:
            raise BadInput(tr("“Đến ngày” không được trước “Từ ngày”."))
        found = agenda.entries(session, start, end)
    for each in found:
        if each.kind == "holiday" and not call.args.holidays:
            continue
        if call.json:
            output.json_line(
                {
                    "day": each.day.isoformat(), "kind": each.kind, "title": each.title, "document": each.basis or None,
                    "binding": each.binding, "done": each.done,
                }
            )  # fmt: skip
        else:
            basis = f"  [{each.basis}]" if each.basis else ""
            output.line(f"{show_date(each.day)}  {agenda.KIND_LABELS[each.kind]}: {each.title}{basis}")
    return DONE
