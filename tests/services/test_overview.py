from datetime import UTC, date, datetime
from types import ModuleType

from bgit_desktop.core.i18n import use_language
from bgit_desktop.core.periods import Period
from bgit_desktop.services import copies, overview, report_cycle, reports
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_model import Block
from bgit_desktop.store import figures, peers
from bgit_desktop.store.peers import PackageRow


def words(block: Block) -> list[tuple[str, str]]:
    return [(item.text, item.word) for item in block.items]


# -- a unit ----------------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_four_blocks_in_order(district: Session) -> None:
    found = overview.overview(district)
    assert [block.key for block in found.blocks] == ["due", "missing", "open", "exchange"]
    assert found.units == ()
    assert found.standard is not None
    assert (found.standard.met, found.standard.missing, found.standard.not_applicable) == (1, 1, 1)


def test_open_incidents_come_before_overdue_tasks_and_each_opens_its_record(district: Session) -> None:
    block = overview.overview(district).block("open")
    assert words(block) == [
        ("Máy trạm nhiễm mã độc", "Đang xử lý"),
        ("Nâng cấp mạng nội bộ", "Quá hạn 203 ngày"),
        ("Tham mưu Quy chế sử dụng thư điện tử công vụ", "Quá hạn 15 ngày"),
    ]
    assert block.total == 3
    assert [item.page for item in block.items] == ["incident", "task", "task"]
    assert all(item.arguments["record"] for item in block.items)


def test_what_is_missing_names_the_person_and_what_would_mend_it(district: Session) -> None:
    block = overview.overview(district).block("missing")
    assert ("Trần Văn Hùng — Điều 4", "Thiếu căn cứ") in words(block)
    assert "bằng" in block.items[1].detail
    assert overview.overview(district, judged=False).block("missing").items == ()


def test_what_is_missing_has_one_line_a_clause_and_opens_the_place_to_mend_it(district: Session) -> None:
    block = overview.overview(district).block("missing")
    assert [text.partition(",")[0] for text, _ in words(block)] == [
        "Trần Văn Hùng — Điều 10.2.d",  # what fails comes first
        "Trần Văn Hùng — Điều 4",
        "Điều 6.2.c — Thu thập",
        "Điều 6.2.d — Giúp Trưởng phòng tham mưu",
        "Điều 6.2.e — Dự họp",
    ]
    assert block.items[2].detail == "Chưa ghi nhiệm vụ nào trong kỳ."
    assert block.items[2].page == "task"
    assert block.items[2].arguments == {
        "where": {"clause": "QyD.6.2.c"},
        "new": {"clause": "QyD.6.2.c"},
    }
    hung = block.items[1].arguments["record"]
    assert block.items[0].page == "training"
    assert {row.text for row in block.items if row.arguments.get("record") == hung} == {"Trần Văn Hùng — Điều 4"}
    assert block.total == 9  # with f, 7.2 twice and 10.2.a of both officers in one line
    district.store.clock = lambda: int(datetime(2024, 11, 10, tzinfo=UTC).timestamp() * 1000)
    later = overview.overview(district).block("missing")
    assert later.total == 10  # the year's appraisals


def test_a_report_is_due_only_where_a_document_sets_the_day(district: Session, office: ModuleType) -> None:
    item = overview.overview(district).block("due").items[0]
    assert (item.text, item.word) == ("Báo cáo 6 tháng đầu năm 2024", "Chưa có căn cứ thời hạn")
    with district.store.write("receive", "Gói trả lời", "Sở"):
        db = district.store.db
        for period, due, document in (
            ("2024-H1", "2024-07-12", "Công văn số 123/STTTT-CNTT"),
            ("2023-H2", "2024-01-10", "Công văn số 99/STTTT-CNTT"),
            ("2024", "2024-12-20", None),
        ):
            from bgit_desktop.core.registry import TYPES
            from bgit_desktop.store import records

            values = {"kind": Period.parse(period).kind, "period": period, "due_on": due, "document": document}
            records.insert(db, TYPES["deadline"], district.new_id(), "STTTT", values)
    found = overview.overview(district).block("due")
    assert words(found) == [
        ("Báo cáo 6 tháng cuối năm 2023", "Quá hạn 182 ngày"),
        ("Báo cáo 6 tháng đầu năm 2024", "Còn 2 ngày"),
        ("Báo cáo năm 2024", "Chưa có căn cứ thời hạn"),
    ]
    assert "Công văn số 123/STTTT-CNTT" in found.items[1].detail
    composition = reports.compose(district, "periodic", "2024-H1")
    record = reports.save(district, composition, {"general": "Một."})
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08")
    report_cycle.mark_sent(district, record)
    left = overview.overview(district).block("due")
    assert [item.text for item in left.items] == ["Báo cáo 6 tháng cuối năm 2023", "Báo cáo năm 2024"]


