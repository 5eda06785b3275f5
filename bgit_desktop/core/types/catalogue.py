"""Declarations that only the province writes: unit, deadline, course, clause, code, holiday (Điều 1–2, 7.1, 9.2.c)."""

from __future__ import annotations

from bgit_desktop.core.fields import Choice, Field, RecordType
from bgit_desktop.core.i18n import Label as L

UNIT_KINDS = (
    Choice("department", L("Sở, ngành", "Department")),
    Choice("agency", L("Cơ quan thuộc UBND tỉnh", "Provincial agency")),
    Choice("district", L("Huyện", "District")),
    Choice("city", L("Thành phố", "City")),
    Choice("town", L("Thị xã", "Town")),
    Choice("division", L("Phòng, ban, trung tâm", "Division")),
    Choice("province", L("UBND tỉnh", "The province")),
)

UNIT = RecordType(
    name="unit",
    number=12,
    label=L("Đơn vị", "Unit"),
    plural=L("Đơn vị", "Units"),
    scope="province",
    title="name",
    same=("code", "name", "valid_from"),
    sort="code",
    clause="QyD.2",
    fields=(
        Field("code", L("Mã", "Code"), width=12, searchable=True),
        Field("name", L("Tên đơn vị", "Name"), required=True, width=36, searchable=True),
        Field("short_name", L("Tên ngắn", "Short name"), width=20, searchable=True),
        Field("aliases", L("Tên gọi khác", "Aliases"), "list", searchable=True),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=16, filter=True, choices=UNIT_KINDS),
        Field("parent", L("Trực thuộc", "Parent"), "ref", target="unit", width=24),
        Field("valid_from", L("Hiệu lực từ", "Valid from"), "date", width=11),
        Field("valid_to", L("Hiệu lực đến", "Valid to"), "date", width=11),
        Field("in_scope", L("Thuộc phạm vi", "In scope"), "bool", width=12, default=True),
        Field("it_host", L("Nơi bố trí chuyên trách (Điều 5)", "Hosts the officer (Điều 5)"), "bool", width=12),
        Field("predecessors", L("Tiền thân", "Predecessors"), "refs", target="unit"),
        Field("successors", L("Kế thừa", "Successors"), "refs", target="unit"),
        Field("document", L("Căn cứ pháp lý", "Legal basis"), width=24, searchable=True),
    ),
)

DEADLINE = RecordType(
    name="deadline",
    number=13,
    label=L("Thời hạn báo cáo", "Deadline"),
    plural=L("Thời hạn báo cáo", "Deadlines"),
    scope="province",
    title="period",
    same=("kind", "period"),
    sort="-due_on",
    clause="QyD.7.1",
    empty=L(
        "Chưa ban hành thời hạn nào. Thời hạn không có văn bản hướng dẫn không ràng buộc đơn vị nào.",
        "No deadlines issued. One without a guidance document binds nobody.",
    ),
    fields=(
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=16, filter=True,
              choices=(
                  Choice("half_year", L("Báo cáo 6 tháng", "Half-year report")),
                  Choice("year", L("Báo cáo năm", "Annual report")),
                  Choice("ad_hoc", L("Báo cáo đột xuất", "Ad hoc report")),
                  Choice("incident", L("Báo cáo sự cố", "Incident report")),
              )),
        Field("period", L("Kỳ", "Period"), width=11, searchable=True, help=L("Ví dụ 2024-H1, 2024.", "E.g. 2024-H1, 2024.")),
        Field("window_start", L("Số liệu từ ngày", "Window from"), "date", width=13),
        Field("window_end", L("Số liệu đến ngày", "Window to"), "date", width=13),
        Field("due_on", L("Hạn nộp", "Due on"), "date", width=11),
        Field("hours", L("Số giờ (sự cố)", "Hours (incidents)"), "int", width=12, minimum=0, maximum=8760),
        Field("recipient", L("Báo cáo cho (sự cố)", "Report to (incidents)"), "choice",
              choices=(
                  Choice("head", L("Thủ trưởng cơ quan", "Head of the agency")),
                  Choice("department", L("Sở", "The Sở")),
              ),
              help=L("Để trống: cả hai.", "Empty: both.")),
        Field("document", L("Văn bản hướng dẫn", "Guidance document"), width=30, searchable=True,
              help=L("Số, ký hiệu, ngày của văn bản định ra thời hạn.", "Number and date of the document that sets it.")),
        Field("units", L("Áp dụng cho (mã đơn vị)", "Units (codes)"), "list", target="unit",
              help=L("Để trống: mọi đơn vị thuộc phạm vi.", "Empty: every unit in scope.")),
    ),
)

