"""Declarations of what a unit notes besides its log: evidence, exemptions, handover, plans, appraisals (Điều 6–10)."""

from __future__ import annotations

from bgit_desktop.core.fields import Choice, Field, RecordType
from bgit_desktop.core.i18n import Label as L

TOPICS = (
    Choice("policy", L("Chính sách, pháp luật", "Policy and law")),
    Choice("administration", L("Quản trị", "Administration")),
    Choice("operation", L("Vận hành, sử dụng phần mềm", "Operation")),
    Choice("security", L("An toàn thông tin", "Security")),
)
RATINGS = (
    Choice("excellent", L("Hoàn thành xuất sắc nhiệm vụ", "Excellent")),
    Choice("good", L("Hoàn thành tốt nhiệm vụ", "Good")),
    Choice("fair", L("Hoàn thành nhiệm vụ", "Fair")),
    Choice("poor", L("Không hoàn thành nhiệm vụ", "Poor")),
)

EVIDENCE = RecordType(
    name="evidence",
    number=20,
    label=L("Minh chứng", "Evidence"),
    plural=L("Minh chứng", "Evidence"),
    scope="unit",
    title="label",
    same=("record", "clause", "document", "page"),
    clause="QyD.11.1",
    empty=L(
        "Chưa có minh chứng nào. Mở một bản ghi rồi chọn “Gắn minh chứng…”.",
        "No evidence yet. Open a record and choose “Attach evidence…”.",
    ),
    fields=(
        Field("label", L("Minh chứng cho", "Evidence of"), required=True, width=36, searchable=True),
        Field("record_type", L("Loại bản ghi", "Record type"), required=True, filter=True, by_program=True, target="type",
              help=L("Tên loại, ví dụ task, incident, officer.", "Name of the type, e.g. task, incident, officer.")),
        Field("record", L("Mã bản ghi", "Record"), required=True, by_program=True),
        Field("clause", L("Điều khoản", "Clause"), "clause", width=11, filter=True),
        Field("document", L("Văn bản", "Document"), "ref", target="document", width=24),
        Field("page", L("Trang", "Page"), width=8),
        Field("note", L("Ghi chú", "Note"), "long", searchable=True),
    ),
)

EXEMPTION = RecordType(
    name="exemption",
    number=21,
    label=L("Khai báo không áp dụng", "Declared not applicable"),
    plural=L("Khai báo không áp dụng", "Declared not applicable"),
    scope="unit",
    title="reason",
    same=("clause", "start_date"),
    sort="clause",
    clause="QyD.6.1.d",
    empty=L(
        "Chưa khai báo điểm nào không áp dụng. Chỉ Điều 6.1.d (“nếu có”) được khai báo; Điều 6.2.d luôn bắt buộc.",
        "Nothing declared. Only Điều 6.1.d (“if any”) can be; Điều 6.2.d always binds.",
    ),
    fields=(
        Field("clause", L("Điều khoản", "Clause"), "clause", required=True, width=11, filter=True, default="QyD.6.1.d",
              help=L("Chỉ Điều 6.1.d (“nếu có”) được khai báo; Điều 6.2.d luôn bắt buộc.",
                     "Only Điều 6.1.d (“if any”) can be declared; Điều 6.2.d always binds.")),
        Field("reason", L("Căn cứ, lý do", "Basis"), required=True, width=44, searchable=True),
        Field("document", L("Văn bản", "Document"), "ref", target="document", width=20),
        Field("start_date", L("Từ ngày", "From"), "date", required=True, width=11),
        Field("end_date", L("Đến ngày", "To"), "date", width=11),
    ),
)

HANDOVER = RecordType(
    name="handover",
    number=22,
    label=L("Bàn giao", "Handover"),
    plural=L("Bàn giao công việc", "Handovers"),
    scope="unit",
    title="title",
    same=("title", "handed_on"),
    sort="-handed_on",
    clause="QyD.6.3",
    empty=L(
        "Chưa có lần bàn giao nào. Khi đổi người phụ trách, ghi ngày bàn giao để kết quả trước và sau tách bạch.",
        "No handovers yet. Note the day when the officer in charge changes, so that results before and after are told apart.",
    ),
    fields=(
        Field("title", L("Nội dung bàn giao", "Subject"), required=True, width=36, searchable=True),
        Field("from_officer", L("Người giao", "From"), "ref", target="officer", required=True, width=22),
        Field("to_officer", L("Người nhận", "To"), "ref", target="officer", required=True, width=22),
        Field("handed_on", L("Ngày bàn giao", "Handed over on"), "date", required=True, width=12),
        Field("tasks", L("Nhiệm vụ bàn giao", "Tasks"), "refs", target="task"),
        Field("incidents", L("Sự cố đang xử lý", "Incidents"), "refs", target="incident"),
        Field("systems", L("Hệ thống bàn giao", "Systems"), "refs", target="system"),
        Field("papers", L("Hồ sơ, tài liệu, tài khoản", "Papers and accounts"), "long", searchable=True,
              help=L("Không ghi mật khẩu.", "Never write passwords here.")),
        Field("witness", L("Người chứng kiến", "Witness"), searchable=True),
        Field("note", L("Ghi chú", "Note"), "long", searchable=True),
        Field("document", L("Biên bản đã ký", "Signed minutes"), "ref", target="document"),
    ),
)

