"""Lists in and out of Excel, the verdicts, the reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, IN_PART, Call
from bgit_desktop.cli.outfile import out_file
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import record_type
from bgit_desktop.errors import WrongUsage


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    importing: Parser = commands.add_parser("import-xlsx", help=tr("nhập danh sách từ tệp Excel"))
    importing.argument("file", metavar="FILE", type=Path, help=tr("tệp .xlsx"))
    importing.argument("--type", metavar="T", help=tr("loại bản ghi; bỏ trống thì tự nhận ra"))
    importing.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))
    importing.set_defaults(handler=_import)

    template: Parser = commands.add_parser("template", help=tr("tạo tệp Excel mẫu để nhập"))
    template.argument("type", metavar="TYPE", help=tr("loại bản ghi, ví dụ officer, task, incident"))
    template.argument("--out", metavar="F.xlsx", type=Path, required=True, help=tr("tệp sẽ ghi"))
    template.set_defaults(handler=_template)

    export: Parser = commands.add_parser("export-xlsx", help=tr("xuất danh sách ra tệp Excel"))
    export.argument("types", metavar="TYPE", nargs="+", help=tr("các loại bản ghi"))
    export.argument("--out", metavar="F.xlsx", type=Path, required=True, help=tr("tệp sẽ ghi"))
    export.set_defaults(handler=_export)

    verdicts: Parser = commands.add_parser("verdicts", help=tr("kết quả xét theo từng điều khoản, kèm lý do"))
    verdicts.argument("--unit", metavar="U", help=tr("chỉ một đơn vị (mã)"))
    verdicts.argument("--as-of", metavar="DATE", help=tr("xét tại ngày; mặc định hôm nay"))
    verdicts.argument(
        "--period", metavar="P", help=tr("kỳ được xét: 2024-H1, 2024-H2 hoặc 2024; mặc định kỳ chứa ngày xét")
    )
    verdicts.argument(
        "--clause",
        metavar="C",
        action="append",
        help=tr("chỉ điều khoản này, ví dụ 4, 6.2, 10.2.a; ghi được nhiều lần"),
    )
    verdicts.set_defaults(handler=_verdicts)

    report: Parser = commands.add_parser("report", help=tr("lập báo cáo theo thể thức NĐ 30/2020"))
    report.argument("kind", metavar="KIND", nargs="?", help=tr("loại báo cáo; xem --list"))
    report.argument("--list", action="store_true", help=tr("các loại báo cáo"))
    report.argument("--period", metavar="P", help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024; có --record thì không cần"))
    report.argument("--unit", metavar="U", help=tr("chỉ một đơn vị (mã)"))
    report.argument("--record", "--incident", metavar="ID", help=tr("chỉ một bản ghi: một sự cố, một cuộc giao ban…"))
    report.argument("--variant", metavar="V", help=tr("dạng văn bản cho một bản ghi; sự cố: first, follow_up, final"))
    report.argument("--out", metavar="F", type=Path, help=tr("tệp .pdf, .docx hoặc .xlsx sẽ ghi"))
    report.argument(
        "--units",
        choices=("then", "now"),
        default="then",
        help=tr("số liệu tính theo đơn vị lúc đó (then) hoặc đơn vị hiện nay (now)"),
    )
    report.set_defaults(handler=_report)


# -- Excel -----------------------------------------------------------------------------------------------------------


def _import(call: Call) -> int:
    from bgit_desktop.services import importing

    kind = record_type(call.args.type).name if call.args.type else None
    with call.store(write=not call.args.dry_run) as session:
        result = importing.import_file(session, call.args.file, type_name=kind, dry_run=call.args.dry_run)
    if call.json:
        output.json_line(result.as_json())
    else:
        for each in result.problems:
            output.line(f"{each.sheet}!{each.cell}: {each.reason}")
        for each in result.notes:
            output.note(f"{each.sheet}!{each.cell}: {each.reason}")
        summary = result.summary()
        output.line(tr("Xem trước, chưa ghi gì. {summary}", summary=summary) if call.args.dry_run else summary)
    return IN_PART if result.refused else DONE


def _template(call: Call) -> int:
    from bgit_desktop.services import importing

    kind = record_type(call.args.type)
    out = out_file(call, ".xlsx")
    with call.store() as session:
        importing.template(session, kind.name, out)
    return _written(call, out)


def _written(call: Call, path: Path) -> int:
    if call.json:
        output.json_line({"file": str(path)})
    else:
        output.line(tr("Đã ghi {path}", path=path))
    return DONE


def _export(call: Call) -> int:
    from bgit_desktop.services.export_lists import export_types

    names = [record_type(each).name for each in call.args.types]
    out = out_file(call, ".xlsx")
    with call.store() as session:
        export_types(session, names, out)
    return _written(call, out)


# -- verdicts --------------------------------------------------------------------------------------------------------


def _verdicts(call: Call) -> int:
    from bgit_desktop.core.verdicts.model import OWNER_LABELS, RULE_LABELS, STATE_LABELS
    from bgit_desktop.services import verdicts

    with call.store() as session:
        unit = call.unit(session, call.args.unit)
        found = verdicts.verdicts(session, unit, call.args.as_of, clauses=call.args.clause, period=call.args.period)
    if call.json:
        for each in found:
            output.json_line(each.as_json())
        return DONE
    for each in found:
        owner = f" [{OWNER_LABELS[each.owner]}]" if each.owner else ""
        words = (str(RULE_LABELS[each.rule]) if each.rule else "", each.period)
        more = "".join(f", {word}" for word in words if word)
        output.line(f"{each.unit}  {each.name}  {each.clause}{more}: {STATE_LABELS[each.verdict]}{owner}")
        for reason in each.reasons:
            output.line(f"    {reason}")
        for missing in each.missing:
            output.line("    " + tr("Thiếu: {what}", what=missing))
    return DONE


# -- reports ---------------------------------------------------------------------------------------------------------


def _report(call: Call) -> int:
    from bgit_desktop.services import record_papers, reports

    if call.args.list:
        return _list_reports(call)
    alone = call.args.record and not call.args.period and not call.args.unit
    wanted = {"KIND": call.args.kind, "--period": alone or call.args.period, "--out": call.args.out}
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise WrongUsage(tr("Còn thiếu: {names}.", names=", ".join(missing)))
    out = out_file(call)
    record, variant = call.args.record or "", call.args.variant or ""
    opens = any(each.restricted for each in reports.all_kinds() if each.kind == call.args.kind)
    with call.store(write=opens) as session:
        if alone:
            written = record_papers.render(session, call.args.kind, record, out, variant=variant)
        else:
            written = reports.render(
                session,
                call.args.kind,
                call.args.period,
                call.unit(session, call.args.unit),
                out,
                record=record,
                variant=variant,
                counted_by=call.args.units,
            )
    return _written(call, written)


def _list_reports(call: Call) -> int:
    from bgit_desktop.services import reports

    with call.store() as session:
        kinds = reports.kinds(session)
    if call.json:
        for each in kinds:
            output.json_line(
                {
                    "kind": each.kind,
                    "label": str(each.label),
                    "formats": list(each.formats),
                    "period_kind": each.period_kind,
                    "administrative": each.administrative,
                }
            )
        return DONE
    rows = [[each.kind, str(each.label), ", ".join(each.formats), str(each.period_kind)] for each in kinds]
    output.table([tr("Loại"), tr("Tên"), tr("Định dạng"), tr("Kỳ")], rows)
    return DONE
