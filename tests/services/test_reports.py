import subprocess
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from bgit_desktop.assets import load_english
from bgit_desktop.core.i18n import use_language
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, Refused
from bgit_desktop.services import records, report_cycle, reports
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query


def text_of(pdf: Path) -> str:
    """The words of a PDF, spaces and line breaks evened out."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def printed(session: Session, tmp_path: Path, kind: str, period: str = "2024-H1", **options: str) -> str:
    out = tmp_path / f"{kind}-{period}.pdf"
    assert reports.render(session, kind, period, options.pop("unit", None), out, **options) == out
    return text_of(out)


# -- kinds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2024-H1", "2024-H2", "2024"])
def test_every_kind_listed_is_written_in_every_format_with_a_period_alone(
    district: Session, province: Session, tmp_path: Path, period: str
) -> None:
    for session in (district, province):
        assert ("summary" in [each.kind for each in reports.kinds(session)]) is session.is_province
        for kind in reports.kinds(session):
            for suffix in kind.formats:
                out = tmp_path / f"{session.mode}-{kind.kind}.{suffix}"
                reports.render(session, kind.kind, period, None, out)
                assert out.stat().st_size > 1000


def test_kinds_have_labels_in_both_languages(province: Session) -> None:
    vietnamese = [each.label for each in reports.kinds(province)]
    use_language("en")
    english = [each.label for each in reports.kinds(province)]
    assert all(one != other for one, other in zip(vietnamese, english, strict=True))
    assert all(each.administrative for each in reports.kinds(province))


def test_documents_are_vietnamese_whatever_language_the_window_speaks(district: Session, tmp_path: Path) -> None:
    before = {kind.kind: printed(district, tmp_path, kind.kind) for kind in reports.kinds(district)}
    use_language("en", load_english())
    assert {kind.kind: printed(district, tmp_path, kind.kind) for kind in reports.kinds(district)} == before


# -- the district's report -------------------------------------------------------------------------------------------


def test_the_half_year_report_goes_out_under_the_phong_to_the_receiving_so(district: Session, tmp_path: Path) -> None:
    text = printed(district, tmp_path, "periodic")
    for expected in (
        "HUYỆN LẠNG GIANG", "PHÒNG VĂN HÓA", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO", "6 tháng đầu năm 2024",
        "Sở Thông tin và Truyền thông tỉnh Bắc Giang", "Lạng Giang, ngày", "TRƯỞNG PHÒNG", "Như trên",
        "Quyết định số 445/2013/QĐ-UBND",
    ):  # fmt: skip
        assert expected in text


def test_its_figures_are_those_of_the_records_with_last_period_beside_them(district: Session, tmp_path: Path) -> None:
    text = printed(district, tmp_path, "periodic")
    assert "đơn vị thực hiện 08 nhiệm vụ, đã hoàn thành 05 nhiệm vụ (đạt 62,5%); có 01 nhiệm vụ quá hạn" in text
    assert "Cùng kỳ trước: 02 nhiệm vụ" in text
    assert "Kỳ trước chuyển sang 01 nhiệm vụ chưa hoàn thành: Nâng cấp mạng nội bộ" in text
    assert "phát sinh 02 sự cố, còn 01 sự cố đang xử lý" in text
    assert "12/KH-UBND ngày 15/01/2024" in text
    assert "Đề nghị Sở hỗ trợ 01 thiết bị NAS" in text
    assert "được mời, cử dự 02 lượt họp, giao ban, tập huấn; có mặt 01 lượt; vắng 01 lượt" in text


def test_the_roster_is_that_of_the_last_day_or_of_today(district: Session, tmp_path: Path) -> None:
    now = printed(district, tmp_path, "officers")
    assert "tính đến ngày 30/6/2024" in now
    assert "Lê Văn Cũ" not in now
    before = printed(district, tmp_path, "officers", "2020-H2")
    assert "Lê Văn Cũ" in before
    assert "Trần Văn Hùng" not in before
    running = printed(district, tmp_path, "officers", "2024")
    assert "tính đến ngày 10/7/2024" in running


def test_the_guidance_document_sets_window_and_day_and_is_cited(
    province: Session, tmp_path: Path, office: ModuleType
) -> None:
    own = office.Office(province, province.unit)
    own.add("deadline", kind="half_year", period="2024-H1", due_on="2024-06-20", window_end="2024-05-31")
    draft = reports.compose(province, "periodic", "2024-H1", "217")
    assert (draft.basis, draft.due_on) == ("", "")
    assert any("Chưa có căn cứ thời hạn" in each for each in draft.warnings)
    own.add(
        "deadline", kind="half_year", period="2024-H1", due_on="2024-06-25", window_start="2023-12-15",
        window_end="2024-06-14", document="Công văn số 123/STTTT-CNTT ngày 20/5/2024",
    )  # fmt: skip
    bound = reports.compose(province, "periodic", "2024-H1", "217")
    assert (bound.basis, bound.due_on) == ("Công văn số 123/STTTT-CNTT ngày 20/5/2024", "2024-06-25")
    text = printed(province, tmp_path, "periodic", unit="217")
    assert "từ ngày 15/12/2023 đến ngày 14/6/2024" in text
    assert "và Công văn số 123/STTTT-CNTT ngày 20/5/2024" in text


def test_number_and_day_stay_open_until_the_document_is_recorded(district: Session, tmp_path: Path) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    record = reports.save(district, composition, {each.key: each.text for each in composition.sections})
    assert "Số: /BC-VHTT" in printed(district, tmp_path, "periodic")
    report_cycle.submit(district, record)
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08", "Phạm Văn Sơn")
    text = printed(district, tmp_path, "periodic")
    assert "Số: 05/BC-VHTT" in text
    assert "Lạng Giang, ngày 08 tháng 7 năm 2024" in text


def test_the_signer_and_the_place_come_from_the_settings(district: Session, tmp_path: Path) -> None:
    assert "Phạm Văn Sơn" not in printed(district, tmp_path, "periodic")
    district.store.set_meta("signer_name", "Phạm Văn Sơn")
    district.store.set_meta("signer_title", "Phó Trưởng phòng")
    district.store.set_meta("place", "Thị trấn Vôi")
    text = printed(district, tmp_path, "periodic")
    assert "PHÓ TRƯỞNG PHÒNG" in text
    assert "Phạm Văn Sơn" in text
    assert "Thị trấn Vôi, ngày" in text


def test_a_department_reports_its_duties_of_61_under_its_own_name(tmp_path: Path, office: ModuleType) -> None:
    with office.new_store(tmp_path / "snv", "unit", "SNV") as session:
        office.Office(session, "SNV").add(
            "task", clause="QyD.6.1.b", title="Vận hành máy chủ Sở", status="done", assigned_on="2024-02-02"
        )
        text = printed(session, tmp_path, "periodic")
    assert "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG SỞ NỘI VỤ" in text.replace(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ", ""
    ).replace("Độc lập - Tự do - Hạnh phúc ", "")
    assert "/BC-SNV" in text
    assert "GIÁM ĐỐC" in text
    assert "điểm b khoản 1 Điều 6" in text


# -- the words -------------------------------------------------------------------------------------------------------


def test_saved_words_are_printed_and_figures_are_counted_anew(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    assert composition.record == ""
    words = {each.key: each.text for each in composition.sections}
    words["QyD.6.2.a"] = "Đã tham mưu kế hoạch năm.\nKèm theo dự toán."
    record = reports.save(district, composition, words)
    office.Office(district, "217").add(
        "task", clause="QyD.6.2.c", title="Thêm việc", status="done", assigned_on="2024-06-30"
    )
    again = reports.compose(district, "periodic", "2024-H1")
    assert again.record == record
    assert {each.key: each.text for each in again.sections}["QyD.6.2.a"] == words["QyD.6.2.a"]
    assert {each.key: each.now for each in again.figures}["tasks"] == 9
    text = printed(district, tmp_path, "periodic")
    assert "Đã tham mưu kế hoạch năm. Kèm theo dự toán." in text
    assert "09 nhiệm vụ" in text


def test_a_section_emptied_by_hand_stays_empty(district: Session) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    words = {each.key: each.text for each in composition.sections}
    assert words["evaluation"] != ""
    reports.save(district, composition, {**words, "evaluation": ""})
    again = {each.key: each for each in reports.compose(district, "periodic", "2024-H1").sections}
    assert again["evaluation"].text == ""
    assert again["evaluation"].suggested != ""


def test_words_of_the_period_before_are_offered_and_never_taken(district: Session) -> None:
    earlier = reports.compose(district, "periodic", "2023-H2")
    reports.save(district, earlier, {"plan": "Nâng cấp mạng LAN."})
    plan = next(each for each in reports.compose(district, "periodic", "2024-H1").sections if each.key == "plan")
    assert plan.earlier == "Nâng cấp mạng LAN."
    assert plan.text == plan.suggested != plan.earlier


def test_saving_is_one_action_that_can_be_undone(district: Session) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    reports.save(district, composition, {"general": "Một."})
    records.undo(district)
    assert reports.compose(district, "periodic", "2024-H1").record == ""


# -- states ----------------------------------------------------------------------------------------------------------


def test_the_states_run_from_draft_to_sent_and_freeze_at_signing(district: Session) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    record = reports.save(district, composition, {"general": "Một."})
    with pytest.raises(Refused):
        report_cycle.mark_sent(district, record)
    with pytest.raises(Refused):
        report_cycle.new_version(district, record)
    report_cycle.submit(district, record)
    with pytest.raises(BadInput):
        report_cycle.sign(district, record, "", "2024-07-08")
    assert records.show(district, "report", record)["status"] == "submitted"
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08")
    signed = records.show(district, "report", record)
    assert signed["status"] == "signed"
    assert len(str(signed["signed_hash"])) == 64
    assert "tasks=8" in (signed["figures"] or [])  # type: ignore[operator]
    with pytest.raises(Refused):
        report_cycle.sign(district, record, "6/BC-VHTT", "2024-07-09")
    with pytest.raises(Refused):
        reports.save(district, reports.compose(district, "periodic", "2024-H1"), {"general": "Hai."})
    report_cycle.mark_sent(district, record)
    assert records.show(district, "report", record)["status"] == "sent"


def test_a_correction_is_the_next_version_and_says_so(district: Session, tmp_path: Path) -> None:
    composition = reports.compose(district, "periodic", "2024-H1")
    record = reports.save(district, composition, {"general": "Một."})
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08")
    second = report_cycle.new_version(district, record)
    again = reports.compose(district, "periodic", "2024-H1")
    assert (again.record, again.version, again.status) == (second, 2, "draft")
    assert again.sections[0].text == "Một."
    text = printed(district, tmp_path, "periodic")
    assert "bản điều chỉnh lần 1" in text
    assert "Số: /BC-VHTT" in text


def test_the_so_does_not_write_a_units_report(province: Session) -> None:
    composition = reports.compose(province, "periodic", "2024-H1", "217")
    with pytest.raises(Refused, match="217"):
        reports.save(province, composition, {"general": "Một."})


# -- incidents and the summary ---------------------------------------------------------------------------------------


def test_the_incidents_of_a_period_stand_open_ones_first(district: Session, tmp_path: Path) -> None:
    text = printed(district, tmp_path, "incident")
    assert "Trong kỳ phát sinh 02 sự cố" in text
    assert "Cùng kỳ trước: 01 sự cố" in text
    assert "chưa có căn cứ thời hạn" in text
    register = text.partition("DANH SÁCH SỰ CỐ")[2]
    assert register.index("nhiễm mã độc") < register.index("ngừng")


def test_a_limit_in_hours_needs_a_document(province: Session, tmp_path: Path, office: ModuleType) -> None:
    own = office.Office(province, province.unit)
    own.add("deadline", kind="incident", hours=4)
    assert "chưa có căn cứ thời hạn" in printed(province, tmp_path, "incident")
    own.add("deadline", kind="incident", hours=4, document="Công văn số 9/STTTT-CNTT")
    text = printed(province, tmp_path, "incident")
    assert "Báo cáo Sở: 02 sự cố quá thời hạn, 02 sự cố chưa ghi giờ báo cáo" in text
    assert "Báo cáo thủ trưởng cơ quan: 02 sự cố kịp thời, 02 sự cố chưa ghi giờ báo cáo" in text


def test_one_incident_is_a_first_report_while_open_and_a_final_one_when_closed(
    district: Session, tmp_path: Path
) -> None:
    found = {
        str(row["title"]): str(row["id"]) for row in records.listing(district, Query("incident", sort="detected_at"))
    }
    first = printed(district, tmp_path, "incident", record=found["Máy trạm nhiễm mã độc"])
    assert "báo cáo ban đầu về sự cố" in first
    assert "Cách phát hiện: Chưa xác định" in first
    final = printed(district, tmp_path, "incident", record=found["Máy chủ một cửa ngừng hoạt động"])
    assert "báo cáo kết thúc về sự cố" in final
    assert "10 giờ 00 phút, ngày 06/3/2024" in final
    with pytest.raises(NotFound):
        printed(district, tmp_path, "incident", record="01890000-0000-7000-8000-000000000000")


def test_the_summary_counts_all_units_and_asks_no_report_of_the_so_itself(province: Session, tmp_path: Path) -> None:
    text = printed(province, tmp_path, "summary")
    assert "có 29 đơn vị thuộc phạm vi báo cáo" in text
    assert "16 nhiệm vụ, hoàn thành 10 nhiệm vụ" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Bắc Giang" in text
    with pytest.raises(Refused):
        reports.render(province, "summary", "2024-H1", "217", tmp_path / "x.pdf")


def test_the_workbook_holds_typed_rows(province: Session, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    reports.render(province, "periodic", "2024-H1", "217", out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Theo điều khoản", "Nhiệm vụ", "Sự cố", "Đào tạo", "Khó khăn, vướng mắc"]
    cells = [cell.value for row in book["Nhiệm vụ"].iter_rows() for cell in row]
    assert "Hướng dẫn sử dụng chữ ký số" in cells


def test_a_deputy_signs_for_the_head_and_one_in_charge_for_nobody(district: Session, tmp_path: Path) -> None:
    district.store.set_meta("signer_title", "Phó Trưởng phòng")
    assert "KT. TRƯỞNG PHÒNG" in printed(district, tmp_path, "periodic")
    district.store.set_meta("signer_title", "Phó Trưởng phòng phụ trách")
    assert "KT." not in printed(district, tmp_path, "periodic")


# -- bad input -------------------------------------------------------------------------------------------------------


def test_each_wrong_request_is_refused_with_a_sentence_and_writes_nothing(district: Session, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    with pytest.raises(BadInput, match=r"2024-H3"):
        reports.render(district, "periodic", "2024-H3", None, out)
    with pytest.raises(NotFound, match="summary"):
        reports.render(district, "summary", "2024-H1", None, out)
    with pytest.raises(NotFound, match="218"):
        reports.render(district, "periodic", "2024-H1", "218", out)
    with pytest.raises(NotFound, match="999"):
        reports.render(district, "periodic", "2024-H1", "999", out)
    with pytest.raises(BadInput, match=r"\.odt"):
        reports.render(district, "periodic", "2024-H1", None, tmp_path / "x.odt")
    with pytest.raises(EnvironmentProblem):
        reports.render(district, "periodic", "2024-H1", None, tmp_path / "nowhere" / "x.pdf")
    assert not list(tmp_path.glob("x.*"))


def test_the_so_notes_what_it_makes_of_a_report_that_was_sent(province: Session, office: ModuleType) -> None:
    draft = office.Office(province, "217").add("report", kind="periodic", period="2024-H1", version=1, status="draft")
    with pytest.raises(Refused, match="chưa gửi"):
        report_cycle.decide(province, draft, "accepted")
    sent = office.Office(province, "218").add("report", kind="periodic", period="2024-H1", version=1, status="sent")
    report_cycle.decide(province, sent, "returned", reasons={"report": "Chưa có số liệu."})
    assert records.show(province, "report", sent)["status"] == "returned"