PLAN = RecordType(
    name="plan",
    number=23,
    label=L("Kế hoạch, đề án", "Plan"),
    plural=L("Kế hoạch, đề án", "Plans"),
    scope="unit",
    title="title",
    same=("title", "start_date"),
    sort="-start_date",
    clause="QyD.9.1.a",
    empty=L("Chưa có kế hoạch, đề án nào.", "No plans yet."),
    fields=(
        Field("title", L("Tên kế hoạch", "Title"), required=True, width=40, searchable=True),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=18, filter=True,
              choices=(
                  Choice("five_year", L("Kế hoạch 5 năm", "Five-year plan")),
                  Choice("annual", L("Kế hoạch năm", "Annual plan")),
                  Choice("workforce", L("Phát triển đội ngũ", "Workforce")),
                  Choice("recruitment", L("Tuyển dụng", "Recruitment")),
                  Choice("training", L("Đào tạo, bồi dưỡng", "Training")),
                  Choice("rule", L("Quy chế, quy định", "Rules")),
                  Choice("other", L("Khác", "Other")),
              )),
        Field("clause", L("Điều khoản", "Clause"), "clause", width=11, filter=True),
        Field("start_date", L("Từ ngày", "From"), "date", width=11),
        Field("end_date", L("Đến ngày", "To"), "date", width=11),
        Field("status", L("Tình trạng", "Status"), "choice", width=14, filter=True, default="draft",
              choices=(
                  Choice("draft", L("Dự thảo", "Draft")),
                  Choice("submitted", L("Đã trình", "Submitted")),
                  Choice("approved", L("Đã ban hành", "Issued")),
                  Choice("done", L("Đã kết thúc", "Finished")),
                  Choice("dropped", L("Không thực hiện", "Dropped")),
              )),
        Field("content", L("Nội dung chính", "Content"), "long", searchable=True),
        Field("result", L("Kết quả thực hiện", "Result"), "long", searchable=True),
        Field("document", L("Văn bản", "Document"), "ref", target="document", width=20),
    ),
)

INCIDENT_STEP = RecordType(
    name="incident_step",
    number=24,
    label=L("Diễn biến sự cố", "Step of an incident"),
    plural=L("Diễn biến sự cố", "Steps of incidents"),
    scope="unit",
    title="description",
    same=("incident", "at", "description"),
    parent="incident",
    sort="at",
    clause="QyD.7.2",
    fields=(
        Field("incident", L("Sự cố", "Incident"), "ref", target="incident", required=True, width=24),
        Field("at", L("Lúc", "At"), "datetime", required=True, width=16),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=18, filter=True, default="handling",
              choices=(
                  Choice("informed", L("Thông báo, báo cáo", "Informed")),
                  Choice("first_report", L("Báo cáo ban đầu", "First report")),
                  Choice("handling", L("Xử lý", "Handling")),
                  Choice("follow_up", L("Báo cáo diễn biến", "Follow-up report")),
                  Choice("fixed", L("Khắc phục", "Fixed")),
                  Choice("final_report", L("Báo cáo kết thúc", "Final report")),
                  Choice("note", L("Ghi chú", "Note")),
              )),
        Field("description", L("Nội dung", "What"), "long", required=True, width=40, searchable=True),
        Field("person", L("Người thực hiện", "By"), width=20, searchable=True),
        Field("document", L("Văn bản", "Document"), "ref", target="document"),
    ),
)

