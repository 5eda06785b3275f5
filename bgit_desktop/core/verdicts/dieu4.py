"""Điều 4: a university degree in IT, full-time, or higher; certificates are an advantage and fail nobody.

Each degree is judged by itself in five parts (level, field, mode, evidence and, for a master's or a
doctorate, the bachelor's under it); the worst part decides for the degree, and the best degree decides for
the officer. So a regular degree in law and a part-time one in IT do not add up to a regular one in IT.
Degrees dated after the day asked for do not count; of a degree only its year is known, and it counts from the
first day of that year.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.verdicts.majors import suggest_field
from bgit_desktop.core.verdicts.model import OPEN, Check, Owner, State, Verdict, severity, worst
from bgit_desktop.core.verdicts.scope import Scope, officer_scope, text_of, unit_code

CLAUSE: Final = "QyD.4"

_LEVELS: Final = {
    "secondary": Label("trung cấp", "secondary"),
    "college": Label("cao đẳng", "college"),
    "bachelor": Label("đại học", "bachelor's"),
    "master": Label("thạc sĩ", "master's"),
    "doctorate": Label("tiến sĩ", "doctorate"),
}
_BELOW: Final = ("secondary", "college")
_ABOVE: Final = ("master", "doctorate")
_MODES: Final = {
    "regular": Label("chính quy", "regular"),
    "in_service": Label("vừa làm vừa học", "in-service"),
    "distance": Label("từ xa", "distance"),
    "transfer": Label("liên thông", "transfer"),
    "specialised": Label("chuyên tu", "specialised"),
}
_NOT_REGULAR: Final = ("in_service", "distance", "specialised")
_FIELDS: Final = {
    "it": Label("CNTT, tin học", "IT"),
    "near": Label("ngành gần", "near IT"),
    "other": Label("ngành khác", "other"),
}
_OWNERS: Final[dict[State, Owner | None]] = {
    "met": None,
    "not_applicable": None,
    "missing": "officer",
    "review": "department",
    "not_met": "agency",
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One degree, judged."""

    title: str
    state: State
    checks: tuple[Check, ...]
    missing: tuple[str, ...]
    order: tuple[int, int, int, str]


def _year(degree: Record) -> int | None:
    year = degree.get("year")
    return year if isinstance(year, int) and not isinstance(year, bool) else None


def _title(degree: Record) -> str:
    level, mode = text_of(degree, "level"), text_of(degree, "mode")
    parts = [str(_LEVELS.get(level, level or tr("chưa ghi trình độ")))]
    if text_of(degree, "major"):
        parts.append(text_of(degree, "major"))
    if mode in _MODES:
        parts.append(str(_MODES[mode]))
    year = _year(degree)
    if year is not None:
        parts.append(str(year))
    return ", ".join(parts)


def _level_check(level: str) -> Check:
    label = tr("Trình độ")
    if level in _BELOW:
        return Check(label, "not_met", tr("Trình độ {level}, dưới đại học.", level=_LEVELS[level]))
    if level in _LEVELS:
        return Check(label, "met", tr("Trình độ {level}.", level=_LEVELS[level]))
    return Check(label, "missing", tr("Chưa ghi trình độ đào tạo."))


def _field_check(field: str, major: str) -> Check:
    label = tr("Chuyên ngành")
    shown = major or "—"
    if field == "it":
        return Check(label, "met", tr("Chuyên ngành {major} thuộc CNTT, tin học.", major=shown))
    if field == "near":
        return Check(label, "review", tr("Chuyên ngành {major} là ngành gần, cần người xem xét.", major=shown))
    if field == "other":
        return Check(label, "not_met", tr("Chuyên ngành {major} không thuộc CNTT, tin học.", major=shown))
    suggested = suggest_field(major)
    if suggested is None:
        return Check(label, "missing", tr("Chưa xác định nhóm ngành của chuyên ngành {major}.", major=shown))
    return Check(
        label,
        "missing",
        tr(
            "Chưa xác định nhóm ngành của chuyên ngành {major}; gợi ý theo Thông tư 45/2017: {field}.",
            major=shown,
            field=_FIELDS[suggested],
        ),
    )


def _mode_check(mode: str) -> Check:
    label = tr("Hệ đào tạo")
    if mode == "regular":
        return Check(label, "met", tr("Hệ chính quy."))
    if mode in _NOT_REGULAR:
        return Check(label, "not_met", tr("Hệ {mode}, không phải chính quy.", mode=_MODES[mode]))
    if mode == "transfer":
        return Check(label, "review", tr("Hệ liên thông, cần xem xét có được coi là chính quy hay không."))
    return Check(label, "missing", tr("Chưa xác định hệ đào tạo."))


def _evidence_check(document: str, documents: Collection[str] | None) -> Check:
    label = tr("Minh chứng")
    if not document:
        return Check(label, "missing", tr("Chưa gắn văn bằng hoặc bản sao văn bằng."))
    if documents is not None and document not in documents:
        return Check(label, "missing", tr("Văn bản được gắn làm minh chứng không còn trong hồ sơ."))
    return Check(label, "met", tr("Đã gắn văn bằng làm minh chứng."))


_MISSING: Final = ("level", "field", "mode", "evidence")


def _missing_text(part: str) -> str:
    return {
        "level": tr("trình độ đào tạo"),
        "field": tr("nhóm ngành của bằng"),
        "mode": tr("hệ đào tạo"),
        "evidence": tr("văn bằng hoặc bản sao"),
    }[part]


