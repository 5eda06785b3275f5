"""Declarations of the Sở's own work: courses' sessions, giao ban, evaluation, review rounds, supervision (Điều 9–11)."""

from __future__ import annotations

from bgit_desktop.core.fields import Choice, Field, RecordType
from bgit_desktop.core.i18n import Label as L
from bgit_desktop.core.types.duties import RATINGS

COURSE_SESSION = RecordType(
    name="course_session",
    number=28,
    label=L("Buổi tập huấn", "Session of a course"),
    plural=L("Các buổi tập huấn", "Sessions of courses"),
    scope="province",
    title="title",
    same=("course", "title", "starts_at"),
    parent="course",
    sort="starts_at",
    clause="QyD.9.2.c",
    fields=(
        Field("course", L("Lớp", "Course"), "ref", target="course", required=True, width=30),
        Field("title", L("Nội dung buổi", "What"), required=True, width=34, searchable=True),
        Field("starts_at", L("Bắt đầu", "Starts at"), "datetime", required=True, width=16),
        Field("ends_at", L("Kết thúc", "Ends at"), "datetime", width=16),
        Field("place", L("Địa điểm", "Place"), width=24, searchable=True),
        Field("teacher", L("Giảng viên", "Teacher"), width=20, searchable=True),
        Field("capacity", L("Số chỗ", "Places"), "int", width=8, minimum=0, maximum=10000),
        Field("invitees", L("Đơn vị dự buổi này (mã)", "Units of this session (codes)"), "list", target="unit",
              help=L("Để trống: mọi đơn vị được mời của lớp.", "Empty: every unit invited to the course.")),
    ),
)

MEETING = RecordType(
    name="meeting",
    number=29,
    label=L("Cuộc giao ban", "Giao ban meeting"),
    plural=L("Giao ban", "Giao ban meetings"),
    scope="province",
    title="title",
    same=("title", "starts_at"),
    sort="-starts_at",
    clause="QyD.9.2.e",
    empty=L(
        "Chưa có cuộc giao ban nào. Điều 9.2.e: giao ban 6 tháng, năm hoặc đột xuất.",
        "No giao ban yet. Điều 9.2.e: every six months, every year, or as needed.",
    ),
    fields=(
        Field("title", L("Tên cuộc giao ban", "Title"), required=True, width=36, searchable=True),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=16, filter=True, default="half_year",
              choices=(
                  Choice("half_year", L("Giao ban 6 tháng", "Half-year")),
                  Choice("year", L("Giao ban năm", "Annual")),
                  Choice("ad_hoc", L("Giao ban đột xuất", "Ad hoc")),
              )),
        Field("period", L("Kỳ", "Period"), width=10, searchable=True, help=L("Ví dụ 2024-H1, 2024.", "E.g. 2024-H1, 2024.")),
        Field("starts_at", L("Bắt đầu", "Starts at"), "datetime", required=True, width=16),
        Field("ends_at", L("Kết thúc", "Ends at"), "datetime", width=16),
        Field("place", L("Địa điểm", "Place"), width=24, searchable=True),
        Field("chair", L("Chủ trì", "Chair"), width=20, searchable=True),
        Field("secretary", L("Thư ký", "Secretary"), searchable=True),
        Field("invitees", L("Đơn vị được mời (mã)", "Invited units (codes)"), "list", target="unit",
              help=L("Để trống: mọi đơn vị thuộc phạm vi.", "Empty: every unit in scope.")),
        Field("agenda", L("Chương trình", "Agenda"), "long", searchable=True,
              help=L("Mỗi dòng một nội dung.", "One item a line.")),
        Field("status", L("Tình trạng", "Status"), "choice", required=True, width=12, filter=True, default="planned",
              choices=(
                  Choice("planned", L("Dự kiến", "Planned")),
                  Choice("held", L("Đã họp", "Held")),
                  Choice("cancelled", L("Hoãn, hủy", "Cancelled")),
              )),
        Field("invitation", L("Số, ngày giấy mời", "Invitation"), searchable=True),
        Field("minutes", L("Diễn biến cuộc họp", "Minutes"), "long", searchable=True),
        Field("notice", L("Số, ngày thông báo kết luận", "Notice of conclusions"), searchable=True),
    ),
)

