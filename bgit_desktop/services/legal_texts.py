"""The legal texts that documents cite: dated records that the Sở keeps and ships, never words in the code.

The regulation stands as a ``legal_text`` of role ``regulation``; a later decision that replaces it is another row with
its own days. A report cites the one in force on its day.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.periods import as_date
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

REGULATION: Final = "regulation"

# What the letters after the number call a document (NĐ 30/2020/NĐ-CP, Phụ lục III).
_KINDS: Final = {
    "QĐ": "Quyết định", "NĐ": "Nghị định", "TT": "Thông tư", "NQ": "Nghị quyết", "CT": "Chỉ thị", "KH": "Kế hoạch",
    "HD": "Hướng dẫn", "QC": "Quy chế", "TB": "Thông báo",
}  # fmt: skip


def standing(session: Session, role: str, day: date) -> Record | None:
    """Give the legal text in force on a day; else the newest before it, else the first of all.

    Args:
        session: the session.
        role: what it is used as, see the field ``role``.
        day: the day.
    """
    rows = records.select(session.store.db, Query("legal_text", where=(("role", role),)))
    rows.sort(key=lambda row: (str(row["valid_from"] or row["issued_on"] or ""), str(row["id"])))
    begun = [row for row in rows if (as_date(row["valid_from"]) or date.min) <= day]
    in_force = [row for row in begun if (as_date(row["valid_to"]) or date.max) >= day]
    found = in_force or begun or rows[:1]
    return found[-1] if found else None


def cite(text: Record) -> str:
    """Cite a legal text in running text: "Quyết định số … ngày … của … ban hành …"."""
    from bgit_desktop.documents.nd30.wording import long_date

    number = _text(text.get("number"))
    issued = as_date(text.get("issued_on"))
    letters = {part for half in number.split("/") for part in half.split("-")}
    kind = next((name for mark, name in _KINDS.items() if mark in letters), "Văn bản")
    parts = [f"{kind} số {number}"]
    if issued is not None:
        parts.append(long_date(issued))
    if issuer := _text(text.get("issuer")):
        parts.append(f"của {issuer}")
    if subject := _text(text.get("subject")):
        parts.append(subject[:1].lower() + subject[1:])
    return " ".join(parts)


def regulation(session: Session, day: date) -> str:
    """Cite the regulation in force on a day; without any legal text of that role it is named by its subject alone."""
    found = standing(session, REGULATION, day)
    return cite(found) if found is not None else "Quy định quản lý cán bộ chuyên trách công nghệ thông tin"


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