def test_exchange_tells_first_to_enrol_the_so_then_what_went_out_and_what_is_confirmed(district: Session) -> None:
    block = overview.overview(district).block("exchange")
    assert block.items[0].word == "Chưa đăng ký"
    assert any(item.text == "Thay đổi chưa xuất" for item in block.items)
    with district.store.write("export", "Xuất", "Hà"):
        district.store.set_meta("sender", "so")
        row = PackageRow(
            0, "217.bgpkg", "ab" * 32, "out", "baseline", "STTTT", district.replica, 1, 1, 1, 10**6, "exported", "",
            None, "", 1000, district.store.clock(),
        )  # fmt: skip
        peers.note_package(district.store.db, row)
    block = overview.overview(district).block("exchange")
    assert words(block)[0] == ("Gói xuất gần nhất: 10/07/2024", "Chờ Sở xác nhận")
    assert not any(item.text == "Thay đổi chưa xuất" for item in block.items)


def test_more_than_forty_per_cent_under_point_g_is_said(district: Session, office: ModuleType) -> None:
    assert overview.overview(district).warning == ""
    for at in range(8):
        office.Office(district, "217").add(
            "task", clause="QyD.6.2.g", title=f"Việc khác {at}", status="done", assigned_on="2024-07-01"
        )
    assert "vượt 40 %" in overview.overview(district).warning


def test_the_chart_is_drawn_for_the_year_and_not_for_one_without_tasks(district: Session) -> None:
    picture = overview.year_chart(district, 2024, 600, 200, dark=False)
    assert picture is not None
    assert picture.lstrip().startswith(b"<")
    assert "6.2.b" in picture.decode()
    assert overview.year_chart(district, 2019, 600, 200, dark=False) is None


def test_counts_in_sql_are_those_of_the_pure_figures(district: Session) -> None:
    from bgit_desktop.core import statistics
    from bgit_desktop.services import records
    from bgit_desktop.store.records import Query

    window = Period.parse("2024").window()
    tasks = statistics.tasks_in(records.listing(district, Query("task")), window)
    pure = statistics.tasks_by_clause(tasks, [], date(2024, 7, 10))
    assert figures.tasks_by_clause(district.store.db, "2024-01-01", "2024-12-31", "2024-07-10") == pure


# -- the Sở ----------------------------------------------------------------------------------------------------------


def test_the_so_sees_every_unit_with_its_reports_by_period(province: Session, office: ModuleType) -> None:
    found = overview.overview(province)
    assert [block.key for block in found.blocks] == ["packages", "open", "standard", "difficulties"]
    assert [code for code, _ in found.periods] == ["2023-H2", "2024-H1", "2024-H2"]
    assert len(found.units) == 29
    line = next(each for each in found.units if each.code == "217")
    assert [cell.word for cell in line.cells] == ["Chưa nhận", "Chưa nhận", "Chưa đến kỳ"]
    assert line.cells[0].tone == "quiet"
    own = office.Office(province, province.unit)
    own.add("deadline", kind="half_year", period="2024-H1", due_on="2024-07-05", document="CV 123")
    office.Office(province, "217").add("report", kind="periodic", period="2024-H1", version=1, status="sent")
    line = next(each for each in overview.overview(province).units if each.code == "217")
    assert (line.cells[1].word, line.cells[1].detail) == ("Nhận muộn", "Nhận ngày 10/07/2024")
    other = next(each for each in overview.overview(province).units if each.code == "218")
    assert (other.cells[1].word, other.cells[1].tone) == ("Chưa nhận", "bad")


def test_the_so_sees_open_incidents_the_standard_and_what_waits_for_an_answer(province: Session) -> None:
    found = overview.overview(province)
    assert [text for text, _ in words(found.block("open"))] == [
        "Huyện Lạng Giang: Máy trạm nhiễm mã độc",
        "Huyện Lục Nam: Máy trạm nhiễm mã độc",
    ]
    standard = found.block("standard")
    assert words(standard)[:2] == [("Cán bộ đạt tiêu chuẩn", "2/4 (50 %)"), ("Đơn vị có mọi cán bộ đạt", "0/2 (0 %)")]
    assert standard.items[2].arguments == {"where": {"unit": "217"}}


def test_a_held_package_waits_for_a_decision(province: Session) -> None:
    row = PackageRow(
        0, "lg.bgpkg", "cd" * 32, "in", "delta", "217", "x", 1, 2, 5, 9, "held-gap", "Thiếu gói trước.", None, "",
        1000, province.store.clock(),
    )  # fmt: skip
    with province.store.write("package", "", "Sở"):
        peers.note_package(province.store.db, row)
    block = overview.overview(province).block("packages")
    assert block.total == 1
    assert words(block) == [("Huyện Lạng Giang — lg.bgpkg", "Giữ lại"), ("Sao lưu đã kiểm tra", "Chưa có")]
    assert block.items[0].detail == "Thiếu gói trước."


def test_the_sos_page_says_when_a_backup_was_last_tested_even_where_nothing_waits(province: Session) -> None:
    block = overview.overview(province).block("packages")
    assert (block.total, [each.text for each in block.items]) == (
        0, ["Không có gói nào bị giữ lại.", "Sao lưu đã kiểm tra"],
    )  # fmt: skip
    copies.copy_now(province)
    last = overview.overview(province).block("packages").items[-1]
    assert (last.word, last.tone, last.page) == ("hôm nay", "good", "backups")


def test_both_languages_have_their_words(district: Session) -> None:
    vietnamese = [block.title for block in overview.overview(district).blocks]
    from bgit_desktop.assets import load_english

    use_language("en", load_english())
    english = [block.title for block in overview.overview(district).blocks]
    assert all(one != other for one, other in zip(vietnamese, english, strict=True))
