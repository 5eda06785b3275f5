"""The reporting cycle end to end: deadlines, states, what is frozen, corrections, the Sở's board and letters."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.core.periods import Period
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import deadlines, records, report_board, report_cycle, report_saved, reports
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query

H1 = Period(2024, 1)


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def signed(session: Session, general: str = "Một.") -> str:
    record = reports.save(session, reports.compose(session, "periodic", "2024-H1"), {"general": general})
    report_cycle.sign(session, record, "5/BC-VHTT", "2024-07-08", "Phạm Văn Sơn")
    return record


def test_what_was_signed_is_what_is_printed_whatever_the_log_says_since(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    record = signed(district)
    report = records.show(district, "report", record)
    first = reports.render(district, "periodic", "2024-H1", None, tmp_path / "1.pdf").read_bytes()
    assert hashlib.sha256(first).hexdigest() == report["signed_hash"]
    assert "Số: 05/BC-VHTT" in text_of(tmp_path / "1.pdf")
    office.Office(district, "217").add(
        "task", clause="QyD.6.2.c", title="Thêm việc", status="done", assigned_on="2024-06-30"
    )
    assert reports.render(district, "periodic", "2024-H1", None, tmp_path / "2.pdf").read_bytes() == first
    assert "Nhiệm vụ trong kỳ 8, nay 9" in reports.compose(district, "periodic", "2024-H1").warnings[0]


def test_signing_is_one_action_and_its_undo_gives_the_draft_back(district: Session) -> None:
    record = signed(district)
    records.undo(district)
    report = records.show(district, "report", record)
    assert (report["status"], report["document"], report["signed_hash"]) == ("draft", None, None)
    assert records.listing(district, Query("document", search="5/BC-VHTT")) == []


@pytest.mark.parametrize("name", ["narrative", "figures", "period", "kind", "version", "signed_hash"])
def test_nothing_of_a_signed_report_can_be_changed(district: Session, name: str) -> None:
    record = signed(district)
    before = records.show(district, "report", record)
    value = ["general\nHai."] if name in ("narrative", "figures") else 7 if name == "version" else "2023-H1"
    with pytest.raises(Refused, match="không sửa được nữa"):
        records.change(district, "report", record, {name: value})
    assert records.show(district, "report", record) == before


def test_a_correction_keeps_the_words_counts_anew_and_prints_what_it_changed(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    first = signed(district, "Đã triển khai một cửa.")
    empty = reports.render(district, "report_changes", "2024-H1", None, tmp_path / "0.pdf")
    assert "chưa có bản điều chỉnh nào" in text_of(empty)
    second = report_cycle.new_version(district, first)
    assert report_cycle.new_version(district, first) == second, "a correction begun is gone on with"
    composition = reports.compose(district, "periodic", "2024-H1")
    words = {each.key: each.text for each in composition.sections} | {"general": "Đã triển khai hai cửa."}
    reports.save(district, composition, words)
    office.Office(district, "217").add(
        "task", clause="QyD.6.2.c", title="Thêm việc", status="done", assigned_on="2024-06-30"
    )
    text = text_of(reports.render(district, "report_changes", "2024-H1", None, tmp_path / "1.pdf"))
    assert "Đã triển khai một" in text
    assert "Đã triển khai hai" in text
    assert "Nhiệm vụ trong kỳ 8 9" in text
    report_cycle.sign(district, second, "9/BC-VHTT", "2024-07-20")
    assert records.show(district, "report", second)["version"] == 2
    again = text_of(reports.render(district, "report_changes", "2024-H1", None, tmp_path / "2.pdf"))
    assert "Nhiệm vụ trong kỳ 8 9" in again


def test_the_days_of_each_step_are_noted(district: Session) -> None:
    record = reports.save(district, reports.compose(district, "periodic", "2024-H1"), {"general": "Một."})
    report_cycle.submit(district, record)
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08")
    report_cycle.mark_sent(district, record, "09/07/2024")
    report = records.show(district, "report", record)
    assert (report["submitted_on"], report["sent_on"]) == ("2024-07-10", "2024-07-09")
    with pytest.raises(Refused):
        report_cycle.submit(district, record)


def sent(office: ModuleType, province: Session, unit: str, day: str, **more: object) -> str:
    made: str = office.Office(province, unit).add(
        "report", kind="periodic", period="2024-H1", version=1, status="sent", sent_on=day, **more
    )
    return made


def test_returned_with_reasons_by_section_and_corrected(province: Session, office: ModuleType) -> None:
    record = sent(office, province, "217", "2024-06-19")
    with pytest.raises(BadInput, match="lý do"):
        report_cycle.decide(province, record, "returned", reasons={"general": " "})
    report_cycle.decide(province, record, "returned", reasons={"plan": "Chưa nêu kinh phí."})
    report = records.show(province, "report", record)
    assert report_saved.reasons_of(report) == {"plan": "Chưa nêu kinh phí."}
    assert report["decided_on"] == "2024-07-10"
    assert reports.compose(province, "periodic", "2024-H1", "217").returned == {"plan": "Chưa nêu kinh phí."}
    report_cycle.decide(province, record, "accepted")
    assert report_saved.reasons_of(records.show(province, "report", record)) == {}


def test_the_deadlines_of_a_year_are_issued_once_and_changed_in_place(province: Session) -> None:
    assert deadlines.issue(province, 2024, "nd09", 5, "") == deadlines.Issued(3, 0)
    board = report_board.board(province, H1)
    assert all(each.reported.due_on is None for each in board.lines), "a draft binds nobody"
    assert deadlines.issue(province, 2024, "nd09", 5, "12/STTTT-CNTT ngày 02/01/2024") == deadlines.Issued(0, 3)
    assert deadlines.issue(province, 2024, "nd09", 5, "12/STTTT-CNTT ngày 02/01/2024") == deadlines.Issued(0, 0)
    assert len(records.listing(province, Query("deadline"))) == 3
    records.undo(province)
    assert all(not row["document"] for row in records.listing(province, Query("deadline")))
    for year, preset, days in ((1990, "nd09", 5), (2024, "lunar", 5), (2024, "nd09", 0)):
        with pytest.raises(BadInput):
            deadlines.plan(province, year, preset, days)


def test_a_unit_issues_no_deadlines(district: Session) -> None:
    with pytest.raises(Refused):
        deadlines.issue(district, 2024, "nd09", 5, "1")


def test_the_board_gives_two_figures_and_names_who_is_late(
    province: Session, office: ModuleType, tmp_path: Path
) -> None:
    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT-CNTT")  # due 19/6/2024
    sent(office, province, "217", "2024-06-19", received_on="2024-06-25")
    sent(office, province, "218", "2024-06-18", received_on="2024-06-18")
    report_board.extend(province, H1, "219", "Lũ lụt kéo dài", "2024-12-31", "20/STTTT")
    report_board.extend(province, H1, "220", "Mới thành lập lại")
    board = report_board.board(province, H1)
    by_code = {each.code: each.reported for each in board.lines}
    assert (by_code["217"].sending, by_code["217"].standing) == ("on_time", "late")
    assert (by_code["218"].sending, by_code["218"].standing) == ("on_time", "on_time")
    assert by_code["220"].standing == "excused"
    assert (board.on_time("sending"), board.on_time("receipt"), len(board.received)) == (2, 1, 2)
    assert len(board.expected) == len(board.lines) - 1
    late = {each.code for each in board.overdue}
    assert late == {each.code for each in board.expected} - {"217", "218", "219"}

    letter = text_of(reports.render(province, "chase_letter", "2024-H1", None, tmp_path / "l.pdf"))
    assert "V/v đôn đốc gửi báo cáo 6 tháng đầu năm 2024" in letter
    assert "Tân Yên" in letter
    assert "Lạng Giang" not in letter
    status = text_of(reports.render(province, "report_status", "2024-H1", None, tmp_path / "s.pdf"))
    assert "theo ngày đơn vị gửi 02, theo ngày Sở nhận 01" in status
    assert "Gia hạn: Lũ lụt kéo dài" in status
    record = records.show(province, "supervision", report_board.chase(province, H1, "30/STTTT-CNTT"))
    assert set(record["for_units"] or ()) == late  # type: ignore[arg-type]
    summary = text_of(reports.render(province, "summary", "2024-H1", None, tmp_path / "t.pdf"))
    assert "theo ngày đơn vị gửi: đúng hạn 02 đơn vị" in summary


def test_without_a_document_nobody_is_late(province: Session, tmp_path: Path) -> None:
    deadlines.issue(province, 2024, "nd09", 5, "")
    assert report_board.board(province, H1).overdue == ()
    with pytest.raises(Refused, match="quá hạn"):
        report_board.chase(province, H1)
    with pytest.raises(Refused, match="gia hạn"):
        report_board.extend(province, H1, "217", "Lũ lụt")
    letter = text_of(reports.render(province, "chase_letter", "2024-H1", None, tmp_path / "l.pdf"))
    assert "không có đơn vị nào quá hạn" in letter