APPRAISAL = RecordType(
    name="appraisal",
    number=25,
    label=L("Đánh giá, nhận xét cán bộ", "Appraisal"),
    plural=L("Đánh giá, nhận xét cán bộ", "Appraisals"),
    scope="unit",
    title="summary",
    same=("officer", "year"),
    sort="-year",
    clause="QyD.10.2.b",
    empty=L(
        "Chưa có đánh giá nào. Ý kiến của Sở là tham khảo, thủ trưởng cơ quan quyết định (Điều 10.2.b).",
        "No appraisals yet. The Sở's comment is advice, the head of the agency decides (Điều 10.2.b).",
    ),
    fields=(
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", required=True, width=24),
        Field("year", L("Năm", "Year"), "int", required=True, width=7, minimum=2013, maximum=2100, filter=True),
        Field("rating", L("Cơ quan xếp loại", "The agency's rating"), "choice", width=22, filter=True, choices=RATINGS),
        Field("summary", L("Tóm tắt đánh giá", "Summary"), "long", required=True, width=30, searchable=True),
        Field("asked_on", L("Xin ý kiến Sở ngày", "The Sở asked on"), "date", width=13),
        Field("request_document", L("Văn bản xin ý kiến", "Request"), "ref", target="document"),
        Field("comment", L("Nhận xét của Sở", "Comment of the Sở"), "long", width=24, searchable=True, by_province=True),
        Field("commented_on", L("Sở nhận xét ngày", "Commented on"), "date", width=13, by_province=True),
        Field("outcome", L("Tiếp thu nhận xét", "What became of it"), "choice", filter=True,
              choices=(
                  Choice("accepted", L("Tiếp thu", "Accepted")),
                  Choice("changed", L("Tiếp thu một phần", "Accepted in part")),
                  Choice("declined", L("Không tiếp thu, nêu lý do", "Declined, with reason")),
              )),
        Field("note", L("Ghi chú", "Note"), "long", searchable=True),
    ),
)

TRAINING_REQUEST = RecordType(
    name="training_request",
    number=26,
    label=L("Đề nghị đào tạo", "Training request"),
    plural=L("Đề nghị đào tạo", "Training requests"),
    scope="unit",
    title="content",
    same=("officer", "content", "requested_on"),
    sort="-requested_on",
    clause="QyD.10.2.d",
    empty=L("Chưa có đề nghị đào tạo nào.", "No training requests yet."),
    fields=(
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", required=True, width=24),
        Field("content", L("Nội dung cần đào tạo", "What is needed"), required=True, width=34, searchable=True),
        Field("topic", L("Chủ đề", "Topic"), "choice", width=18, filter=True, choices=TOPICS),
        Field("requested_on", L("Ngày đề nghị", "Requested on"), "date", width=12),
        Field("status", L("Tình trạng", "Status"), "choice", width=14, filter=True, default="requested",
              choices=(
                  Choice("requested", L("Đã đề nghị", "Requested")),
                  Choice("approved", L("Được cử đi", "Approved")),
                  Choice("declined", L("Không được cử", "Not sent")),
                  Choice("done", L("Đã học xong", "Done")),
              )),
        Field("reason", L("Lý do", "Reason"), searchable=True,
              help=L("Khi không được cử: lý do của cơ quan.", "Where not sent: the agency's reason.")),
        Field("document", L("Văn bản cử đi", "Document"), "ref", target="document"),
        Field("answer", L("Ý kiến của Sở", "The Sở's answer"), "long", by_province=True, searchable=True),
    ),
)

RULING = RecordType(
    name="ruling",
    number=27,
    label=L("Kết luận xem xét", "Ruling"),
    plural=L("Kết luận xem xét", "Rulings"),
    scope="unit",
    title="reason",
    same=("clause", "subject", "decided_on"),
    sort="-decided_on",
    clause="QyD.11.1",
    empty=L(
        "Chưa có kết luận nào. Khi kết quả là “Cần xem xét”, người có thẩm quyền kết luận kèm lý do.",
        "No rulings yet. Where a verdict needs review, somebody in charge rules with a reason.",
    ),
    fields=(
        Field("clause", L("Điều khoản", "Clause"), "clause", required=True, width=11, filter=True),
        Field("subject_type", L("Đối tượng", "Subject"), "choice", required=True, width=12, filter=True,
              choices=(
                  Choice("officer", L("Cán bộ", "Officer")),
                  Choice("unit", L("Đơn vị", "Unit")),
                  Choice("incident", L("Sự cố", "Incident")),
              )),
        Field("subject", L("Mã đối tượng", "Subject's id"), required=True),
        Field("verdict", L("Kết luận", "Ruling"), "choice", required=True, width=14, filter=True,
              choices=(
                  Choice("met", L("Đạt", "Met")),
                  Choice("not_met", L("Chưa đạt", "Not met")),
                  Choice("not_applicable", L("Không áp dụng", "Not applicable")),
              )),
        Field("reason", L("Lý do", "Reason"), "long", required=True, width=40, searchable=True),
        Field("decided_on", L("Ngày kết luận", "Decided on"), "date", required=True, width=12),
        Field("decided_by", L("Người kết luận", "Decided by"), required=True, width=20, searchable=True),
        Field("document", L("Văn bản", "Document"), "ref", target="document"),
    ),
)

TYPES = (EVIDENCE, EXEMPTION, HANDOVER, PLAN, INCIDENT_STEP, APPRAISAL, TRAINING_REQUEST, RULING)