CONCLUSION = RecordType(
    name="conclusion",
    number=30,
    label=L("Kết luận giao ban", "Conclusion of a giao ban"),
    plural=L("Kết luận giao ban", "Conclusions of giao ban"),
    scope="province",
    title="content",
    parent="meeting",
    sort="due_on",
    clause="QyD.9.2.e",
    fields=(
        Field("meeting", L("Cuộc giao ban", "Meeting"), "ref", target="meeting", required=True, width=30),
        Field("content", L("Nội dung", "What"), "long", required=True, width=44, searchable=True),
        Field("clause", L("Điều khoản", "Clause"), "clause", width=11, filter=True,
              help=L("Điểm e, g… của Điều 6 hoặc 9.1 mà việc này thuộc về.", "The point of Điều 6 or 9.1 it falls under.")),
        Field("for_units", L("Đơn vị thực hiện (mã)", "Units (codes)"), "list", target="unit", width=20,
              help=L("Để trống: mọi đơn vị được mời.", "Empty: every unit invited.")),
        Field("due_on", L("Hạn", "Due on"), "date", width=11),
    ),
)

CRITERION = RecordType(
    name="criterion",
    number=31,
    label=L("Tiêu chí đánh giá", "Criterion"),
    plural=L("Tiêu chí đánh giá", "Criteria"),
    scope="province",
    title="label",
    same=("version", "code"),
    sort="rank",
    clause="QyD.9.2.d",
    empty=L("Chưa có bộ tiêu chí nào.", "No criteria yet."),
    fields=(
        Field("version", L("Bộ tiêu chí", "Set"), required=True, width=12, filter=True,
              help=L("Ví dụ 2024; đã dùng để đánh giá thì lập bộ mới, không sửa bộ cũ.",
                     "E.g. 2024; once used for an evaluation, make a new set rather than change the old one.")),
        Field("code", L("Mã", "Code"), required=True, width=8, searchable=True),
        Field("label", L("Tiêu chí", "Criterion"), required=True, width=44, searchable=True),
        Field("subject_type", L("Áp dụng cho", "For"), "choice", required=True, width=12, filter=True, default="unit",
              choices=(
                  Choice("unit", L("Đơn vị", "Unit")),
                  Choice("officer", L("Cán bộ", "Officer")),
              )),
        Field("measure", L("Cách tính", "Measure"), "choice", required=True, width=26, filter=True, default="manual",
              choices=(
                  Choice("manual", L("Người đánh giá cho điểm", "Scored by a person")),
                  Choice("reports_on_time", L("Tỷ lệ báo cáo định kỳ đúng hạn", "Periodic reports on time")),
                  Choice("incidents_on_time", L("Tỷ lệ sự cố báo cáo kịp thời", "Incidents reported on time")),
                  Choice("coverage", L("Tỷ lệ điểm của Điều 6 có việc đã làm", "Clauses of Điều 6 with work done")),
                  Choice("tasks_done", L("Tỷ lệ nhiệm vụ hoàn thành", "Tasks done")),
                  Choice("tasks_on_time", L("Tỷ lệ nhiệm vụ hoàn thành đúng hạn", "Tasks done on time")),
                  Choice("attendance", L("Tỷ lệ dự họp, giao ban, tập huấn", "Attendance")),
                  Choice("standard", L("Tỷ lệ cán bộ đạt Điều 4", "Officers meeting Điều 4")),
              )),
        Field("max_points", L("Điểm tối đa", "Most points"), "number", required=True, width=10, minimum=0, maximum=1000),
        Field("clause", L("Điều khoản", "Clause"), "clause", width=11),
        Field("rank", L("Thứ tự", "Rank"), "int", width=8, default=1),
        Field("document", L("Văn bản ban hành", "Issued by"), searchable=True),
        Field("note", L("Hướng dẫn chấm", "Guidance"), "long", searchable=True),
    ),
)

_OF_OFFICER = ("subject_type", "officer")

EVALUATION = RecordType(
    name="evaluation",
    number=32,
    label=L("Kết quả đánh giá", "Evaluation"),
    plural=L("Kết quả đánh giá", "Evaluations"),
    scope="province",
    title="for_unit",
    sort="-period",
    clause="QyD.9.2.d",
    empty=L("Chưa có kết quả đánh giá nào.", "No evaluations yet."),
    fields=(
        Field("period", L("Kỳ", "Period"), required=True, width=10, filter=True),
        Field("version", L("Bộ tiêu chí", "Set of criteria"), required=True, width=12, filter=True),
        Field("subject_type", L("Đối tượng", "Subject"), "choice", required=True, width=12, filter=True, default="unit",
              choices=(
                  Choice("unit", L("Đơn vị", "Unit")),
                  Choice("officer", L("Cán bộ", "Officer")),
              )),
        Field("for_unit", L("Đơn vị (mã)", "Unit (code)"), required=True, width=12, filter=True),
        Field("subject", L("Cán bộ được đánh giá", "Officer"), "ref", target="officer", restricted=_OF_OFFICER),
        Field("points", L("Điểm từng tiêu chí", "Points"), "long", restricted=_OF_OFFICER,
              help=L("Mỗi dòng: mã tiêu chí=điểm | lý do.", "One a line: criterion=points | reason.")),
        Field("total", L("Tổng điểm", "Total"), width=10, restricted=_OF_OFFICER),
        Field("rating", L("Xếp loại", "Rating"), "choice", width=22, choices=RATINGS, restricted=_OF_OFFICER),
        Field("comment", L("Nhận xét", "Comment"), "long", restricted=_OF_OFFICER),
        Field("use", L("Sử dụng kết quả (Điều 9.2.f)", "Use made of it (Điều 9.2.f)"), "long", restricted=_OF_OFFICER),
        Field("status", L("Tình trạng", "Status"), "choice", width=12, filter=True, default="draft",
              choices=(
                  Choice("draft", L("Dự thảo", "Draft")),
                  Choice("final", L("Đã chốt", "Final")),
              )),
        Field("decided_on", L("Ngày chốt", "Decided on"), "date", width=11),
        Field("document", L("Văn bản", "Document"), searchable=True),
    ),
)

