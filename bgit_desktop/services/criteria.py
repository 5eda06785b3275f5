"""Sets of criteria (Điều 9.2.d): a ready set to begin with, a new version of one that was used, the scale of ratings.

A set that a final evaluation used is never changed: the points would no longer say what they were given for. It is
copied to a new version, which is edited in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bgit_desktop.core.evaluation import RATING_TABLE, THRESHOLDS, Criterion, SubjectType
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import RATINGS
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

_SAMPLE_NOTE: Final = "Bộ mẫu kèm phần mềm; Sở xem, sửa và ban hành trước khi dùng."
_SAMPLE: Final[tuple[tuple[str, SubjectType, str, int, str, str], ...]] = (
    ("A1", "unit", "reports_on_time", 20, "QyD.7.1", "Gửi báo cáo định kỳ đúng hạn"),
    ("A2", "unit", "incidents_on_time", 10, "QyD.7.2", "Báo cáo sự cố kịp thời"),
    ("A3", "unit", "coverage", 20, "QyD.6", "Thực hiện đủ các điểm nhiệm vụ của Điều 6"),
    ("A4", "unit", "tasks_done", 15, "QyD.6", "Hoàn thành nhiệm vụ được giao"),
    ("A5", "unit", "tasks_on_time", 10, "QyD.6", "Hoàn thành nhiệm vụ đúng hạn"),
    ("A6", "unit", "attendance", 10, "QyD.10.2.d", "Dự họp, giao ban, tập huấn"),
    ("A7", "unit", "standard", 5, "QyD.4", "Cán bộ chuyên trách đạt tiêu chuẩn"),
    ("A8", "unit", "manual", 10, "QyD.9.2.d", "Sáng kiến, kết quả ứng dụng công nghệ thông tin nổi bật"),
    ("B1", "officer", "tasks_done", 30, "QyD.6", "Hoàn thành nhiệm vụ được giao"),
    ("B2", "officer", "tasks_on_time", 25, "QyD.6", "Hoàn thành nhiệm vụ đúng hạn"),
    ("B3", "officer", "attendance", 15, "QyD.9.2.c", "Dự họp, giao ban, tập huấn khi được cử"),
    ("B4", "officer", "standard", 10, "QyD.4", "Đạt tiêu chuẩn chuyên môn"),
    ("B5", "officer", "manual", 10, "QyD.9.2.d", "Chất lượng tham mưu"),
    ("B6", "officer", "manual", 10, "QyD.9.2.d", "Tinh thần trách nhiệm, phối hợp"),
)


def versions(session: Session) -> list[str]:
    """Give the sets there are, the latest name first."""
    found = records.group_count(session.store.db, Query("criterion"), "version")
    return sorted(filter(None, found), reverse=True)


def version_for(session: Session, period: Period) -> str:
    """Give the set a period was evaluated with, else the one named last; "" where there is none."""
    used = records.group_count(session.store.db, Query("evaluation", where=(("period", period.code),)), "version")
    return max(used, key=lambda name: used[name], default="") or next(iter(versions(session)), "")


def in_use(session: Session, version: str) -> bool:
    """Tell whether a final evaluation used a set."""
    where = (("version", version), ("status", "final"))
    return bool(records.count(session.store.db, Query("evaluation", where=where)))


def criteria(session: Session, version: str, subject_type: SubjectType) -> list[Criterion]:
    """Give the criteria of a set for units or for officers, in their order.

    Raises:
        NotFound: there is no such set, or it has none for these subjects.
    """
    where = (("version", version), ("subject_type", subject_type))
    rows = records.select(session.store.db, Query("criterion", where=where, sort="rank"))
    if not rows:
        known = ", ".join(versions(session)) or "—"
        raise NotFound(tr("Không có bộ tiêu chí “{version}”. Các bộ đang có: {known}.", version=version, known=known))
    return [Criterion.from_record(row) for row in rows]


def make_sample(session: Session, version: str) -> int:
    """Write the ready set of criteria for units and officers, to be looked at and edited by the Sở.

    Returns:
        How many criteria were written.

    Raises:
        Refused: this is a unit's store, or there is a set of this name.
        BadInput: the name is empty.
    """
    rows: list[dict[str, Value]] = [
        {
            "version": version, "code": code, "label": label, "subject_type": subject, "measure": measure,
            "max_points": most, "clause": clause, "rank": rank, "note": _SAMPLE_NOTE,
        }
        for rank, (code, subject, measure, most, clause, label) in enumerate(_SAMPLE, start=1)
    ]  # fmt: skip
    return _write_set(session, version, rows, tr("Lập bộ tiêu chí mẫu {version}", version=version))


def copy_set(session: Session, version: str, to: str) -> int:
    """Copy a set to a new version, which may be edited.

    Returns:
        How many criteria were copied.

    Raises:
        NotFound: there is no such set.
        Refused: this is a unit's store, or there is a set of the new name already.
        BadInput: the new name is empty.
    """
    rows = records.select(session.store.db, Query("criterion", where=(("version", version),), sort="rank"))
    if not rows:
        raise NotFound(tr("Không có bộ tiêu chí “{version}”.", version=version))
    copied = [{**row, "version": to.strip()} for row in rows]
    for row in copied:
        del row["id"], row["unit"]
    return _write_set(session, to, copied, tr("Sao bộ tiêu chí {version} thành {to}", version=version, to=to))


def _write_set(session: Session, version: str, rows: list[dict[str, Value]], label: str) -> int:
    kind = TYPES["criterion"]
    check_authority(session, kind, None, [])
    if not version.strip():
        raise BadInput(tr("Hãy đặt tên bộ tiêu chí, ví dụ 2024."), field="version")
    if version.strip() in versions(session):
        raise Refused(tr("Đã có bộ tiêu chí “{version}”; hãy đặt tên khác.", version=version.strip()))
    with session.store.write("edit", label, session.actor):
        for row in rows:
            filled = {name: value for name, value in row.items() if value is not None} | {"version": version.strip()}
            records.insert(session.store.db, kind, session.new_id(), session.unit, filled)
    return len(rows)


# -- the scale of ratings --------------------------------------------------------------------------------------------


def thresholds(session: Session) -> dict[str, int]:
    """Give the least per cent for each rating: the Sở's own scale where it keeps one, else the program's proposal."""
    found = dict(THRESHOLDS)
    for row in session.codes(RATING_TABLE):
        if isinstance(row["rank"], int) and row["code"] in found:
            found[str(row["code"])] = row["rank"]
    return found


def set_thresholds(session: Session, least: Mapping[str, int]) -> None:
    """Keep a scale of the Sở's own; it goes to the units with the catalogue.

    Args:
        session: the Sở's session.
        least: rating → least per cent; what is not named stays.

    Raises:
        Refused: this is a unit's store.
        BadInput: a rating or a number is wrong, or a better rating asks for less than a worse one.
    """
    kind = TYPES["code"]
    check_authority(session, kind, None, [])
    labels = {each.value: each.label for each in RATINGS}
    if strange := next((name for name in least if name not in labels), None):
        raise BadInput(
            tr("Không có mức xếp loại “{name}”; các mức: {known}.", name=strange, known=", ".join(labels)),
            field="rating",
        )
    wanted = thresholds(session) | dict(least)
    order = [wanted[name] for name in labels]
    if any(not 0 <= each <= 100 for each in order) or order != sorted(order, reverse=True) or order[-1]:
        raise BadInput(
            tr("Thang xếp loại phải giảm dần từ mức cao nhất, trong khoảng 0–100 (%), mức thấp nhất là 0."),
            field="rating",
        )
    kept = {str(row["code"]): row for row in session.codes(RATING_TABLE)}
    with session.store.write("edit", tr("Đặt thang xếp loại"), session.actor):
        for name, label in labels.items():
            if name not in kept:
                values: dict[str, Value] = {
                    "list": RATING_TABLE, "code": name, "label": label.vi, "label_en": label.en, "rank": wanted[name],
                }  # fmt: skip
                records.insert(session.store.db, kind, session.new_id(), session.unit, values)
            elif kept[name]["rank"] != wanted[name]:
                records.update(session.store.db, kind, str(kept[name]["id"]), {"rank": wanted[name]})
