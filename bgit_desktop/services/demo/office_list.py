"""The staff list of one district as its office keeps it in Excel: title rows, own headers, dates as text, lost zeros.

It goes through the same import as any district's own file.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

PREAMBLE = (
    "UBND HUYỆN LẠNG GIANG",
    "PHÒNG VĂN HÓA VÀ THÔNG TIN",
    "DANH SÁCH CÁN BỘ CHUYÊN TRÁCH CÔNG NGHỆ THÔNG TIN",
    "(Tính đến ngày 01/01/2023)",
)

_HEADERS = (
    "STT", "Họ và tên", "Ngày, tháng, năm sinh", "Nam/Nữ", "Công chức/ Viên chức", "Nhiệm vụ được giao",
    "Đơn vị công tác", "Trình độ CM", "Chuyên ngành ĐT", "Hệ đào tạo", "Cơ sở đào tạo", "Năm TN", "Chứng chỉ", "Số ĐT",
    "Số QĐ phân công", "Thư công vụ", "Ghi chú",
)  # fmt: skip
_VHTT, _CENTER = "Phòng Văn hóa và Thông tin", "Trung tâm VH-TT&TT"

_ROWS: tuple[tuple[str | int | date | None, ...], ...] = (
    (1, "Nguyễn Thị Thu Hà", date(1988, 3, 12), "Nữ", "Công chức", "QLNN", _VHTT, "ThS", "Khoa học máy tính",
     "Chính quy", "Trường Đại học CNTT và Truyền thông - ĐH Thái Nguyên", 2016, "CCNA; Aptech", 912345678,
     "12/QĐ-UBND ngày 05/01/2015", "hantt.langgiang@bacgiang.gov.vn", None),
    (2, "Trần Văn Hùng", "05/11/1991", "Nam", "CC", "Quản trị mạng", _VHTT, "ĐH", "Công nghệ thông tin", "CQ",
     "Trường Đại học Công nghệ - ĐHQG Hà Nội", 2014, None, "0987 654 321", "45/QĐ-UBND ngày 20/3/2017",
     "hungtv.langgiang@bacgiang.gov.vn", None),
    (3, "Đặng Thùy Dương", "1/2/1993", "nữ", "Viên chức", "Triển khai ứng dụng", _CENTER, "ĐH", "Điện tử - Viễn thông",
     "CQ", "Học viện Công nghệ Bưu chính Viễn thông", 2016, "MCSA", "0978 111 222", None, None, "Kiêm nhiệm"),
    (4, "Hoàng Minh Đức", "28/02/1990", "Nam", "HĐ", "Quản trị mạng", _VHTT, "CĐ", "Tin học ứng dụng", "Chính quy",
     "Trường Cao đẳng Kỹ thuật Việt - Hàn Bắc Giang", 2012, None, "+84 978111223", None, None, None),
    (5, "Lê Quang Vịnh", "15/08/1979", "Nam", "Công chức", "QLNN", _VHTT, "Đại học", "Tin học", "Tại chức",
     "Đại học Bách khoa Hà Nội", 2005, "Chứng chỉ quản trị mạng", 978333444, "08/QĐ-UBND ngày 11/9/2013", None, None),
    (6, "Giáp Thị Ngọc Ánh", "22/12/1995", "Nữ", "Công chức", "Triển khai ứng dụng", _VHTT, "ĐH", "An toàn thông tin",
     "Chính quy", "Học viện Kỹ thuật Mật mã", 2018, "CompTIA Security+", "0389 456 712", "77/QĐ-UBND ngày 02/6/2021",
     "anhgtn.langgiang@bacgiang.gov.vn", None),
    (7, "Thân Đức Mạnh", "1986", "Nam", "Công chức", "Quản trị mạng", _VHTT, "ĐH", "Hệ thống thông tin", None,
     "Trường Đại học Công nghiệp Hà Nội", 2010, None, 915667788, "30/QĐ-UBND ngày 14/4/2016", None,
     "Năm sinh theo hồ sơ cũ"),
)  # fmt: skip


def write(path: Path) -> None:
    """Write the workbook.

    Raises:
        OSError: the file cannot be written.
    """
    from bgit_desktop.documents.sheet_model import Column, Sheet
    from bgit_desktop.documents.xlsx_write import write_workbook

    numbers = {"STT", "Năm TN", "Số ĐT"}  # as Excel guessed them: a telephone number loses its zero
    columns = tuple(Column(name, name, "number" if name in numbers else "text") for name in _HEADERS)
    write_workbook([Sheet("DS CBCT CNTT", columns, _ROWS, PREAMBLE)], path, author="Phòng VH&TT huyện Lạng Giang")
