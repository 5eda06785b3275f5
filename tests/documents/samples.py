"""Reports filled with plausible records, shared by the tests of this folder and by the bench."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bgit_desktop.documents.nd30.model import Letterhead, Signature
from bgit_desktop.documents.reports import incident, officers
from bgit_desktop.documents.reports import summary_model as summary
from bgit_desktop.documents.reports.formalities import Formalities
from bgit_desktop.documents.reports.periodic_model import (
    ClauseWork,
    DifficultyRow,
    IncidentRow,
    PeriodicReport,
    StaffRow,
    TaskRow,
    TrainingRow,
)

LEGAL_BASIS = (
    "Quyết định số 445/2013/QĐ-UBND ngày 03 tháng 9 năm 2013 của UBND tỉnh Bắc Giang ban hành Quy định quản lý "
    "chuyên môn nghiệp vụ đối với đơn vị và cán bộ chuyên trách công nghệ thông tin trong các cơ quan Nhà nước tỉnh Bắc Giang"
)
FORMALITIES = Formalities(
    legal_basis=LEGAL_BASIS,
    letterhead=Letterhead(
        "Ủy ban nhân dân huyện Lạng Giang",
        "Phòng Văn hóa và Thông tin",
        "Lạng Giang",
        "Phòng Văn hóa và Thông tin huyện Lạng Giang",
    ),
    symbol="VHTT",
    addressees=("Sở Thông tin và Truyền thông tỉnh Bắc Giang",),
    signature=Signature("Trưởng phòng", "Trần Văn Hùng"),
    number="5",
    dated=date(2024, 6, 5),
    copies=("Như trên", "Chủ tịch, các PCT UBND huyện (báo cáo)", "Lưu: VT, CNTT"),
    guidance="Công văn số 412/STTTT-CNTT ngày 20/5/2024 của Sở Thông tin và Truyền thông",
)
PROVINCE = Formalities(
    legal_basis=LEGAL_BASIS,
    letterhead=Letterhead(
        "Ủy ban nhân dân tỉnh Bắc Giang",
        "Sở Thông tin và Truyền thông",
        "Bắc Giang",
        "Sở Thông tin và Truyền thông tỉnh Bắc Giang",
    ),
    symbol="STTTT",
    addressees=("Ủy ban nhân dân tỉnh Bắc Giang",),
    signature=Signature("Phó Giám đốc", "Nguyễn Gia Phong", ("KT. Giám đốc",)),
    copies=("Như trên", "Giám đốc, các PGĐ Sở", "UBND các huyện, thành phố", "Lưu: VT, CNTT"),
)
LABELS = (
    "Tham mưu ban hành và tổ chức thực hiện văn bản, kế hoạch ứng dụng CNTT",
    "Hướng dẫn, hỗ trợ, vận hành hệ thống CNTT; xử lý sự cố máy tính",
    "Thu thập, lưu trữ, xử lý thông tin phục vụ chỉ đạo, điều hành",
    "Bảo đảm kỹ thuật cho dịch vụ hành chính công",
    "Tham gia họp, giao ban, tập huấn do Sở tổ chức",
    "Tham mưu chế độ báo cáo",
    "Nhiệm vụ khác do thủ trưởng cơ quan giao",
)
UNITS = (
    "TP Bắc Giang",
    "Yên Thế",
    "Tân Yên",
    "Lạng Giang",
    "Lục Nam",
    "Lục Ngạn",
    "Sơn Động",
    "Yên Dũng",
    "Việt Yên",
    "Hiệp Hòa",
)
COMMUNES = ("Tân Hưng", "Hương Lạc", "Yên Mỹ", "Nghĩa Hòa")
NARRATIVE = (
    "Phòng đã tham mưu cho UBND huyện ban hành kế hoạch ứng dụng công nghệ thông tin năm 2024, quy chế "
    "sử dụng hệ thống "
    "thư điện tử công vụ và phần mềm quản lý văn bản, đồng thời hướng dẫn các xã, thị trấn cập nhật hồ "
    "sơ lên cổng dịch vụ "
    "công của tỉnh.\n"
    "- Kế hoạch số 15/KH-UBND ngày 12/01/2024 về ứng dụng công nghệ thông tin trong hoạt động của các cơ "
    "quan nhà nước;\n"
    "- Công văn số 230/UBND-VHTT ngày 05/3/2024 về tăng cường bảo đảm an toàn thông tin mạng."
)


def periodic(tasks: int = 30, *, narrative: str = NARRATIVE, repeat: int = 1) -> PeriodicReport:
    """A half-year report with so many tasks; ``repeat`` lengthens its prose."""
    clauses = [f"QyD.6.2.{letter}" for letter in "abcdefg"]
    rows = []
    for at in range(tasks):
        clause = clauses[at * 3 % 7] if at % 5 else clauses[1]
        status = ("Hoàn thành", "Đang thực hiện", "Hoàn thành", "Chưa thực hiện")[at % 4]
        rows.append(
            TaskRow(
                clause=clause,
                title=f"Hỗ trợ UBND xã {COMMUNES[at % 4]} cài đặt, cấu hình phần mềm "
                f"quản lý văn bản và điều hành công việc, đợt {at + 1}",
                status=status,
                assigned_by="Trưởng phòng",
                assigned_on=date(2024, 1, 3) + timedelta(days=at % 150),
                due_on=date(2024, 1, 20) + timedelta(days=at % 150),
                progress=100 if status == "Hoàn thành" else 40,
                officers="Nguyễn Thị Hà" if at % 3 else "Nguyễn Thị Hà, Trần Văn Hùng",
                result="Đã cài đặt xong, có biên bản nghiệm thu." if status == "Hoàn thành" else "",
                document=f"BB số {at + 1}/BB-VHTT" if at % 2 else "",
            )
        )
    works = []
    for clause, label in zip(clauses, LABELS, strict=True):
        own = [row for row in rows if row.clause == clause]
        works.append(
            ClauseWork(
                clause,
                label,
                "\n".join([narrative] * repeat) if clause in clauses[:3] else "",
                done=sum(row.status == "Hoàn thành" for row in own),
                doing=sum(row.status == "Đang thực hiện" for row in own),
                planned=sum(row.status == "Chưa thực hiện" for row in own),
                overdue=len(own) // 6,
                previous=max(len(own) - 1, 0),
            )
        )
    return PeriodicReport(
        formalities=FORMALITIES,
        period="2024-H1",
        window_start=date(2024, 1, 1),
        window_end=date(2024, 6, 30),
        clauses=tuple(works),
        staff=(
            StaffRow(
                "Nguyễn Thị Hà",
                "Phòng Văn hóa và Thông tin",
                "Công chức",
                "Thạc sĩ Công nghệ thông tin",
                "Quản trị hệ thống",
                "Cần xem xét",
                "QĐ số 102/QĐ-UBND ngày 05/02/2019",
            ),
            StaffRow(
                "Trần Văn Hùng", "Phòng Văn hóa và Thông tin", "Công chức", "Kỹ sư Công nghệ thông tin", "", "Đạt"
            ),
        ),
        tasks=tuple(rows),
        incidents=(
            IncidentRow(
                "Mất kết nối mạng WAN tại trụ sở UBND huyện",
                "C - đường truyền",
                "Đã đóng",
                False,
                "Mạng WAN của tỉnh",
                "Cao",
                datetime(2024, 3, 5, 8, 5),
                datetime(2024, 3, 5, 9, 0),
                datetime(2024, 3, 5, 15, 30),
                "Đứt cáp quang do thi công đường",
                "Nhà cung cấp đã hàn nối xong cáp",
            ),
            IncidentRow(
                "Máy trạm nhiễm mã độc mã hóa dữ liệu",
                "D3 - mã độc",
                "Đang xử lý",
                True,
                "Máy trạm bộ phận một cửa",
                "Trung bình",
                datetime(2024, 5, 20, 14, 20),
            ),
        ),
        trainings=(
            TrainingRow(
                "Tập huấn bảo đảm an toàn thông tin cho cán bộ chuyên trách",
                "Tập huấn",
                "Nguyễn Thị Hà",
                "Có mặt",
                True,
                "Sở Thông tin và Truyền thông",
                date(2024, 4, 10),
                date(2024, 4, 12),
                24,
                "Hoàn thành khóa học",
            ),
            TrainingRow(
                "Giao ban chuyên trách CNTT 6 tháng đầu năm",
                "Giao ban",
                "Trần Văn Hùng",
                "Vắng",
                False,
                "Sở Thông tin và Truyền thông",
                date(2024, 6, 3),
                date(2024, 6, 3),
                4,
                "Trùng lịch họp HĐND huyện",
            ),
        ),
        difficulties=(
            DifficultyRow(
                "Máy tính tại bộ phận một cửa các xã đã cũ, nhiều máy mua từ năm 2012",
                "Đề nghị bố trí kinh phí thay thế 25 máy trong năm 2025",
                "QyD.6.2.d",
            ),
        ),
        general="Sáu tháng đầu năm 2024, UBND huyện tiếp tục quan tâm chỉ đạo việc ứng dụng công nghệ thông tin.",
        plan="- Hoàn thành kết nối hệ thống một cửa điện tử với các xã còn lại;\n"
        "- Tập huấn kỹ năng số cho cán bộ cấp xã.",
    )


def empty_periodic() -> PeriodicReport:
    """A report of a unit that recorded nothing."""
    clauses = tuple(ClauseWork(f"QyD.6.2.{letter}", label) for letter, label in zip("abcdefg", LABELS, strict=True))
    return PeriodicReport(FORMALITIES, "2024", date(2024, 1, 1), date(2024, 12, 31), clauses)


def incident_report(*, final: bool = False) -> incident.IncidentReport:
    """The first or the final report of one incident."""
    return incident.IncidentReport(
        formalities=FORMALITIES,
        stage="final" if final else "first",
        title="Mất kết nối mạng WAN tại trụ sở UBND huyện",
        category="Nhóm C - đường truyền",
        reporter=incident.Contact(
            "Phòng Văn hóa và Thông tin huyện Lạng Giang", "thị trấn Vôi, huyện Lạng Giang", "0204 3881 234"
        ),
        detected_at=datetime(2024, 3, 5, 8, 5),
        handled=final,
        contact=incident.Contact("Nguyễn Thị Hà", phone="0912345678", email="ha.nguyen@example.vn"),
        system=incident.AffectedSystem(
            "Mạng WAN của tỉnh", "Phòng Văn hóa và Thông tin", "UBND tỉnh", "3", "VNPT Bắc Giang"
        ),
        severity="Cao",
        description="Từ 08 giờ 05 phút, toàn bộ máy trạm tại trụ sở không truy cập được hệ thống quản lý văn bản.",
        how_detected="Người dùng báo",
        informed=("VNPT Bắc Giang", "Công an huyện"),
        head_informed_at=datetime(2024, 3, 5, 8, 20),
        department_informed_at=datetime(2024, 3, 5, 9, 0),
        fixed_at=datetime(2024, 3, 5, 15, 30) if final else None,
        cause="Đứt cáp quang do thi công đường" if final else "",
        action="Phối hợp nhà cung cấp hàn nối cáp; chuyển tạm sang đường truyền dự phòng." if final else "",
        result="Kết nối đã được khôi phục hoàn toàn." if final else "",
        damage="Gián đoạn tiếp nhận hồ sơ một cửa trong 07 giờ." if final else "",
        first_report="Báo cáo số 12/BC-VHTT ngày 05/3/2024" if final else "",
    )


def officers_report(count: int = 12) -> officers.OfficersReport:
    """A list of officers over several units, with every verdict."""
    verdicts = tuple(officers.VERDICTS)
    rows = tuple(
        officers.OfficerRow(
            unit=f"UBND huyện {UNITS[1 + at // 3 % 9]}",
            full_name=("Nguyễn Thị Hà", "Trần Văn Hùng", "Đặng Thị Thùy Dương", "Ngô Quốc Khánh")[at % 4],
            verdict=verdicts[at % 5],
            birth_date=date(1985, 2, 5) if at % 4 else None,
            sex="Nữ",
            employment="Công chức",
            grade="01.003 - Chuyên viên",
            department="Phòng Văn hóa và Thông tin",
            role="Quản trị hệ thống",
            level="Đại học",
            major="Công nghệ thông tin",
            mode="Chính quy" if at % 5 == 0 else "Tại chức",
            institution="Đại học Bách khoa Hà Nội",
            certificates="CCNA" if at % 2 else "",
            assignment="QĐ số 102/QĐ-UBND ngày 05/02/2019" if at % 3 else "",
            deciding=("Hệ tại chức, không phải chính quy.",) if at % 5 else (),
            missing=("Bản sao bằng tốt nghiệp",) if at % 5 == 2 else (),
        )
        for at in range(count)
    )
    return officers.OfficersReport(PROVINCE, date(2024, 6, 30), rows, ("UBND huyện Sơn Động",))


def summary_report() -> summary.SummaryReport:
    """The province's summary over ten units."""
    standings = ("on_time", "late", "on_time", "no_deadline", "not_received")
    units = tuple(
        summary.UnitSummary(
            name,
            standings[at % 5],
            None if standings[at % 5] == "not_received" else date(2024, 6, 10 + at),
            date(2024, 6, 9 + at),
            officers=at % 3,
            officers_judged=at % 3,
            officers_met=min(at % 3, 1),
            tasks=12 + 5 * at,
            tasks_done=8 + 3 * at,
            tasks_doing=3 + at,
            tasks_overdue=at // 3,
            incidents=at % 4,
            incidents_open=at % 2,
            trainings=4,
            trainings_present=3,
            difficulties=1,
        )
        for at, name in enumerate(UNITS)
    )
    return summary.SummaryReport(
        PROVINCE,
        "2024-H1",
        date(2024, 1, 1),
        date(2024, 6, 30),
        units,
        tuple(
            summary.ClauseSummary(f"QyD.6.2.{letter}", label, 40 + 7 * at, 30 + 5 * at, 10 - at)
            for at, (letter, label) in enumerate(zip("abcdefg", LABELS, strict=True))
        ),
        (summary.IncidentSummary("C - đường truyền", 9, 8), summary.IncidentSummary("D3 - mã độc", 5, 2)),
        (
            summary.DifficultySummary(
                "Lạng Giang", "Máy tính cấp xã đã cũ", "Bố trí kinh phí thay thế", status="Đã trả lời"
            ),
        ),
        evaluation="Nhìn chung các đơn vị đã thực hiện nghiêm túc chế độ báo cáo.",
        plan="- Tổ chức giao ban chuyên trách CNTT quý III;\n- Rà soát đội ngũ theo Điều 10 Quy định.",
    )