REVIEW_ROUND = RecordType(
    name="review_round",
    number=33,
    label=L("Đợt rà soát đội ngũ", "Review of the staff"),
    plural=L("Đợt rà soát đội ngũ", "Reviews of the staff"),
    scope="province",
    title="title",
    sort="-as_of",
    clause="QyD.10.1",
    empty=L("Chưa có đợt rà soát nào (Điều 10.1, phối hợp với Sở Nội vụ).", "No reviews yet (Điều 10.1, with Sở Nội vụ)."),
    fields=(
        Field("title", L("Tên đợt", "Title"), required=True, width=36, searchable=True),
        Field("as_of", L("Tính đến ngày", "As of"), "date", required=True, width=12),
        Field("due_on", L("Hạn khắc phục", "Remedies due on"), "date", width=12),
        Field("partner", L("Cơ quan phối hợp", "Partner"), width=20, searchable=True, default="Sở Nội vụ"),
        Field("status", L("Tình trạng", "Status"), "choice", required=True, width=12, filter=True, default="open",
              choices=(
                  Choice("open", L("Đang rà soát", "Open")),
                  Choice("closed", L("Đã kết thúc", "Closed")),
              )),
        Field("document", L("Văn bản", "Document"), searchable=True),
        Field("conclusion", L("Kết luận", "Conclusion"), "long", searchable=True),
        Field("snapshot", L("Danh sách đã chốt", "Frozen roster"), blob=True),
    ),
)

REVIEW_RESULT = RecordType(
    name="review_result",
    number=34,
    label=L("Kết quả rà soát", "Result of a review"),
    plural=L("Kết quả rà soát", "Results of reviews"),
    scope="province",
    title="for_unit",
    same=("review_round", "for_unit", "officer"),
    parent="review_round",
    sort="for_unit",
    clause="QyD.10.1",
    fields=(
        Field("review_round", L("Đợt rà soát", "Review"), "ref", target="review_round", required=True, width=30),
        Field("for_unit", L("Đơn vị (mã)", "Unit (code)"), required=True, width=12, filter=True),
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", width=24),
        Field("verdict", L("Kết quả", "Result"), "choice", required=True, width=14, filter=True,
              choices=(
                  Choice("met", L("Đạt", "Met")),
                  Choice("not_met", L("Chưa đạt", "Not met")),
                  Choice("missing", L("Thiếu căn cứ", "Evidence missing")),
                  Choice("review", L("Cần xem xét", "Needs review")),
                  Choice("not_applicable", L("Không áp dụng", "Not applicable")),
              )),
        Field("remedy", L("Hướng khắc phục", "Remedy"), "choice", width=20, filter=True,
              choices=(
                  Choice("none", L("Không cần", "None")),
                  Choice("evidence", L("Bổ sung căn cứ", "Complete the evidence")),
                  Choice("train", L("Đào tạo, bồi dưỡng", "Train")),
                  Choice("reassign", L("Bố trí lại", "Reassign")),
                  Choice("recruit", L("Tuyển dụng, bổ sung người", "Recruit")),
              )),
        Field("due_on", L("Hạn", "Due on"), "date", width=11),
        Field("status", L("Tình trạng", "Status"), "choice", width=12, filter=True, default="open",
              choices=(
                  Choice("open", L("Chưa xong", "Open")),
                  Choice("done", L("Đã khắc phục", "Done")),
              )),
        Field("note", L("Ghi chú", "Note"), "long", searchable=True),
    ),
)

