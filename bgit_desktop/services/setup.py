"""Making a store: for a unit's PC or for the Sở, with its keys and the first line of its log yet to come.

Writing key files costs seconds on purpose (scrypt), so that this runs off the GUI thread.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bgit_desktop import __version__
from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.unit_change_set import check_code
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services.context import Mode, Session, no_progress, session_of
from bgit_desktop.services.context import Progress as Progress
from bgit_desktop.store import database, journal, migrations, reference
from bgit_desktop.store.database import Clock, Store, system_clock
from bgit_desktop.store.records import conflicts, totals

PROVINCE = "24"
"""Code of Bắc Giang at the statistics office; part of every package and of every chain."""

HOST_DEPARTMENT = "STTTT"
"""The Sở that receives by the regulation as shipped; ``init --unit`` names its successor."""

MINIMUM_PASSPHRASE = 8
"""Characters; scrypt makes each guess cost a second, so that length alone is asked for."""


@dataclass(frozen=True, slots=True)
class Created:
    """A new store.

    Attributes:
        folder: where it is.
        mode: unit or province.
        unit: code of the unit.
        unit_name: its name.
        replica: id of this PC.
        fingerprint: the 40 digits of its keys.
        warnings: what the user should know (an ended unit).
    """

    folder: Path
    mode: Mode
    unit: str
    unit_name: str
    replica: str
    fingerprint: str
    warnings: tuple[str, ...]


def shipped_catalogue() -> Catalogue:
    """Give the catalogue every program ships, for choosing a unit before there is a store."""
    return Catalogue.from_records([{"id": row, **values} for table, row, values in reference.rows() if table == "unit"])


def check_unit(mode: Mode, code: str, name: str = "") -> Unit:
    """Find the unit a store is to be made for.

    Args:
        mode: ``unit`` or ``province``.
        code: its code.
        name: of a unit that is newer than what the program ships, as the Sở calls it; "" for a shipped one.

    Raises:
        NotFound: there is none with this code, or it is a division of one.
        BadInput: the Sở's store is asked for a district; or a new unit's code is none.
    """
    catalogue = shipped_catalogue()
    wanted = code.strip() or (HOST_DEPARTMENT if mode == "province" else "")
    unit = catalogue.by_typed_code(wanted)
    if unit is None and name.strip():
        unit = Unit.named(check_code(wanted), name.strip())
    if unit is None or unit.kind in ("division", "province"):
        known = ", ".join(each.code for each in catalogue if each.kind not in ("division", "province") and each.code)
        raise NotFound(tr("Không có đơn vị mang mã “{code}”; các mã có: {known}.", code=wanted, known=known))
    if mode == "province" and unit.is_district:
        raise BadInput(
            tr("{name} là cấp huyện, không nhận báo cáo toàn tỉnh; hãy chọn một Sở, hoặc --mode unit.", name=unit.name)
        )
    return unit


def check_passphrase(passphrase: str) -> str:
    """Refuse a passphrase that protects nothing.

    Raises:
        BadInput: it is too short.
    """
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise BadInput(
            tr("Cụm mật khẩu phải có ít nhất {count} ký tự; hãy dùng vài từ dễ nhớ ghép lại.", count=MINIMUM_PASSPHRASE)
        )
    return passphrase


def create(
    folder: Path,
    *,
    mode: Mode,
    unit: str = "",
    unit_name: str = "",
    passphrase: str,
    actor: str = "",
    label: str = "",
    clock: Clock = system_clock,
    progress: Progress = no_progress,
) -> Created:
    """Make a store.

    Args:
        folder: where; it may exist but must not hold a store.
        mode: ``unit`` or ``province``.
        unit: code of the unit; "" with ``province`` for the Sở of the regulation.
        unit_name: see :func:`check_unit`.
        passphrase: protects the keys.
        actor: the user's name, for the journal.
        label: what people call this PC.
        clock: the time.
        progress: told how far it is.

    Returns:
        What was made.

    Raises:
        NotFound: there is no such unit.
        BadInput: the passphrase is too short.
        EnvironmentProblem: the folder holds a store or cannot be written; nothing is left behind.
    """
    found = check_unit(mode, unit, unit_name)
    check_passphrase(passphrase)
    existed = folder.exists()
    beside_others = folder.is_dir() and any(folder.iterdir())
    progress(0, 3, tr("Đang tạo kho dữ liệu"))
    store = database.create(folder, clock)
    try:
        fingerprint = _furnish(store, mode, found, passphrase, actor, label, progress)
    except BaseException:
        store.close()
        _remove(folder, existed)
        raise
    session = session_of(store)
    warnings = _warnings(found, session, beside_others=beside_others)
    replica = session.replica
    session.close()
    return Created(folder.absolute(), mode, found.code, found.name, replica, fingerprint, warnings)


def _furnish(store: Store, mode: Mode, unit: Unit, passphrase: str, actor: str, label: str, progress: Progress) -> str:
    """Make keys, write them, and note whose store this is; gives the fingerprint."""
    from bgit_desktop.services.ownkeys import make_keys  # loads the cryptography, only needed here

    replica = uuid7(store.clock())
    name = actor.strip() or tr("Người dùng")
    progress(1, 3, tr("Đang tạo khóa (mất vài giây)"))
    made = make_keys(store.folder, mode, PROVINCE, unit.code, passphrase)
    progress(2, 3, tr("Đang ghi nhận đơn vị"))
    start = chain_start(PROVINCE, unit.code, replica, 1, made.public.minisign)
    with store.write("init", tr("Tạo kho dữ liệu"), name):
        settings = {
            "mode": mode,
            "unit": unit.code,
            "province": PROVINCE,
            "replica": replica,
            "actor": name,
            "label": label.strip() or tr("Máy tính 1"),
            "minisign": made.public.minisign,
            "age": made.public.age,
            "root": made.public.root,
            "recovery": made.public.recovery,
            "created_by": __version__,
        }
        if not unit.id:
            settings["unit_name"] = unit.name
        for key, value in settings.items():
            store.set_meta(key, value)
        journal.add_log(store.db, unit.code, replica, 1, start, own=True)
        store.audit(name, "init", unit.code)
    return made.fingerprint


def _remove(folder: Path, existed: bool) -> None:
    """Take away what a failed creation left; the folder itself only where it was not there before."""
    if not existed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in ("keys", "backups", "packages", "attachments"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.glob("store.*"):
        path.unlink(missing_ok=True)


def _warnings(unit: Unit, session: Session, *, beside_others: bool) -> tuple[str, ...]:
    """Say what the user should know of a store just made."""
    found = list(_ended(unit, session))
    if beside_others:
        found.append(
            tr("Thư mục {folder} có sẵn tệp khác; nên dành riêng một thư mục cho kho.", folder=session.store.folder)
        )
    return tuple(found)


def _ended(unit: Unit, session: Session) -> tuple[str, ...]:
    """Say that a unit has ended, by the catalogue or by the changes shipped beside it that the Sở may apply."""
    from bgit_desktop.services.unit_changes import shipped

    today = session.today()
    if not unit.id:
        return (
            tr(
                "{name} (mã {code}) chưa có trong danh mục đi kèm chương trình; danh mục của Sở sẽ về trong gói trả lời đầu "
                "tiên. Mã phải đúng mã Sở đã ghi.",
                name=unit.name,
                code=unit.code,
            ),
        )
    if unit.valid_to is not None and unit.valid_to < today:
        return (
            tr(
                "Đơn vị {name} đã kết thúc từ ngày {day}; hãy kiểm tra lại với Sở trước khi dùng.",
                name=unit.name,
                day=unit.valid_to.strftime("%d/%m/%Y"),
            ),
        )
    ends = (each for each in shipped() if each.code == unit.code and each.action in ("end", "absorb"))
    ended = next((each for each in ends if each.day <= today), None)
    if ended is None:
        return ()
    return (
        tr(
            "Theo các thay đổi đơn vị đi kèm chương trình (Sở chưa áp dụng), {name} kết thúc từ ngày {day} ({basis}); "
            "kho vẫn dùng được, hãy hỏi Sở.",
            name=unit.name,
            day=ended.day.strftime("%d/%m/%Y"),
            basis=ended.legal_basis,
        ),
    )


def info(session: Session) -> dict[str, Any]:
    """Tell what a store is: for ``info`` and the window's "about this store"."""
    db = session.store.db
    log = journal.own_log(db)
    unit = session.catalogue().by_code(session.unit) or session.own_unit(session.today())
    return {
        "mode": session.mode,
        "unit": session.unit,
        "unit_name": unit.name if unit else session.unit,
        "province": session.province,
        "replica": session.replica,
        "label": session.store.meta("label"),
        "incarnation": log.incarnation if log else 0,
        "head": log.head if log else 0,
        "head_hash": log.head_hash.hex() if log else "",
        "counts": totals(db),
        "conflicts": len(conflicts(db)),
        "version": __version__,
        "schema": migrations.version(db),
        "store": str(session.store.folder),
    }