def _judge_degree(degree: Record, documents: Collection[str] | None, bachelor_met: bool) -> _Judged:
    level = text_of(degree, "level")
    checks = [
        _level_check(level),
        _field_check(text_of(degree, "field"), text_of(degree, "major")),
        _mode_check(text_of(degree, "mode")),
        _evidence_check(text_of(degree, "document"), documents),
    ]
    missing = [_missing_text(part) for part, check in zip(_MISSING, checks, strict=True) if check.state == "missing"]
    if level in _ABOVE:
        label = tr("Bằng đại học làm nền")
        if bachelor_met:
            checks.append(Check(label, "met", tr("Có bằng đại học đạt tiêu chuẩn.")))
        else:
            checks.append(
                Check(
                    label,
                    "review",
                    tr("Bằng {level} nhưng chưa ghi bằng đại học đạt tiêu chuẩn.", level=_LEVELS[level]),
                )
            )
            missing.append(tr("bằng đại học chuyên ngành CNTT hệ chính quy"))
    state = worst(check.state for check in checks)
    rank = list(_LEVELS).index(level) if level in _LEVELS else -1
    order = (severity(state), -rank, -(_year(degree) or 0), text_of(degree, "id"))
    return _Judged(_title(degree), state, tuple(checks), tuple(missing), order)


def _best(degrees: Sequence[Record], documents: Collection[str] | None) -> _Judged:
    above = [degree for degree in degrees if text_of(degree, "level") in _ABOVE]
    rest = [_judge_degree(degree, documents, False) for degree in degrees if degree not in above]
    bachelor_met = any(each.state == "met" for each in rest)
    judged = rest + [_judge_degree(degree, documents, bachelor_met) for degree in above]
    return min(judged, key=lambda each: each.order)


def _certificate_note(certificates: Sequence[Record]) -> Check | None:
    names = sorted({text_of(each, "name") for each in certificates} - {""})
    if not names:
        return None
    return Check(
        tr("Chứng chỉ (ưu tiên)"),
        "note",
        tr("Có {names}; chứng chỉ là điều kiện ưu tiên, không quyết định kết quả.", names=", ".join(names)),
    )


def judge_officer(
    catalogue: Catalogue,
    officer: Record,
    qualifications: Sequence[Record],
    day: date,
    *,
    certificates: Sequence[Record] = (),
    documents: Collection[str] | None = None,
    scope: Scope | None = None,
) -> Verdict:
    """Judge an officer by Điều 4.

    Args:
        catalogue: the units.
        officer: the officer's record, with ``id`` and ``unit``.
        qualifications: the officer's degrees.
        day: the day asked for.
        certificates: the officer's certificates; shown, never judged.
        documents: ids of the documents on file; None takes each named one as there.
        scope: :func:`~bgit_desktop.core.verdicts.scope.officer_scope`, where the caller has it already.
    """
    scope = scope or officer_scope(catalogue, officer, day)
    shown = show_date(day)
    counted = [each for each in qualifications if (_year(each) or 0) <= day.year]
    later = len(qualifications) - len(counted)
    reasons: list[str] = []
    missing: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    state: State
    reasons.append(
        tr(
            "Điều 4: phải có bằng đại học chuyên ngành CNTT (hoặc tin học) hệ chính quy trở lên; xét đến ngày {day}.",
            day=shown,
        )
    )
    if not counted:
        state = "missing"
        reasons.append(tr("Chưa ghi bằng cấp nào tính đến ngày {day}.", day=shown))
        missing = (tr("bằng cấp chuyên môn"),)
    else:
        best = _best(counted, documents)
        state, checks, missing = best.state, best.checks, best.missing
        reasons.append(tr("Bằng được xét: {degree}.", degree=best.title))
        reasons += [check.explanation for check in checks if state == "met" or check.state != "met"]
        if len(counted) > 1:
            reasons.append(tr("Đã so {count} bằng, mỗi bằng xét riêng; bằng tốt nhất quyết định.", count=len(counted)))
        if any(_year(each) == day.year for each in counted):
            reasons.append(tr("Bằng tốt nghiệp trong năm {year} được tính từ đầu năm đó.", year=day.year))
    if later:
        reasons.append(tr("Không tính {count} bằng có năm sau ngày xét.", count=later))
    if state == "not_met":
        reasons.append(tr("Cơ quan có trách nhiệm bố trí người đủ tiêu chuẩn (Điều 10.2.a)."))
    note = _certificate_note(certificates)
    if note is not None:
        checks = (*checks, note)
    if not scope.applies:
        state = "not_applicable" if scope.excluded else "missing"
        missing = () if scope.excluded else (tr("đơn vị trong danh mục"),)
        reasons = [scope.excluded or scope.unknown]
        if scope.excluded and counted:
            reasons.append(tr("Kết quả từng phần của tiêu chuẩn chỉ để tham khảo."))
    elif not text_of(officer, "employment"):
        missing = (*missing, tr("diện công chức hay viên chức (Điều 3.1)"))
    return Verdict(
        "officer",
        text_of(officer, "id"),
        text_of(officer, "full_name"),
        unit_code(officer),
        CLAUSE,
        state,
        day.isoformat(),
        tuple(reasons),
        missing,
        "department" if scope.unknown else _OWNERS[state],
        checks,
        mend=("officer", text_of(officer, "id")) if state in OPEN else None,
    )
