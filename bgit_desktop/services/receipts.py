"""The receipt for a package, where no file goes back: a printed page, and a code to be read out by telephone.

Both sides make the same code from the same two facts, the SHA-256 of the file and the last operation it brought, so
that twelve digits over the telephone prove what the Sở received.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bgit_desktop.core.phone_code import short_code
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.packages import find_package
from bgit_desktop.store import journal, peers
from bgit_desktop.store.peers import PackageRow

_WORDS: dict[str, str] = {
    Verdict.ACCEPTED: "Đã nhận và nhập vào kho dữ liệu",
    Verdict.DUPLICATE: "Đã nhận đủ từ trước",
    "undone": "Đã nhận, sau đó rút lại",
}


def code_of(session: Session, row: PackageRow) -> str:
    """Give the code of a package for the telephone: three groups of four digits, the same at both ends.

    At the sender it stands for all that the package carries; at the receiver for what has been taken in of it, so that
    the two differ while a package is held or was refused.
    """
    return " ".join(short_code(row.sha256, _known(session, row)))


def _known(session: Session, row: PackageRow) -> int:
    """Give the last operation of a package which this store holds."""
    if row.direction == "out":
        return row.to_seq
    log = journal.find_log(session.store.db, row.replica, row.incarnation)
    return min(row.to_seq, log.head) if log is not None else 0


def write_receipt(session: Session, package: str, out: Path) -> Path:
    """Print the receipt for a package that came in.

    Args:
        session: the session.
        package: its file name or the start of its SHA-256.
        out: the PDF file.

    Raises:
        NotFound: there is no such package.
        EnvironmentProblem: the file cannot be written.
    """
    from bgit_desktop.documents.receipt import Receipt
    from bgit_desktop.documents.receipt import write_receipt as write
    from bgit_desktop.services.report_letterhead import formalities
    from bgit_desktop.services.writing import whole_document

    row = find_package(session, package)
    unit = session.catalogue().by_code(row.unit)
    peer = peers.find_peer(session.store.db, row.replica)
    receipt = Receipt(
        letterhead=formalities(session, session.unit, session.today()).letterhead,
        unit=unit.name if unit else row.unit,
        pc=peer.label if peer else row.replica,
        file_name=row.file,
        sha256=row.sha256,
        verdict=_WORDS.get(row.status, "Chưa nhập vào kho dữ liệu"),
        window=f"{row.from_seq} - {row.to_seq}",
        applied=max(0, row.to_seq - row.from_seq + 1) if row.status == Verdict.ACCEPTED else 0,
        head_seq=_known(session, row),
        received_at=datetime.fromtimestamp(row.at / 1000, UTC).astimezone(LOCAL_TIME),
        receiver=session.actor,
        reason=row.reason,
    )
    with whole_document(out) as target:
        write(receipt, target)
    return out
