"""``key …``: this PC's keys, the keys of others, their change and their end."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call, read_passphrase
from bgit_desktop.cli.outfile import out_file
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr

if TYPE_CHECKING:
    from bgit_desktop.services.context import Session
    from bgit_desktop.services.ownkeys import Keyring, Offline
    from bgit_desktop.services.rotating import Rotated


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("key", help=tr("khóa của máy này, khóa của các đơn vị"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    show: Parser = actions.add_parser("show", help=tr("dấu vân tay và khóa công khai của máy này"))
    show.set_defaults(handler=_show)
    export: Parser = actions.add_parser("export", help=tr("ghi tệp đăng ký khóa để gửi cho Sở"))
    export.argument("--out", metavar="F", type=Path, required=True, help=tr("tệp sẽ ghi"))
    declare_offline(export)
    export.set_defaults(handler=_export)
    sheet: Parser = actions.add_parser("sheet", help=tr("in phiếu đăng ký khóa (PDF) để ký, đóng dấu"))
    sheet.argument("--out", metavar="F.pdf", type=Path, required=True, help=tr("tệp sẽ ghi"))
    sheet.set_defaults(handler=_sheet)
    trust: Parser = actions.add_parser("trust", help=tr("tin một khóa sau khi gõ 40 chữ số trên phiếu"))
    trust.argument("file", metavar="F", type=Path, help=tr("tệp đăng ký khóa nhận được"))
    digits = tr("40 chữ số gõ từ phiếu giấy; không cần khi máy đã đăng ký chỉ đổi khóa")
    trust.argument("--fingerprint", metavar="DIGITS", default="", help=digits)
    trust.set_defaults(handler=_trust)
    listing: Parser = actions.add_parser("list", help=tr("các khóa đã biết"))
    listing.set_defaults(handler=_list)
    _declare_changes(actions)


def _declare_changes(actions: Any) -> None:
    rotate: Parser = actions.add_parser("rotate", help=tr("đổi khóa; khóa cũ (hoặc khóa gốc) bảo đảm cho khóa mới"))
    which = rotate.group.add_mutually_exclusive_group()
    which.add_argument("--lost", action="store_true", help=tr("khóa cũ đã mất hoặc quên mật khẩu: làm khóa mới"))
    which.add_argument("--root", action="store_true", help=tr("đổi khóa gốc của tỉnh (chỉ ở Sở)"))
    which.add_argument("--recovery", action="store_true", help=tr("đổi khóa dự phòng của tỉnh (chỉ ở Sở)"))
    new = tr("tệp chứa cụm mật khẩu mới cho khóa mới")
    rotate.argument("--new-passphrase-file", metavar="F", type=Path, default=None, help=new)
    declare_offline(rotate)
    rotate.set_defaults(handler=_rotate)
    revoke: Parser = actions.add_parser("revoke", help=tr("thu hồi khóa của một máy (chỉ ở Sở)"))
    revoke.argument("replica", metavar="REPLICA", help=tr("mã máy hoặc phần đầu của mã, xem “key list --json”"))
    revoke.argument("--last-good", metavar="N", type=int, required=True, help=tr("thao tác cuối còn tin"))
    revoke.argument("--incarnation", metavar="I", type=int, default=None, help=tr("đời nhật ký, nếu không là đời cuối"))
    revoke.argument("--reason", metavar=tr("LÝ DO"), default="", help=tr("ghi vào nhật ký kiểm tra"))
    declare_offline(revoke)
    revoke.set_defaults(handler=_revoke)
    offline: Parser = actions.add_parser("offline", help=tr("chuyển khóa gốc và khóa dự phòng sang USB (chỉ ở Sở)"))
    offline.argument("--out", metavar="DIR", type=Path, required=True, help=tr("thư mục trên USB"))
    own = tr("tệp chứa cụm mật khẩu riêng của hai khóa đó")
    offline.argument("--offline-passphrase-file", metavar="F", type=Path, default=None, help=own)
    offline.set_defaults(handler=_offline)


def declare_offline(parser: Parser) -> None:
    """Declare where the Sở's root and recovery key lie when a command needs them."""
    parser.argument(
        "--offline", metavar="DIR", type=Path, default=None, help=tr("thư mục (USB) chứa root.age, recovery.age của Sở")
    )
    own = tr("tệp chứa cụm mật khẩu của hai khóa đó, nếu khác")
    parser.argument("--offline-passphrase-file", metavar="F", type=Path, default=None, help=own)


