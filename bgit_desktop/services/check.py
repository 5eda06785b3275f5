"""``check``: is this store sound? One sentence for each fault, and what can be done about it.

Everything that follows from something else is derived anew and compared (``store/check.py``). With ``repair`` the
derived parts, the record tables and the search index, are made again from the journal; the journal itself is never
touched: what is wrong there is a matter for the last backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.services.attachments import damaged
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.store import check as proof
from bgit_desktop.store import journal, redact, refold, secrets, statefile
from bgit_desktop.store.check import WrongRecord

_AGE_FILE = b"age-encryption.org/v1\n-> scrypt "
_SHOWN = 20
"""So many wrong records are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        problems: one sentence each; empty where the store is sound.
        checked: what was looked at: operations, logs, records, attachments.
        repaired: what was made anew, one sentence each.
    """

    problems: tuple[str, ...]
    checked: dict[str, int]
    repaired: tuple[str, ...] = ()


def check(session: Session, progress: Progress = no_progress) -> CheckResult:
    """Check a store; only reads.

    Args:
        session: the session.
        progress: told how far it is.
    """
    state = statefile.read_state(
        session.store.folder
    )  # before the database: a write between the two moves only the file on
    db = session.store.db
    db.execute("BEGIN")
    try:
        problems: list[str] = []
        steps = (_file, _chains, _records, _index, _attachments, _keys, _codes)
        for done, step in enumerate(steps):
            progress(done, len(steps), tr("Đang kiểm tra kho dữ liệu"))
            try:
                problems += step(session)
            except proof.UNREADABLE:
                problems.append(
                    tr(
                        "Có dữ liệu trong kho không đọc được (bị ghi bằng công cụ khác hoặc do đĩa hỏng); "
                        "hãy khôi phục từ bản sao lưu gần nhất."
                    )
                )
            if step is _file and problems:
                break  # what a damaged file gives back proves nothing
        problems += _state(session, state)
        checked = {
            "operations": proof.operations(db),
            "logs": len(journal.logs(db)),
            "records": sum(count for count in _totals(session).values()),
            "redacted": redact.count(db),
            "attachments": sum(1 for path in (session.store.folder / "attachments").glob("*") if path.is_file()),
        }
    finally:
        db.execute("ROLLBACK")
    return CheckResult(tuple(problems), checked)


def repair(session: Session, progress: Progress = no_progress) -> CheckResult:
    """Make the derived parts of a store anew where they are wrong, then check it.

    Raises:
        EnvironmentProblem: the store is open for reading only, or the disk is full.
    """
    db = session.store.db
    repaired: list[str] = []
    if not proof.file_faults(db):
        with session.store.write("repair", tr("Sửa phần suy ra được"), session.actor):
            wrong = [each for each in proof.wrong_records(db) if each.journaled]
            if wrong:
                refold.refold(db, [(each.type, each.raw) for each in wrong])
                repaired.append(tr("Đã tạo lại {count} bản ghi theo nhật ký.", count=len(wrong)))
            for name, count in proof.wrong_index(db).items():
                proof.rebuild_index(db, name)
                repaired.append(
                    tr("Đã tạo lại chỉ mục tìm kiếm của “{type}” ({count} dòng).", type=TYPES[name].plural, count=count)
                )
            if repaired:
                session.store.audit(session.actor, "repair", " ".join(repaired))
    found = check(session, progress)
    return CheckResult(found.problems, found.checked, tuple(repaired))


def summary(result: CheckResult) -> str:
    """Say in one sentence that a store is sound."""
    redacted = result.checked["redacted"]
    more = tr(" {count} dòng nhật ký đã lược bỏ giá trị; chuỗi vẫn khớp.", count=redacted) if redacted else ""
    return _sound(result) + more


def _sound(result: CheckResult) -> str:
    return tr(
        "Kho dữ liệu nguyên vẹn: {operations} thao tác trong {logs} nhật ký, {records} bản ghi, "
        "{attachments} tệp đính kèm.",
        **result.checked,
    )


def _totals(session: Session) -> dict[str, int]:
    from bgit_desktop.store.records import totals

    return totals(session.store.db)


def _file(session: Session) -> Iterator[str]:
    for fault in proof.file_faults(session.store.db):
        yield tr("Tệp dữ liệu bị hỏng ({fault}); hãy khôi phục từ bản sao lưu gần nhất.", fault=fault)


def _chains(session: Session) -> Iterator[str]:
    for broken in proof.broken_chains(session.store.db):
        log = broken.log
        if broken.seq:
            yield tr(
                "Chuỗi nhật ký của đơn vị {unit}, máy {replica} (đời {incarnation}) không khớp ở thao tác {seq}; "
                "hãy khôi phục từ bản sao lưu gần nhất.",
                unit=log.unit,
                replica=log.replica,
                incarnation=log.incarnation,
                seq=broken.seq,
            )
        else:
            yield tr(
                "Nhật ký của đơn vị {unit}, máy {replica} (đời {incarnation}) thiếu thao tác; "
                "hãy khôi phục từ bản sao lưu gần nhất.",
                unit=log.unit,
                replica=log.replica,
                incarnation=log.incarnation,
            )


def _records(session: Session) -> Iterator[str]:
    wrong = list(proof.wrong_records(session.store.db))
    for each in wrong[:_SHOWN]:
        yield _wrong_record(each)
    if len(wrong) > _SHOWN:
        yield tr("… và {count} bản ghi khác không khớp nhật ký.", count=len(wrong) - _SHOWN)
    if proof.half_done(session.store.db):
        yield tr("Lần ghi trước bị bỏ dở; hãy chạy check --repair.")


def _wrong_record(wrong: WrongRecord) -> str:
    label = proof.type_label(wrong.type)
    if not wrong.journaled:
        return tr(
            "{type} {id} không có trong nhật ký (bị ghi bằng công cụ khác); hãy khôi phục từ bản sao lưu.",
            type=label,
            id=wrong.id,
        )
    return tr(
        "{type} {id} không khớp nhật ký ({fields}); hãy chạy check --repair.",
        type=label,
        id=wrong.id,
        fields=", ".join(name or tr("có hay không") for name in wrong.fields),
    )


def _index(session: Session) -> Iterator[str]:
    for name, count in proof.wrong_index(session.store.db).items():
        yield tr(
            "Chỉ mục tìm kiếm của “{type}” sai {count} dòng; hãy chạy check --repair.",
            type=TYPES[name].plural,
            count=count,
        )


def _attachments(session: Session) -> Iterator[str]:
    for name in proof.wrong_attachments(session.store.folder / "attachments"):
        yield damaged(session, name.partition(".")[0])
    for reference in secrets.damaged(session.store.db):
        yield tr("Giá trị hạn chế {name} bị hỏng; hãy ghi lại hoặc khôi phục từ bản sao lưu.", name=reference[:12])


def _keys(session: Session) -> Iterator[str]:
    path = session.store.folder / "keys" / "key.age"
    try:
        with path.open("rb") as file:
            start = file.read(len(_AGE_FILE))
    except OSError as error:
        yield tr(
            "Không đọc được tệp khóa {path}: {reason}; hãy chép lại từ bản sao lưu.",
            path=path,
            reason=reason_of(error),
        )
        return
    if start != _AGE_FILE:
        yield tr("Tệp khóa {path} không phải là tệp age có mật khẩu; hãy chép lại từ bản sao lưu.", path=path)


def _codes(session: Session) -> Iterator[str]:
    """Name the codes that two units carry on one day: everything that is found by code then means either of them."""
    for one, other, day in session.catalogue().doubled():
        yield tr(
            "Hai đơn vị cùng mang mã {code} từ ngày {day}: “{one}” và “{other}”; Sở phải đặt ngày kết thúc hoặc mã khác "
            "cho một trong hai (trang Đơn vị).",
            code=one.code, one=one.name, other=other.name, day=show_date(day) if day else tr("đầu"),
        )  # fmt: skip


def _state(session: Session, noted: statefile.Head | None) -> Iterator[str]:
    """Compare the head noted beside the keys with the database: an older copy of the database is behind it."""
    own = journal.own_log(session.store.db)
    if noted is None or own is None or noted.replica != own.replica:
        return
    if (noted.incarnation, noted.seq) > (own.incarnation, own.head):
        yield tr(
            "Tệp dữ liệu là bản cũ hơn (đến thao tác {has}, máy đã ghi đến {noted}); lần ghi tới sẽ mở đời máy mới.",
            has=own.head,
            noted=noted.seq,
        )
