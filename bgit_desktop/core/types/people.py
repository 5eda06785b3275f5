"""Declarations about people: officer, qualification, certificate, dedicated unit (Điều 3–5)."""

from __future__ import annotations

from bgit_desktop.core.fields import Choice, Field, RecordType
from bgit_desktop.core.i18n import Label as L

_PERSON = L("Nhân thân", "Person")
_POST = L("Vị trí công tác", "Post")
_CONTACT = L("Liên hệ", "Contact")

OFFICER = RecordType(
    name="officer",
    number=1,
    label=L("Cán bộ chuyên trách", "Dedicated officer"),
    plural=L("Cán bộ", "Officers"),
    scope="unit",
    title="full_name",
    person=True,
    clause="QyD.3.1",
    empty=L(
        "Chưa có cán bộ nào. Bấm “Thêm” để nhập một người, hoặc “Nhập Excel…” để lấy danh sách có sẵn.",
        "No officers yet. Press “Add” to enter one, or “Import Excel…” to take in a list you keep.",
    ),
    aliases=("danh sách cán bộ", "cán bộ chuyên trách", "ds cbct", "danh sách trích ngang"),
    fields=(
        Field("full_name", L("Họ và tên", "Full name"), required=True, section=_PERSON, width=24, searchable=True,
              aliases=("họ tên", "họ, tên", "tên cán bộ", "họ và tên cán bộ", "họ tên cán bộ")),
        Field("birth_date", L("Ngày sinh", "Date of birth"), "date", section=_PERSON, width=11,
              aliases=("ngày tháng năm sinh", "sinh ngày", "năm sinh", "ns", "ngày, tháng, năm sinh")),
        Field("sex", L("Giới tính", "Sex"), "choice", section=_PERSON, filter=True,
              choices=(Choice("male", L("Nam", "Male")), Choice("female", L("Nữ", "Female"))),
              aliases=("nam/nữ", "nam, nữ", "phái", "gt")),
        Field("id_number", L("Số CCCD/CMND", "ID number"), section=_PERSON, restricted=True,
              help=L("Không bắt buộc; chỉ giữ ở máy này, ẩn trong danh sách và khi xuất.",
                     "Optional; kept on this PC only, hidden in lists and exports.")),
        Field("employment", L("Diện", "Employment"), "choice", section=_POST, width=13, filter=True,
              choices=(
                  Choice("civil_servant", L("Công chức", "Civil servant"), ("cc", "cbcc", "công chức")),
                  Choice("public_employee", L("Viên chức", "Public employee"), ("vc", "viên chức")),
                  Choice("contract", L("Hợp đồng", "Contract"), ("hđ", "hđlđ", "lao động hợp đồng", "hợp đồng lao động", "hđ 68", "hợp đồng 68")),
              ),
              help=L("Điều 3.1 chỉ áp dụng cho công chức, viên chức.", "Điều 3.1 covers civil servants and public employees."),
              aliases=("công chức/viên chức", "công chức, viên chức", "loại cán bộ", "biên chế", "cc/vc", "diện cán bộ")),
        Field("grade_code", L("Ngạch / hạng", "Grade"), "code", codes="grade", section=_POST,
              aliases=("mã ngạch", "ngạch", "ngạch cc", "mã số ngạch", "mã ngạch cdnn", "hạng", "chức danh nghề nghiệp")),
        Field("role", L("Vai trò", "Role"), "choice", section=_POST, width=22, filter=True,
              choices=(
                  Choice("state_management", L("Quản lý nhà nước về CNTT", "State management of IT"),
                         ("qlnn", "quản lý nhà nước", "phụ trách cntt", "chuyên viên phụ trách cntt")),
                  Choice("deployment", L("Triển khai ứng dụng CNTT", "Deployment of applications"),
                         ("triển khai", "ứng dụng cntt", "triển khai ứng dụng")),
                  Choice("administration", L("Quản trị hệ thống", "System administration"),
                         ("quản trị mạng", "quản trị", "quản trị hệ thống cntt", "kỹ thuật viên", "kỹ thuật")),
              ),
              aliases=("nhiệm vụ được giao", "vai trò cntt", "công việc", "nhiệm vụ", "chức vụ, vị trí việc làm",
                       "vị trí việc làm", "chức vụ", "chức vụ/vị trí việc làm", "chức danh")),
        Field("department", L("Nơi bố trí", "Placed in"), section=_POST, width=24, filter=True, searchable=True,
              help=L("Phòng, trung tâm nơi cán bộ làm việc (Điều 5).", "Division or center where the officer works (Điều 5)."),
              aliases=("phòng", "phòng ban", "đơn vị công tác", "bộ phận", "nơi công tác", "phòng/ban", "phòng, trung tâm")),
        Field("full_time", L("Chuyên trách toàn thời gian", "Full time"), "bool", section=_POST,
              aliases=("chuyên trách", "kiêm nhiệm/chuyên trách")),
        Field("start_date", L("Từ ngày", "From"), "date", section=_POST, width=11,
              aliases=("ngày bắt đầu", "từ", "ngày phân công", "thời điểm phân công", "ngày nhận nhiệm vụ")),
        Field("end_date", L("Đến ngày", "To"), "date", section=_POST,
              aliases=("ngày kết thúc", "đến", "ngày thôi", "thôi nhiệm vụ")),
        Field("assignment_document", L("Văn bản phân công", "Assignment document"), "ref", target="document",
              section=_POST,
              help=L("Điều 10.2.a: gửi 01 bản về Sở.", "Điều 10.2.a: one copy goes to the Sở."),
              aliases=("số qđ phân công", "qđ phân công", "quyết định phân công", "văn bản giao nhiệm vụ", "số quyết định",
                       "số/ngày qđ phân công")),
        Field("assignment_sent_on", L("Gửi văn bản về Sở ngày", "Document sent on"), "date", section=_POST,
              aliases=("ngày gửi sở",)),
        Field("assignment_received_on", L("Sở nhận văn bản ngày", "Document received on"), "date", section=_POST,
              by_province=True),
        Field("phone", L("Điện thoại", "Phone"), section=_CONTACT, width=13, searchable=True,
              aliases=("số đt", "sđt", "số điện thoại", "đt", "điện thoại di động", "đtdđ", "di động", "đt liên hệ")),
        Field("email", L("Thư điện tử", "E-mail"), section=_CONTACT, searchable=True,
              aliases=("email", "e-mail", "thư công vụ", "hộp thư", "địa chỉ email", "hòm thư")),
        Field("note", L("Ghi chú", "Note"), "long", section=_CONTACT, searchable=True,
              aliases=("ghi chú khác", "chú thích")),
    ),
)