def offline_of(call: Call) -> Offline:
    """Give where root and recovery key lie.

    Raises:
        NotFound: the passphrase file is not there.
        BadInput: it cannot be read.
    """
    from bgit_desktop.services.ownkeys import Offline

    file: Path | None = call.args.offline_passphrase_file
    return Offline(call.args.offline, read_passphrase(file) if file else "")


def unlocked(call: Call, session: Session, *, recovery: bool = False) -> Keyring:
    """Unlock the keys with the Sở's root key, and the recovery key where it is asked for."""
    from bgit_desktop.services.ownkeys import unlock

    return unlock(session, call.passphrase(), root=True, recovery=recovery, offline=offline_of(call))


def unlocked_for(call: Call, session: Session, files: list[Path]) -> Keyring:
    """Unlock the keys for receiving some files; the recovery key only where one of them needs it."""
    from bgit_desktop.services.ownkeys import unlock
    from bgit_desktop.services.recovering import with_recovery

    secret = call.passphrase()
    return with_recovery(session, unlock(session, secret), files, secret, offline_of(call))


def _show(call: Call) -> int:
    from bgit_desktop.services import keys

    with call.store() as session:
        own = keys.show(session)
    _print_own(call, own)
    return DONE


def _print_own(call: Call, own: Any, **more: str) -> None:
    found = {**asdict(own), **more}
    if call.json:
        output.json_line(found)
        return
    rows = [(tr("Đơn vị"), own.unit), (tr("Máy"), f"{own.label} ({own.replica})"), (tr("Dấu vân tay"), own.fingerprint)]
    rows += [("minisign", own.minisign_public_key), ("age", own.age_recipient)]
    output.pairs([*rows, *((tr("Tệp"), value) for value in more.values())])


def _export(call: Call) -> int:
    from bgit_desktop.services import keys

    out = out_file(call)
    with call.store() as session:
        own = keys.show(session)
        province = session.is_province
    with call.store(
        write=province
    ) as session:  # the Sở's file carries the trust list, which may have to be signed anew
        written = keys.export_enrolment(session, unlocked(call, session), out)
    _print_own(call, own, file=str(written))
    return DONE


def _sheet(call: Call) -> int:
    from bgit_desktop.services import key_sheet

    out = out_file(call, ".pdf")
    with call.store() as session:
        written = key_sheet.sheet(session, out)
    if call.json:
        output.json_line({"file": str(written)})
    else:
        output.line(tr("Đã ghi phiếu đăng ký khóa: {path}", path=written))
    return DONE


def _trust(call: Call) -> int:
    from bgit_desktop.services import keys

    with call.store(write=True) as session:
        trusted = keys.trust(session, call.args.file, call.args.fingerprint)
    if call.json:
        names = ("unit", "replica", "label", "fingerprint")
        output.json_line({name: getattr(trusted, name) for name in names})
    else:
        name = trusted.unit_name or trusted.unit
        output.line(tr("Đã tin khóa của {unit}, máy “{label}”.", unit=name, label=trusted.label))
    return DONE


def _list(call: Call) -> int:
    from bgit_desktop.services import keys

    with call.store() as session:
        known = keys.list_keys(session)
    if call.json:
        for each in known:
            output.json_line(asdict(each))
        return DONE
    status = {
        "own": tr("máy này"),
        "enrolled": tr("đã đăng ký"),
        "frozen": tr("tạm khóa"),
        "revoked": tr("đã thu hồi"),
    }
    rows = [[each.unit_name, each.label, status.get(each.status, each.status), each.fingerprint] for each in known]
    output.table([tr("Đơn vị"), tr("Máy"), tr("Tình trạng"), tr("Dấu vân tay")], rows)
    return DONE


