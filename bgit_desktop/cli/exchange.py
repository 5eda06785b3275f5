"""``package …``: packages out and in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, IN_PART, Call
from bgit_desktop.cli.keys import declare_offline, unlocked, unlocked_for
from bgit_desktop.cli.outfile import out_file
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput
from bgit_desktop.exchange.verdicts import PackageProblem

if TYPE_CHECKING:
    from bgit_desktop.services.inbox import Outcome
    from bgit_desktop.services.packages import Exported

_OUTCOME = ("file", "verdict", "applied", "conflicts", "unit", "replica", "batch", "reason")
_PACKAGE = (
    "file", "sha256", "direction", "kind", "unit", "replica", "from_seq", "to_seq", "status", "batch", "at",
)  # fmt: skip

GOOD_VERDICTS = frozenset({"accepted", "duplicate"})
"""Where every file has one of these, ``receive`` ends with 0."""


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    _declare_packages(commands.add_parser("package", help=tr("xuất, xem, nhận gói dữ liệu")))


def _declare_packages(group: Parser) -> None:
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    export: Parser = actions.add_parser("export", help=tr("xuất gói gửi Sở, hoặc cho máy cùng đơn vị"))
    export.argument("--out", metavar="F", type=Path, required=True, help=tr("tệp sẽ ghi"))
    which = export.group.add_mutually_exclusive_group()
    which.add_argument("--full", action="store_true", help=tr("xuất toàn bộ, không chỉ phần Sở chưa có"))
    which.add_argument("--incident", metavar="ID", help=tr("gói khẩn báo cáo một sự cố"))
    to = tr("cho máy cùng đơn vị: mã máy, hoặc sibling cho mọi máy; đủ từ chỗ máy đó đã xác nhận. Mặc định cho Sở")
    export.argument("--to", metavar="REPLICA|sibling", default="", help=to)
    _declare_attach(export)
    text = tr("gửi kèm giá trị hạn chế (kỷ luật, số CCCD) của bản ghi ID, hoặc all; mặc định không gửi")
    export.group.add_argument("--restricted", metavar="ID|all", action="append", default=[], help=text)
    export.set_defaults(handler=_export)
    show: Parser = actions.add_parser("show", help=tr("xem bản kê của một gói; không cần kho dữ liệu"))
    show.argument("file", metavar="F", type=Path, help=tr("tệp gói"))
    show.set_defaults(handler=_show)
    receive: Parser = actions.add_parser("receive", help=tr("nhận gói: các tệp hoặc cả thư mục"))
    receive.argument("files", metavar="F", type=Path, nargs="+", help=tr("tệp gói hoặc thư mục"))
    receive.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))
    declare_offline(receive)
    receive.set_defaults(handler=_receive)
    listing: Parser = actions.add_parser("list", help=tr("các gói đã xuất, đã nhận"))
    listing.set_defaults(handler=_list)
    accept: Parser = actions.add_parser("accept", help=tr("nhận một gói đang bị giữ lại"))
    accept.argument("package", metavar="PKG", help=tr("tên tệp hoặc phần đầu của mã SHA-256"))
    accept.argument("--as-restored", action="store_true", help=tr("đơn vị đã khôi phục máy từ bản sao lưu"))
    accept.set_defaults(handler=_accept)
    retry: Parser = actions.add_parser("retry", help=tr("thử lại mọi gói đang được giữ"))
    declare_offline(retry)
    retry.set_defaults(handler=_retry)
    discard: Parser = actions.add_parser("discard", help=tr("xóa một tệp bị từ chối khỏi kho cách ly"))
    discard.argument("package", metavar="PKG", help=tr("tên tệp hoặc phần đầu của mã SHA-256"))
    discard.set_defaults(handler=_discard)
    receipt: Parser = actions.add_parser("receipt", help=tr("in giấy biên nhận của một gói đã nhận"))
    receipt.argument("package", metavar="PKG", help=tr("tên tệp hoặc phần đầu của mã SHA-256"))
    receipt.argument("--out", metavar="F.pdf", type=Path, required=True, help=tr("tệp sẽ ghi"))
    receipt.set_defaults(handler=_receipt)
    undo: Parser = actions.add_parser("undo", help=tr("rút lại một đợt nhận"))
    undo.argument("batch", metavar="BATCH", type=int, help=tr("số của đợt nhận"))
    undo.set_defaults(handler=_undo)
    reply: Parser = actions.add_parser("reply", help=tr("xuất gói trả lời cho một đơn vị"))
    reply.argument("unit", metavar="UNIT", help=tr("mã đơn vị"))
    reply.argument("--out", metavar="F", type=Path, required=True, help=tr("tệp sẽ ghi"))
    _declare_attach(reply)
    chosen = tr("gửi kèm điểm, xếp loại cán bộ của đơn vị đó (mã kết quả đánh giá, hoặc all); mặc định không gửi")
    reply.group.add_argument("--restricted", metavar="ID|all", action="append", default=[], help=chosen)
    declare_offline(reply)
    reply.set_defaults(handler=_reply)


def _declare_attach(parser: Parser) -> None:
    """Declare the choice of scans; none unless somebody chose them."""
    text = tr("bản quét gửi kèm: none không, new chưa gửi hoặc được hỏi, all tất cả")
    parser.group.add_argument("--attach", choices=("none", "new", "all"), default="none", help=text)


# -- packages --------------------------------------------------------------------------------------------------------


def _export(call: Call) -> int:
    from bgit_desktop.services import packages

    progress, out = output.TerminalProgress(), out_file(call)
    if call.args.to and call.args.incident:
        raise BadInput(tr("Gói khẩn gửi cho Sở; bỏ --to, hoặc bỏ --incident."), field="to")
    with call.store(write=True) as session:
        keyring = call.keyring(session)
        exported = packages.export_package(
            session, keyring, out, full=call.args.full, incident=call.args.incident,
            attach=call.args.attach, restricted=call.args.restricted, to=call.args.to, progress=progress,
        )  # fmt: skip
    progress.end()
    _print_exported(call, exported)
    if call.args.incident and not call.json:
        year = f"{session.today():%Y}"
        output.note(
            tr(
                "In báo cáo sự cố để ký, đóng dấu: report incident --incident {id} --period {year} --out F.pdf",
                id=call.args.incident,
                year=year,
            )
        )
    return DONE


def _print_exported(call: Call, exported: Exported) -> None:
    from bgit_desktop.services import exchange_board

    if call.json:
        found = _plain(asdict(exported))
        chosen = found.pop("along")
        found |= {"attachments": len(chosen["references"]), "attachment_bytes": chosen["size"]}
        found |= {"restricted": len(chosen["restricted"])}
        output.json_line(found | {"attachments_left_out": chosen["left_out"], "attachments_absent": chosen["absent"]})
        return
    output.line(
        tr(
            "Đã xuất {path}: {kind}, {operations} thao tác ({first}–{last}), {size} byte.",
            path=exported.path,
            kind=exported.kind,
            operations=exported.operations,
            first=exported.from_seq,
            last=exported.to_seq,
            size=exported.size,
        )
    )
    if chosen := exchange_board.scans_text(exported.along):
        output.line(tr("Kèm theo: {what}.", what=chosen))
    output.line(f"SHA-256 {exported.sha256}")
    for beside in exported.also:
        output.line(tr("Gửi kèm {path}: phần nơi nhận còn thiếu từ trước khi máy được khôi phục.", path=beside))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Write paths as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(each) for each in value]
        return str(value) if isinstance(value, Path) else value

    return {name: plain(value) for name, value in values.items()}


def _show(call: Call) -> int:
    from bgit_desktop.services import packages

    try:
        found = packages.show(call.args.file)
    except PackageProblem as problem:
        raise BadInput(f"{call.args.file}: {problem.reason}") from None
    if call.json:
        output.json_line(_plain(found))
    else:
        output.pairs([(name, _short(value)) for name, value in found.items()])
    return DONE


def _short(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(_short(each) for each in value)
    return "" if value is None else str(value)


def _receive(call: Call) -> int:
    from bgit_desktop.services import receiving

    progress = output.TerminalProgress()
    with call.store(write=True) as session:
        keyring = unlocked_for(call, session, call.args.files)
        outcomes = receiving.receive(session, keyring, call.args.files, dry_run=call.args.dry_run, progress=progress)
    progress.end()
    if not outcomes:
        output.note(tr("Không có tệp nào trong {folders}.", folders=", ".join(map(str, call.args.files))))
    return _print_outcomes(call, outcomes)


def _print_outcomes(call: Call, outcomes: list[Outcome]) -> int:
    for outcome in sorted(outcomes, key=lambda each: not each.incident):  # what is urgent first
        if call.json:
            output.json_line({name: getattr(outcome, name) for name in _OUTCOME})
        else:
            output.line(_in_words(outcome))
        for warning in outcome.warnings:
            output.note(f"{outcome.file}: {warning}")
        if outcome.alarm:
            output.note(tr("CẢNH BÁO: {file}: {reason}", file=outcome.file, reason=outcome.reason))
    return DONE if all(outcome.verdict in GOOD_VERDICTS for outcome in outcomes) else IN_PART


def _in_words(outcome: Outcome) -> str:
    """Say what became of a file: verdict, sender, what changed, why."""
    from bgit_desktop.services import exchange_board
    from bgit_desktop.services.verdict_words import words

    detail = outcome.detail
    text = f"{outcome.file}: {outcome.verdict}"
    if outcome.unit:
        text += " — " + tr("đơn vị {unit}", unit=outcome.unit)
    if outcome.applied:
        text += ", " + tr(
            "{applied} thao tác: {new} mới, {changed} sửa, {deleted} xóa, {conflicts} xung đột",
            applied=outcome.applied,
            new=detail.new,
            changed=detail.changed,
            deleted=detail.deleted,
            conflicts=outcome.conflicts,
        )
    if outcome.batch is not None:
        text += " (" + tr("đợt {batch}", batch=outcome.batch) + ")"
    text += f". {outcome.reason}" if outcome.reason else "."
    if not outcome.is_ok and (advice := str(words(outcome.verdict, outcome.kind).advice)):
        text += "\n    → " + advice
    if outcome.applied:
        text += "".join(f"\n    {each}" for each in exchange_board.changes_text(outcome).split("; "))
    return text


def _list(call: Call) -> int:
    from bgit_desktop.services import packages, settled

    with call.store() as session:
        rows = packages.list_packages(session)
        over = {row.n: now for row in rows if (now := settled.state(session, row)) != row.status}
    if call.json:
        for row in rows:
            output.json_line({**{name: getattr(row, name) for name in _PACKAGE}, "at": _moment(row.at)})
        return DONE
    if not rows:
        output.line(tr("Chưa xuất hay nhận gói nào."))
        return DONE
    from bgit_desktop.services.verdict_words import words

    direction = {"in": tr("nhận"), "out": tr("gửi")}
    cells = [
        [
            row.file, direction.get(row.direction, row.direction), row.kind, row.unit, f"{row.from_seq}–{row.to_seq}",
            f"{row.status} ({words(over[row.n]).word})" if row.n in over else row.status,
            "" if row.batch is None else str(row.batch), _moment(row.at), row.sha256[:12],
        ]
        for row in rows
    ]  # fmt: skip
    head = [
        tr("Tệp"),
        tr("Chiều"),
        tr("Loại"),
        tr("Đơn vị"),
        tr("Thao tác"),
        tr("Tình trạng"),
        tr("Đợt"),
        tr("Lúc"),
        "SHA-256",
    ]
    output.table(head, cells)
    return DONE


def _moment(milliseconds: int) -> str:
    """Write a moment as ISO 8601 UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _accept(call: Call) -> int:
    from bgit_desktop.services import receiving

    with call.store(write=True) as session:
        keyring = call.keyring(session)
        outcome = receiving.accept(session, keyring, call.args.package, as_restored=call.args.as_restored)
    return _print_outcomes(call, [outcome])