SUPERVISION = RecordType(
    name="supervision",
    number=35,
    label=L("Phối hợp, kiểm tra, đôn đốc", "Supervision"),
    plural=L("Phối hợp, kiểm tra, đôn đốc", "Supervision"),
    scope="province",
    title="subject",
    same=("kind", "subject", "held_on"),
    sort="-held_on",
    clause="QyD.11.1",
    empty=L("Chưa ghi lần phối hợp, kiểm tra, đôn đốc nào.", "No coordination, inspection or reminder noted yet."),
    fields=(
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=16, filter=True,
              choices=(
                  Choice("coordination", L("Phối hợp (Điều 9.2.a)", "Coordination (Điều 9.2.a)")),
                  Choice("guidance", L("Hướng dẫn (Điều 11.1)", "Guidance (Điều 11.1)")),
                  Choice("inspection", L("Kiểm tra (Điều 11.1)", "Inspection (Điều 11.1)")),
                  Choice("reminder", L("Đôn đốc (Điều 11.1)", "Reminder (Điều 11.1)")),
              )),
        Field("for_units", L("Đơn vị (mã)", "Units (codes)"), "list", target="unit", required=True, width=20),
        Field("held_on", L("Ngày", "On"), "date", required=True, width=11),
        Field("subject", L("Nội dung", "Subject"), required=True, width=40, searchable=True),
        Field("period", L("Kỳ", "Period"), width=10),
        Field("content", L("Diễn biến", "Details"), "long", searchable=True),
        Field("conclusion", L("Kết quả, kiến nghị", "Outcome"), "long", searchable=True),
        Field("due_on", L("Hạn thực hiện", "Due on"), "date", width=11),
        Field("status", L("Tình trạng", "Status"), "choice", width=12, filter=True, default="open",
              choices=(
                  Choice("open", L("Đang theo dõi", "Open")),
                  Choice("done", L("Đã xong", "Done")),
              )),
        Field("document", L("Văn bản", "Document"), width=20, searchable=True),
    ),
)

EXTENSION = RecordType(
    name="extension",
    number=36,
    label=L("Gia hạn, ngoại lệ", "Exception to a deadline"),
    plural=L("Gia hạn, ngoại lệ", "Exceptions to deadlines"),
    scope="province",
    title="reason",
    same=("deadline", "for_unit"),
    parent="deadline",
    sort="for_unit",
    clause="QyD.7.1",
    fields=(
        Field("deadline", L("Thời hạn", "Deadline"), "ref", target="deadline", required=True, width=20),
        Field("for_unit", L("Đơn vị (mã)", "Unit (code)"), required=True, width=12, filter=True),
        Field("due_on", L("Hạn mới", "New due date"), "date", width=11,
              help=L("Để trống: miễn báo cáo kỳ này.", "Empty: excused for this period.")),
        Field("reason", L("Lý do", "Reason"), required=True, width=40, searchable=True),
        Field("document", L("Văn bản đồng ý", "Document"), width=20, searchable=True),
    ),
)

LEGAL_TEXT = RecordType(
    name="legal_text",
    number=37,
    label=L("Văn bản pháp lý", "Legal text"),
    plural=L("Văn bản pháp lý", "Legal texts"),
    scope="province",
    title="number",
    sort="-issued_on",
    clause="QD.1",
    empty=L("Chưa có văn bản pháp lý nào.", "No legal texts yet."),
    fields=(
        Field("number", L("Số, ký hiệu", "Number"), required=True, width=20, searchable=True),
        Field("role", L("Dùng làm", "Used as"), "choice", required=True, width=22, filter=True,
              choices=(
                  Choice("regulation", L("Quy định quản lý (căn cứ báo cáo)", "The regulation (basis of reports)")),
                  Choice("form", L("Thể thức văn bản", "Form of documents")),
                  Choice("windows", L("Kỳ và thời hạn báo cáo", "Periods and deadlines")),
                  Choice("incidents", L("Ứng cứu sự cố", "Incident response")),
                  Choice("other", L("Khác", "Other")),
              )),
        Field("issued_on", L("Ngày ban hành", "Issued on"), "date", width=12),
        Field("issuer", L("Cơ quan ban hành", "Issuer"), width=24, searchable=True),
        Field("subject", L("Trích yếu", "Subject"), width=44, searchable=True),
        Field("valid_from", L("Hiệu lực từ", "Valid from"), "date", width=11),
        Field("valid_to", L("Hiệu lực đến", "Valid to"), "date", width=11),
        Field("replaced_by", L("Thay thế bởi", "Replaced by"), "ref", target="legal_text"),
        Field("attachment", L("Toàn văn", "Full text"), blob=True),
    ),
)

TYPES = (
    COURSE_SESSION, MEETING, CONCLUSION, CRITERION, EVALUATION, REVIEW_ROUND, REVIEW_RESULT, SUPERVISION, EXTENSION,
    LEGAL_TEXT,
)