def _rotate(call: Call) -> int:
    from bgit_desktop.services import keys, ownkeys, rotating

    args, progress = call.args, output.TerminalProgress()
    offline = offline_of(call)
    fresh = read_passphrase(args.new_passphrase_file) if args.new_passphrase_file else ""
    with call.store(write=True) as session:
        if args.lost:
            secret = fresh or call.passphrase(new=True)
            root = ownkeys.unlock_root(session, secret, offline) if session.is_province else None
            done = rotating.replace_lost(session, secret, root, progress)
        else:
            secret = call.passphrase()
            keyring = ownkeys.unlock(session, secret, root=True, recovery=args.recovery, offline=offline)
            if args.root:
                done = rotating.rotate_root(session, keyring, fresh or offline.passphrase or secret, offline)
            elif args.recovery:
                done = rotating.rotate_recovery(session, keyring, fresh or offline.passphrase or secret, offline)
            else:
                done = rotating.rotate(session, keyring, fresh or secret, progress)
        own = keys.show(session)
        province = session.is_province
    progress.end()
    kind = "lost" if args.lost else "root" if args.root else "recovery" if args.recovery else "pc"
    if call.json:
        output.json_line({**asdict(own), "kind": kind, "before": done.before, "after": done.after,
                          "needs_sheet": done.needs_sheet})  # fmt: skip
        return DONE
    output.line(tr("Đã đổi khóa: {before} → {after}.", before=done.before, after=done.after))
    output.line(_what_next(done, kind, province=province))
    return DONE


def _what_next(done: Rotated, kind: str, *, province: bool) -> str:
    if done.needs_sheet:
        return tr("Khóa mới chưa ai biết: hãy “key export”, “key sheet”, gửi Sở tệp và phiếu có dấu để đăng ký lại.")
    if kind in ("root", "recovery"):
        return tr("Các đơn vị nhận khóa mới qua gói trả lời; hãy in lại phiếu khóa của Sở cho đơn vị đăng ký sau này.")
    if province:
        return tr("Khóa gốc đã bảo đảm cho khóa mới; các đơn vị nhận khóa mới qua gói trả lời kế tiếp.")
    return tr("Gói xuất kế tiếp mang theo lời bảo đảm của khóa cũ; Sở không phải gõ lại 40 chữ số.")


def _revoke(call: Call) -> int:
    from bgit_desktop.services import ownkeys, revoking

    args, offline = call.args, offline_of(call)
    with call.store(write=True) as session:
        keyring = None
        if session.is_province and offline.path(session, "root.age").is_file():
            keyring = ownkeys.unlock(session, call.passphrase(), root=True, offline=offline)
        done = revoking.revoke(
            session, args.replica, args.last_good, keyring, incarnation=args.incarnation, reason=args.reason
        )
    if call.json:
        found = asdict(done)
        detail = found.pop("detail")
        found["by_type"] = {name: [new, changed, gone] for name, new, changed, gone in detail["by_type"]}
        output.json_line(found)
        return DONE
    output.line(
        tr(
            "Đã thu hồi khóa của máy “{label}” (đơn vị {unit}); còn tin đến thao tác {seq}, rút lại {count} thao tác.",
            label=done.label,
            unit=done.unit,
            seq=done.last_good,
            count=done.operations,
        )
    )
    for each in revoking.taken_back(done.detail):
        output.line(each)
    for each in done.files:
        output.line(tr("Gói bị ảnh hưởng: {file}", file=each))
    if not done.trust_version:
        output.note(tr("Chưa có khóa gốc nên danh sách tin cậy chưa ký lại; hãy lập gói trả lời với USB khóa gốc."))
    return DONE


def _offline(call: Call) -> int:
    from bgit_desktop.services import rotating

    file: Path | None = call.args.offline_passphrase_file
    secret = call.passphrase()
    with call.store(write=True) as session:
        written = rotating.move_offline(session, secret, call.args.out, read_passphrase(file) if file else secret)
    if call.json:
        output.json_line({"files": [str(each) for each in written]})
        return DONE
    for each in written:
        output.line(tr("Đã chuyển {path}; bản trên máy này đã xóa.", path=each))
    return DONE