def _retry(call: Call) -> int:
    from bgit_desktop.services import receiving

    with call.store(write=True) as session:
        outcomes = receiving.retry(session, unlocked(call, session))
    return _print_outcomes(call, outcomes)


def _discard(call: Call) -> int:
    from bgit_desktop.services import inbox

    with call.store(write=True) as session:
        row = inbox.discard(session, call.args.package)
    if call.json:
        output.json_line({"file": row.file, "sha256": row.sha256, "status": row.status})
    else:
        output.line(tr("Đã xóa {name}; việc xóa được ghi vào nhật ký kiểm tra.", name=row.file))
    return DONE


def _receipt(call: Call) -> int:
    from bgit_desktop.services import packages, receipts

    with call.store() as session:
        code = receipts.code_of(session, packages.find_package(session, call.args.package))
        written = receipts.write_receipt(session, call.args.package, call.args.out)
    if call.json:
        output.json_line({"file": str(written), "code": code})
    else:
        output.line(tr("Đã ghi {path}", path=written))
        output.line(tr("Mã đọc qua điện thoại: {code}", code=code))
    return DONE


def _undo(call: Call) -> int:
    from bgit_desktop.services import retract

    with call.store(write=True) as session:
        retracted = retract.undo_batch(session, call.args.batch)
    if call.json:
        found = {name: list(getattr(retracted, name)) for name in ("batches", "files")}
        output.json_line({**found, "operations": retracted.operations})
    else:
        files = ", ".join(retracted.files)
        output.line(tr("Đã rút lại {count} thao tác của {files}.", count=retracted.operations, files=files))
    return DONE


def _reply(call: Call) -> int:
    from bgit_desktop.services import packages

    out = out_file(call)
    with call.store(write=True) as session:
        keyring = unlocked(call, session)
        exported = packages.reply(
            session, keyring, call.unit(session, call.args.unit) or "", out, attach=call.args.attach,
            restricted=call.args.restricted,
        )  # fmt: skip
    _print_exported(call, exported)
    return DONE
