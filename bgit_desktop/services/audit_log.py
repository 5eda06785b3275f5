"""The audit log for people: what was done with keys, packages, restricted values, backups; by whom and when.

Changes of records are not here: they are in each record's history. What is here never goes away with an undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.core.text import fold
from bgit_desktop.services.context import Session
from bgit_desktop.services.detail import pc_names
from bgit_desktop.services.exchange_board import moment_text
from bgit_desktop.services.verdict_words import UNKNOWN, words
from bgit_desktop.store.audit import AuditRow, entries

MOST = 2000
"""Entries that are read at once; a search narrows them down."""

ACTIONS: Final[dict[str, Label]] = {
    "init": Label("Tạo kho", "Store made"),
    "receive": Label("Nhận gói", "Package received"),
    "accept": Label("Chấp nhận gói bị giữ", "Held package accepted"),
    "discard": Label("Xóa tệp cách ly", "Quarantined file deleted"),
    "retract": Label("Rút lại gói", "Package taken back"),
    "export": Label("Xuất gói", "Package exported"),
    "export-list": Label("Xuất danh sách", "List exported"),
    "send-restricted": Label("Gửi giá trị hạn chế", "Restricted values sent"),
    "take-restricted": Label("Nhận giá trị hạn chế", "Restricted values received"),
    "read-restricted": Label("Xem giá trị hạn chế", "Restricted values read"),
    "redact": Label("Lược bỏ giá trị", "Values redacted"),
    "confirmation-alarm": Label("Cảnh báo: xác nhận lạ", "Alarm: odd confirmation"),
    "older-copy": Label("Kho cũ hơn những gì đã gửi", "Store older than what was sent"),
    "gave-way": Label("Nhật ký máy cùng đơn vị thay theo Sở", "A sibling's log gave way to the Sở's"),
    "incarnation": Label("Mở đời nhật ký mới", "New incarnation begun"),
    "keys-offline": Label("Chuyển khóa gốc sang USB", "Root key moved to a stick"),
    "trust": Label("Đăng ký khóa", "Key enrolled"),
    "trust-list": Label("Danh sách tin cậy", "Trust list"),
    "trust-alarm": Label("Cảnh báo: danh sách tin cậy", "Alarm: trust list"),
    "rotate": Label("Đổi khóa của máy này", "This PC's key changed"),
    "rotate-root": Label("Đổi khóa gốc", "Root key changed"),
    "rotate-recovery": Label("Đổi khóa dự phòng", "Recovery key changed"),
    "rotated": Label("Máy khác đổi khóa", "Another PC's key changed"),
    "revoke": Label("Thu hồi khóa", "Key revoked"),
    "revoked": Label("Khóa bị thu hồi", "Key was revoked"),
    "backup": Label("Sao lưu ra tệp", "Backup written"),
    "restore": Label("Khôi phục từ bản sao lưu", "Restored from a backup"),
    "repair": Label("Sửa phần suy ra được", "Derived data repaired"),
}

ALARMS: Final = frozenset(
    {"confirmation-alarm", "older-copy", "gave-way", "trust-alarm", "revoke", "revoked", "incarnation"}
)
"""What somebody should have looked at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        at: milliseconds UTC.
        when: local time, in words.
        actor: who.
        what: the code.
        label: what the code means.
        detail: the rest, with PCs by their names.
        icon: of ``resources/icons``.
        serious: an alarm or a refusal.
    """

    at: int
    when: str
    actor: str
    what: str
    label: str
    detail: str
    icon: str
    serious: bool


def audit_log(session: Session, search: str = "", limit: int = MOST) -> list[Entry]:
    """Give the audit log, the newest first.

    Args:
        session: the session.
        search: words that an entry must hold, without regard to accents; "" for all.
        limit: at most so many entries.
    """
    names = pc_names(session)
    wanted = fold(search).split()
    found = []
    for row in entries(session.store.db):
        entry = _shown(row, names)
        text = fold(f"{entry.when} {entry.actor} {entry.what} {entry.label} {entry.detail}") if wanted else ""
        if all(word in text for word in wanted):
            found.append(entry)
            if len(found) == limit:
                break
    return found


def _shown(row: AuditRow, names: dict[str, str]) -> Entry:
    detail = row.detail
    for replica, name in names.items():
        detail = detail.replace(replica, name)
    told = words(row.what)
    refused = row.what.startswith(("held-", "rejected-"))
    if refused:
        label = tr("Gói không nhập: {word}", word=str(told.word).lower()) if told is not UNKNOWN else row.what
    else:
        label = str(ACTIONS[row.what]) if row.what in ACTIONS else row.what
    serious = row.what in ALARMS or row.what.startswith("rejected-")
    icon = told.icon if refused else "triangle-alert" if serious else "circle-minus"
    return Entry(row.at, moment_text(row.at), row.actor, row.what, label, detail, icon, serious)


def as_json(found: Sequence[Entry]) -> list[dict[str, object]]:
    """Give entries as the command line prints them."""
    return [
        {"at": each.at, "when": each.when, "actor": each.actor, "what": each.what, "detail": each.detail}
        for each in found
    ]