COURSE = RecordType(
    name="course",
    number=14,
    label=L("Lớp tập huấn của Sở", "Course of the Sở"),
    plural=L("Lớp tập huấn của Sở", "Courses of the Sở"),
    scope="province",
    title="title",
    same=("title", "start_on"),
    sort="-start_on",
    clause="QyD.9.2.c",
    empty=L("Chưa có lớp tập huấn nào.", "No courses yet."),
    fields=(
        Field("title", L("Tên lớp", "Title"), required=True, width=40, searchable=True),
        Field("topic", L("Chủ đề", "Topic"), "choice", width=18, filter=True,
              choices=(
                  Choice("policy", L("Chính sách, pháp luật", "Policy and law")),
                  Choice("administration", L("Quản trị", "Administration")),
                  Choice("operation", L("Vận hành, sử dụng phần mềm", "Operation")),
                  Choice("security", L("An toàn thông tin", "Security")),
              )),
        Field("organizer", L("Đơn vị tổ chức", "Organizer"), width=20, searchable=True),
        Field("plan", L("Kế hoạch", "Plan"), width=24, searchable=True),
        Field("sessions", L("Các buổi", "Sessions"), "list"),
        Field("invitees", L("Thành phần mời (mã đơn vị)", "Invited units (codes)"), "list", target="unit"),
        Field("start_on", L("Từ ngày", "From"), "date", width=11),
        Field("end_on", L("Đến ngày", "To"), "date", width=11),
        Field("result", L("Kết quả", "Result"), "long", searchable=True),
        Field("summons", L("Số, ngày giấy triệu tập", "Summons"), searchable=True),
        Field("answer_by", L("Hạn đăng ký", "Answer by"), "date", width=11),
    ),
)

CLAUSE = RecordType(
    name="clause",
    number=15,
    label=L("Điều khoản", "Clause"),
    plural=L("Điều khoản", "Clauses"),
    scope="province",
    title="code",
    sort="code",
    fields=(
        Field("code", L("Mã", "Code"), required=True, width=12, searchable=True),
        Field("label", L("Nội dung (tóm tắt)", "Label"), required=True, width=50, searchable=True),
        Field("label_en", L("Nội dung (tiếng Anh)", "Label (English)"), width=30, searchable=True),
        Field("valid_from", L("Hiệu lực từ", "Valid from"), "date", width=11),
        Field("valid_to", L("Hiệu lực đến", "Valid to"), "date", width=11),
        Field("kinds", L("Áp dụng cho loại đơn vị", "Binds unit kinds"), "list", choices=UNIT_KINDS),
    ),
)

CODE = RecordType(
    name="code",
    number=16,
    label=L("Mã danh mục", "Code"),
    plural=L("Bảng mã", "Code tables"),
    scope="province",
    title="label",
    same=("list", "code"),
    sort="list",
    fields=(
        Field("list", L("Bảng mã", "Table"), required=True, width=18, filter=True),
        Field("code", L("Mã", "Code"), required=True, width=12, searchable=True),
        Field("label", L("Tên", "Label"), required=True, width=36, searchable=True),
        Field("label_en", L("Tên tiếng Anh", "Label (English)"), width=30, searchable=True),
        Field("aliases", L("Cách viết khác", "Aliases"), "list"),
        Field("valid_from", L("Hiệu lực từ", "Valid from"), "date", width=11),
        Field("valid_to", L("Hiệu lực đến", "Valid to"), "date", width=11),
        Field("rank", L("Thứ tự", "Rank"), "int", width=8),
    ),
)

HOLIDAY = RecordType(
    name="holiday",
    number=17,
    label=L("Ngày nghỉ lễ", "Holiday"),
    plural=L("Ngày nghỉ lễ", "Holidays"),
    scope="province",
    title="label",
    same=("day", "label"),
    sort="-day",
    fields=(
        Field("day", L("Ngày", "Day"), "date", required=True, width=11),
        Field("label", L("Tên", "Label"), required=True, width=30, searchable=True),
        Field("label_en", L("Tên tiếng Anh", "Label (English)"), width=30, searchable=True),
        Field("working", L("Ngày làm bù", "Worked instead"), "bool", width=12),
    ),
)

TYPES = (UNIT, DEADLINE, COURSE, CLAUSE, CODE, HOLIDAY)