QUALIFICATION = RecordType(
    name="qualification",
    number=2,
    label=L("Bằng cấp", "Degree"),
    plural=L("Bằng cấp", "Degrees"),
    scope="unit",
    title="major",
    same=("officer", "level", "major"),
    flat=True,
    parent="officer",
    sort="year",
    clause="QyD.4",
    fields=(
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", required=True, width=24),
        Field("level", L("Trình độ", "Level"), "code", codes="degree_level", required=True, width=12, filter=True,
              aliases=("trình độ cm", "trình độ chuyên môn", "trình độ đào tạo", "bằng cấp", "học vị", "văn bằng", "tđcm")),
        Field("major", L("Chuyên ngành", "Major"), width=24, searchable=True,
              aliases=("chuyên ngành đt", "chuyên ngành đào tạo", "ngành", "ngành học", "ngành đào tạo", "cn đào tạo")),
        Field("field", L("Nhóm ngành", "Field"), "choice", width=14, filter=True,
              choices=(
                  Choice("it", L("CNTT, tin học", "IT"), ("cntt", "tin học", "công nghệ thông tin")),
                  Choice("near", L("Ngành gần", "Near IT"), ("gần", "ngành gần cntt")),
                  Choice("other", L("Ngành khác", "Other"), ("khác",)),
              ),
              help=L("Do người nhập xác định theo chuyên ngành ghi trên bằng.", "Decided by a person from the major on the diploma.")),
        Field("mode", L("Hệ đào tạo", "Mode of study"), "code", codes="training_mode", width=14, filter=True,
              aliases=("hệ", "hình thức đào tạo", "loại hình đào tạo", "hệ đt", "htđt")),
        Field("institution", L("Cơ sở đào tạo", "Institution"), width=24, searchable=True,
              aliases=("trường", "trường đào tạo", "nơi đào tạo", "tên trường", "csđt")),
        Field("year", L("Năm tốt nghiệp", "Year"), "int", width=8, minimum=1950, maximum=2100,
              aliases=("năm tn", "tốt nghiệp năm", "năm tốt nghiệp đh")),
        Field("document", L("Bản sao bằng", "Diploma copy"), "ref", target="document",
              help=L("Căn cứ của Điều 4: văn bằng hoặc bản sao lưu hồ sơ.", "Evidence for Điều 4: the diploma or its copy on file."),
              aliases=("số hiệu bằng", "số bằng", "văn bằng số")),
    ),
)

CERTIFICATE = RecordType(
    name="certificate",
    number=3,
    label=L("Chứng chỉ", "Certificate"),
    plural=L("Chứng chỉ", "Certificates"),
    scope="unit",
    title="name",
    flat=True,
    parent="officer",
    clause="QyD.4",
    fields=(
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", required=True, width=24),
        Field("name", L("Tên chứng chỉ", "Certificate"), required=True, width=20, searchable=True,
              aliases=("chứng chỉ", "chứng chỉ cntt", "chứng chỉ chuyên môn", "cc cntt", "các chứng chỉ")),
        Field("issuer", L("Nơi cấp", "Issuer"), width=20, searchable=True, aliases=("đơn vị cấp", "cơ quan cấp")),
        Field("number", L("Số hiệu", "Number"), searchable=True, aliases=("số chứng chỉ", "số hiệu chứng chỉ")),
        Field("issued_on", L("Ngày cấp", "Issued on"), "date", width=11, aliases=("cấp ngày", "ngày cấp chứng chỉ")),
        Field("expires_on", L("Hết hạn", "Expires on"), "date", width=11, aliases=("ngày hết hạn", "hiệu lực đến")),
    ),
)

