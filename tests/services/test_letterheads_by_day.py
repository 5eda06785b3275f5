"""What documents call the province, the receiving Sở and the regulation is data, by the document's day."""

from __future__ import annotations

from datetime import date

from bgit_desktop.core.unit_change_set import compose
from bgit_desktop.services import legal_texts, records, reports, unit_changes
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.unit_changes import Chosen

AS_ISSUED = (
    "Quyết định số 445/2013/QĐ-UBND ngày 03 tháng 9 năm 2013 của UBND tỉnh Bắc Giang ban hành Quy định quản lý chuyên "
    "môn nghiệp vụ đối với đơn vị và cán bộ chuyên trách công nghệ thông tin trong các cơ quan Nhà nước tỉnh Bắc Giang"
)


def test_the_regulation_is_the_one_in_force(province: Session) -> None:
    day = date(2024, 6, 30)
    assert legal_texts.regulation(province, day) == AS_ISSUED
    assert formalities(province, "217", day).legal_basis == AS_ISSUED
    old = legal_texts.standing(province, "regulation", day)
    assert old is not None
    new = records.add(
        province, "legal_text",
        {"number": "12/2025/QĐ-UBND", "role": "regulation", "issued_on": "2025-08-01", "issuer": "UBND tỉnh Bắc Ninh",
         "subject": "Ban hành Quy định về đơn vị chuyên trách", "valid_from": "2025-09-01"},
    )  # fmt: skip
    records.change(province, "legal_text", str(old["id"]), {"valid_to": "2025-08-31", "replaced_by": new})
    assert legal_texts.regulation(province, date(2025, 8, 31)) == AS_ISSUED
    cited = "Quyết định số 12/2025/QĐ-UBND ngày 01 tháng 8 năm 2025 của UBND tỉnh Bắc Ninh ban hành Quy định về đơn vị"
    assert formalities(province, "217", date(2025, 9, 1)).basis.startswith(cited)
    # a report of before the first regulation still names one, and none at all is no failure
    assert legal_texts.regulation(province, date(2010, 1, 1)) == AS_ISSUED
    records.delete(province, "legal_text", [new, str(old["id"])])
    assert "Quy định" in legal_texts.regulation(province, day)
    assert reports.compose(province, "summary", "2024-H1").sections


def test_the_province_is_called_what_the_catalogue_says(province: Session) -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert province.catalogue().bound_on(before)[0].code != "UBNDT"
    unit_changes.apply(province, [Chosen(f"hop-nhat-2025/{code}") for code in ("UBNDT", "217")])
    old, new = (formalities(province, "SNV", day) for day in (before, after))
    assert (old.letterhead.parent, new.letterhead.parent) == (
        "Ủy ban nhân dân tỉnh Bắc Giang",
        "Ủy ban nhân dân tỉnh Bắc Ninh",
    )
    assert (old.letterhead.place, new.letterhead.place) == ("Bắc Giang", "Bắc Ninh")
    assert new.letterhead.full_name == "Sở Nội vụ tỉnh Bắc Ninh"
    assert new.addressees == ("Sở Thông tin và Truyền thông tỉnh Bắc Ninh",)


def test_reports_go_to_what_took_the_place_of_the_so(province: Session) -> None:
    unit_changes.apply(province, [Chosen("so-tttt-2025/STTTT")])
    sent = [formalities(province, "217", day).addressees for day in (date(2025, 2, 28), date(2025, 3, 1))]
    assert sent == [
        ("Sở Thông tin và Truyền thông tỉnh Bắc Giang",),
        ("Sở Khoa học và Công nghệ tỉnh Bắc Giang",),
    ]
    # after the merger of the provinces: what the Sở itself has put in
    unit_changes.apply(province, [Chosen("hop-nhat-2025/UBNDT")])
    unit_changes.make(
        province,
        compose("absorb", date(2025, 7, 1), "Nghị quyết 202/2025/QH15", code="SKHCN", into=["SKHCNBN"],
                name="Sở Khoa học và Công nghệ", kind="department"),
    )  # fmt: skip
    late = formalities(province, "STC", date(2025, 7, 1))
    assert late.addressees == ("Sở Khoa học và Công nghệ tỉnh Bắc Ninh",)
