from datetime import date, datetime

import pytest

from bgit_desktop.documents.nd30 import wording


@pytest.mark.parametrize(
    ("on", "long", "short"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024", "05/02/2024"),
        (date(2024, 1, 31), "ngày 31 tháng 01 năm 2024", "31/01/2024"),
        (date(2013, 9, 3), "ngày 03 tháng 9 năm 2013", "03/9/2013"),
        (date(2024, 12, 10), "ngày 10 tháng 12 năm 2024", "10/12/2024"),
    ],
)
def test_only_days_and_the_first_two_months_take_a_zero(on: date, long: str, short: str) -> None:
    assert wording.long_date(on) == long
    assert wording.short_date(on) == short


def test_open_date_leaves_room_and_keeps_the_year() -> None:
    text = wording.long_date(None, 2024)
    assert text.startswith("ngày\u00a0")
    assert text.endswith("năm 2024")


@pytest.mark.parametrize(
    ("number", "abbreviation", "symbol", "text"),
    [
        ("5", "BC", "VHTT", "05/BC-VHTT"),
        ("05", "BC", "VHTT", "05/BC-VHTT"),
        ("112", "BC", "UBND", "112/BC-UBND"),
        ("12a", "BC", "VHTT", "12a/BC-VHTT"),
        ("12", "", "UBND-VHTT", "12/UBND-VHTT"),
    ],
)
def test_document_numbers(number: str, abbreviation: str, symbol: str, text: str) -> None:
    assert wording.document_number(number, abbreviation, symbol) == text


def test_a_number_not_given_leaves_room() -> None:
    text = wording.document_number("", "BC", "VHTT")
    assert text.endswith("/BC-VHTT")
    assert text.index("/") >= 6
    assert not text[: text.index("/")].strip()


@pytest.mark.parametrize(
    ("number", "text"), [(0, "không có sự cố"), (2, "02 sự cố"), (10, "10 sự cố"), (1250, "1.250 sự cố")]
)
def test_quantities(number: int, text: str) -> None:
    assert wording.quantity(number, "sự cố") == text


def test_numbers_take_a_comma_and_points() -> None:
    assert wording.percent(1, 3) == "33,3%"
    assert wording.percent(1, 2) == "50%"
    assert wording.percent(5, 16) == "31,3%"  # 31,25
    assert wording.percent(1, 8, 0) == "13%"  # 12,5
    assert wording.percent(0, 0) == "—"
    assert wording.decimal(1234.5) == "1.234,5"
    assert wording.decimal(30.0) == "30"
    assert wording.decimal(100) == "100"


def test_periods_clauses_and_roman_figures() -> None:
    assert wording.period_name("2024-H1") == "6 tháng đầu năm 2024"
    assert wording.period_name("2024-H2") == "6 tháng cuối năm 2024"
    assert wording.period_name("2024") == "năm 2024"
    assert wording.cite_clause("QyD.6.2.b") == "điểm b khoản 2 Điều 6"
    assert wording.cite_clause("QD.2") == "Điều 2"
    assert wording.short_clause("QyD.7.1") == "7.1"
    assert [wording.roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]


def test_the_last_sentence_ends_with_the_mark() -> None:
    assert wording.finished("kính gửi Sở tổng hợp.") == "kính gửi Sở tổng hợp./."
    assert wording.finished("đã xong./.") == "đã xong./."


def test_moments() -> None:
    at = datetime(2024, 3, 5, 8, 5)
    assert wording.table_time(at) == "08:05 05/03/2024"
    assert wording.long_time(at) == "08 giờ 05 phút, ngày 05/3/2024"
    assert wording.table_time(None) == ""