DEDICATED_UNIT = RecordType(
    name="dedicated_unit",
    number=4,
    label=L("Đơn vị chuyên trách", "Dedicated unit"),
    plural=L("Đơn vị chuyên trách", "Dedicated units"),
    scope="unit",
    title="name",
    clause="QyD.3.2",
    empty=L(
        "Chưa ghi Phòng hoặc Trung tâm CNTT nào. Chỉ thêm khi cơ quan có văn bản thành lập hoặc giao nhiệm vụ.",
        "No IT division or center recorded. Add one only where a document sets it up.",
    ),
    fields=(
        Field("name", L("Tên", "Name"), required=True, width=30, searchable=True),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=11, filter=True,
              choices=(
                  Choice("division", L("Phòng", "Division")),
                  Choice("center", L("Trung tâm", "Center")),
              )),
        Field("head", L("Người đứng đầu", "Head"), width=22, searchable=True),
        Field("headcount", L("Số người", "Headcount"), "int", width=9, minimum=0, maximum=10000),
        Field("document", L("Văn bản giao nhiệm vụ", "Assigning document"), "ref", target="document"),
        Field("start_date", L("Từ ngày", "From"), "date", width=11),
        Field("end_date", L("Đến ngày", "To"), "date", width=11),
    ),
)

_DISCIPLINE = ("kind", "discipline")

AWARD = RecordType(
    name="award",
    number=18,
    label=L("Khen thưởng, kỷ luật", "Award or discipline"),
    plural=L("Khen thưởng, kỷ luật", "Awards and discipline"),
    scope="unit",
    title="title",
    sort="-decided_on",
    clause="QyD.8",
    empty=L(
        "Chưa ghi khen thưởng, kỷ luật nào. Kỷ luật chỉ giữ ở máy này, không đi theo gói thường kỳ.",
        "No awards or discipline recorded. Discipline stays on this PC and in no routine package.",
    ),
    fields=(
        Field("officer", L("Cán bộ", "Officer"), "ref", target="officer", required=True, width=24, restricted=_DISCIPLINE),
        Field("kind", L("Loại", "Kind"), "choice", required=True, width=12, filter=True, default="award",
              restricted=_DISCIPLINE,
              choices=(
                  Choice("award", L("Khen thưởng", "Award")),
                  Choice("discipline", L("Kỷ luật", "Discipline")),
              ),
              help=L("Chọn khi thêm, không đổi được về sau.", "Chosen when the record is added; it cannot change later.")),
        Field("title", L("Danh hiệu, hình thức", "Award or measure"), required=True, width=30, restricted=_DISCIPLINE),
        Field("level", L("Cấp quyết định", "Decided by"), width=18, restricted=_DISCIPLINE),
        Field("document", L("Quyết định", "Decision"), "ref", target="document", restricted=_DISCIPLINE),
        Field("decided_on", L("Ngày quyết định", "Decided on"), "date", width=11, restricted=_DISCIPLINE),
        Field("executed_on", L("Ngày thi hành", "Executed on"), "date", width=11, restricted=_DISCIPLINE),
        Field("proposed_on", L("Ngày đề nghị", "Proposed on"), "date", restricted=_DISCIPLINE),
        Field("proposal_level", L("Cấp xét (Điều 8.1)", "Put to (Điều 8.1)"), "choice", restricted=_DISCIPLINE,
              choices=(
                  Choice("department", L("Sở xét khen thưởng", "The Sở")),
                  Choice("province", L("Đề nghị UBND tỉnh", "UBND tỉnh")),
                  Choice("agency", L("Cơ quan quyết định", "The agency itself")),
              )),
        Field("reason", L("Thành tích, lý do", "Reason"), "long", restricted=_DISCIPLINE),
    ),
)

REDACTION = RecordType(
    name="redaction",
    number=19,
    label=L("Lược bỏ giá trị", "Redaction"),
    plural=L("Các lần lược bỏ giá trị", "Redactions"),
    scope="unit",
    title="reason",
    made=True,
    fields=(
        Field("reason", L("Lý do", "Reason"), required=True, width=40),
        Field("type", L("Loại bản ghi", "Record type"), required=True, width=14),
        Field("record", L("Mã bản ghi", "Record"), required=True),
        Field("fields", L("Các trường", "Fields"), "list", required=True, width=24),
        Field("lines", L("Các dòng nhật ký", "Lines of the journal"), "list", required=True),
    ),
)

TYPES = (OFFICER, QUALIFICATION, CERTIFICATE, DEDICATED_UNIT, AWARD, REDACTION)
