"""Commands about a store as a whole: make it, look at it, back it up, check it; the demo and the self-test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.outfile import out_file
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import WrongUsage

_REFUSED = 1


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    init: Parser = commands.add_parser("init", help=tr("tạo kho dữ liệu: cơ sở dữ liệu, khóa, thư mục"))
    init.argument("--mode", choices=("unit", "province"), required=True, help=tr("đơn vị hay Sở"))
    init.argument("--unit", metavar="CODE", default="", help=tr("mã đơn vị, ví dụ 217; Sở có thể bỏ trống"))
    init.argument("--unit-name", metavar="NAME", default="", help=tr("tên đơn vị mới lập, chưa có trong chương trình"))
    init.argument("--actor", metavar="NAME", default="", help=tr("tên người dùng ghi trong nhật ký"))
    init.argument("--label", metavar="NAME", default="", help=tr("tên gọi của máy này"))
    init.set_defaults(handler=_init)

    info: Parser = commands.add_parser("info", help=tr("kho này của ai, có bao nhiêu bản ghi"))
    info.set_defaults(handler=_info)

    backup: Parser = commands.add_parser("backup", help=tr("sao lưu cả kho vào một tệp mã hóa"))
    which = backup.group.add_mutually_exclusive_group(required=True)
    which.add_argument("--out", metavar="F", type=Path, help=tr("tệp sẽ ghi"))
    which.add_argument("--list", action="store_true", help=tr("các bản chép đã mở thử trong thư mục backups"))
    backup.set_defaults(handler=_backup)

    restore: Parser = commands.add_parser("restore", help=tr("khôi phục bản sao lưu vào thư mục mới (ghi sau --store)"))
    restore.argument("file", metavar="F", type=Path, help=tr("tệp sao lưu, hoặc một bản chép .sqlite3 trong backups"))
    restore.set_defaults(handler=_restore)

    check: Parser = commands.add_parser(
        "check", help=tr("kiểm tra cơ sở dữ liệu, chuỗi nhật ký, chỉ mục, tệp đính kèm")
    )
    check.argument("--repair", action="store_true", help=tr("tạo lại phần suy ra được (bản ghi theo nhật ký, chỉ mục)"))
    check.set_defaults(handler=_check)

    audit: Parser = commands.add_parser("audit", help=tr("nhật ký kiểm tra: khóa, gói, giá trị hạn chế, sao lưu"))
    audit.argument("text", metavar="TEXT", nargs="*", help=tr("chỉ những dòng có các từ này"))
    audit.argument("--limit", metavar="N", type=int, default=100, help=tr("nhiều nhất N dòng, mới nhất trước"))
    audit.set_defaults(handler=_audit)

    demo: Parser = commands.add_parser("demo", help=tr("làm trọn công việc chính trên dữ liệu mẫu"))
    demo.argument("--out", metavar="DIR", type=Path, required=True, help=tr("thư mục mới sẽ tạo"))
    demo.set_defaults(handler=_demo)

    self_test: Parser = commands.add_parser("self-test", help=tr("chương trình tự kiểm tra trên máy này"))
    self_test.set_defaults(handler=_self_test)


def _init(call: Call) -> int:
    from bgit_desktop.services import setup

    if call.args.mode == "unit" and not call.args.unit:
        raise WrongUsage(tr("--mode unit cần thêm --unit và mã đơn vị, ví dụ --unit 217."))
    setup.check_unit(call.args.mode, call.args.unit, call.args.unit_name)  # before anybody has to type a passphrase
    progress = output.TerminalProgress()
    created = setup.create(
        call.folder,
        mode=call.args.mode,
        unit=call.args.unit,
        unit_name=call.args.unit_name,
        passphrase=call.passphrase(new=True),
        actor=call.args.actor,
        label=call.args.label,
        progress=progress,
    )
    progress.end()
    if call.json:
        output.json_line(
            {
                "store": str(created.folder),
                "mode": created.mode,
                "unit": created.unit,
                "unit_name": created.unit_name,
                "replica": created.replica,
                "fingerprint": created.fingerprint,
                "warnings": list(created.warnings),
            }
        )
    else:
        output.pairs(
            [
                (tr("Kho dữ liệu"), str(created.folder)),
                (tr("Đơn vị"), f"{created.unit} — {created.unit_name}"),
                (tr("Máy"), created.replica),
                (tr("Dấu vân tay"), created.fingerprint),
            ]
        )
        output.line(tr("Tiếp theo: “key export” và “key sheet” để đăng ký khóa với Sở."))
    for warning in created.warnings:
        output.note(warning)
    return DONE


def _info(call: Call) -> int:
    from bgit_desktop.services import setup

    with call.store() as session:
        found = setup.info(session)
    if call.json:
        output.json_line(found)
        return DONE
    mode = tr("Sở (cấp tỉnh)") if found["mode"] == "province" else tr("đơn vị")
    output.pairs(
        [
            (tr("Kho dữ liệu"), str(found["store"])),
            (tr("Chế độ"), mode),
            (tr("Đơn vị"), f"{found['unit']} — {found['unit_name']}"),
            (tr("Máy"), str(found["replica"])),
            (tr("Đời máy"), str(found["incarnation"])),
            (tr("Thao tác cuối"), str(found["head"])),
            (tr("Xung đột"), str(found["conflicts"])),
            (tr("Phiên bản"), f"{found['version']} ({found['schema']})"),
        ]
    )
    output.line()
    counts = [[name, str(TYPES[name].plural), str(count)] for name, count in found["counts"].items()]
    output.table([tr("Loại"), tr("Tên"), tr("Số bản ghi")], counts, right=[2])
    return DONE


def _backup(call: Call) -> int:
    from bgit_desktop.services import backup

    if call.args.list:
        return _copies(call)
    out = out_file(call)
    with call.store() as session:
        made = backup.backup(session, out)
    if call.json:
        output.json_line({"file": str(made.path), "size": made.size, "sha256": made.sha256})
    else:
        output.line(tr("Đã sao lưu và thử mở lại: {path} ({size} byte).", path=made.path, size=made.size))
    return DONE


def _copies(call: Call) -> int:
    from bgit_desktop.services import copies

    with call.store() as session:
        found = copies.shown_copies(session)
    for each in found:
        if call.json:
            output.json_line({"file": str(each.path), "when": each.when, "occasion": each.occasion, "size": each.size,
                              "tested": each.tested})  # fmt: skip
        else:
            tested = tr("đã mở thử {day}", day=each.tested)
            output.line(f"{each.when}  {each.size:>8}  {each.path.name}  {each.occasion}; {tested}")
    if not found and not call.json:
        output.line(tr("Chưa có bản chép nào."))
    return DONE


def _restore(call: Call) -> int:
    from bgit_desktop.services import backup

    if call.options.store is None:
        raise WrongUsage(tr("restore cần --store và thư mục mới sẽ khôi phục vào."))
    if call.args.file.suffix == ".sqlite3":
        return _restore_copy(call)
    contents = backup.describe(call.args.file)  # a file that is no backup is told before the passphrase is asked
    restored = backup.restore(call.args.file, call.folder, call.passphrase())
    if call.json:
        output.json_line({"store": str(restored.folder), "unit": restored.unit, "created": contents.created})
    else:
        output.line(
            tr(
                "Đã khôi phục kho của đơn vị {unit} (bản sao lưu {created}) vào {folder}. "
                "Lần ghi đầu tiên sẽ mở đời máy mới và Sở sẽ được báo.",
                unit=restored.unit,
                created=contents.created,
                folder=restored.folder,
            )
        )
    return DONE


def _restore_copy(call: Call) -> int:
    from bgit_desktop.services import copies

    held = copies.look_at(call.args.file)
    problems = copies.restore_copy(call.args.file, call.folder)
    if call.json:
        output.json_line({"store": str(call.folder.absolute()), "unit": held.unit, "problems": list(problems)})
    else:
        output.line(
            tr(
                "Đã khôi phục kho của đơn vị {unit} (bản chép, sửa lần cuối {created}) vào {folder}. "
                "Lần ghi đầu tiên sẽ mở đời máy mới và Sở sẽ được báo.",
                unit=held.unit,
                created=held.changed,
                folder=call.folder.absolute(),
            )
        )
        for each in problems:
            output.note(each)
    return DONE


def _check(call: Call) -> int:
    from bgit_desktop.services import check

    with call.store(write=call.args.repair) as session:
        result = check.repair(session) if call.args.repair else check.check(session)
    if call.json:
        output.json_line(
            {"problems": list(result.problems), "checked": result.checked, "repaired": list(result.repaired)}
        )
    else:
        for text in result.repaired:
            output.line(text)
        for text in result.problems:
            output.line(text)
        if not result.problems:
            output.line(check.summary(result))
    if result.problems:
        output.note(tr("Kho dữ liệu có {count} vấn đề.", count=len(result.problems)))
    return _REFUSED if result.problems else DONE


def _audit(call: Call) -> int:
    from bgit_desktop.services import audit_log

    if call.args.limit < 1:
        raise WrongUsage(tr("--limit phải là số lớn hơn 0."))
    with call.store() as session:
        found = audit_log.audit_log(session, " ".join(call.args.text), call.args.limit)
    if call.json:
        for each in audit_log.as_json(found):
            output.json_line(each)
        return DONE
    for entry in found:
        output.line(f"{entry.when}  {entry.actor}  {entry.label}: {entry.detail}")
    if not found:
        output.line(tr("Không có dòng nào."))
    return DONE


def _demo(call: Call) -> int:
    from bgit_desktop.services.demo import run

    def tell(text: str) -> None:
        if not call.json:
            output.line(text)
            output.flush()

    made = run.make(call.args.out, tell)
    if call.json:
        output.json_line(made.as_json())
    return DONE


def _self_test(call: Call) -> int:
    from bgit_desktop.services import selftest

    failed = 0
    for result in selftest.run(call.window_check):
        failed += not result.passed
        if call.json:
            output.json_line({"test": result.name, "passed": result.passed, "detail": result.detail})
        else:
            mark = tr("ĐẠT") if result.passed else tr("HỎNG")
            output.line(f"{mark}  {result.name}: {result.detail}")
        output.flush()
    if failed:
        output.note(tr("{count} phần không đạt; hãy cài lại chương trình.", count=failed))
    return _REFUSED if failed else DONE
