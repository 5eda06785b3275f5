"""What the sample records say: duties, incidents and courses as a district's log has them. Made up, but of the kind.

``{xa}`` stands for a commune, ``{he}`` for a system, ``{nam}`` for the year, ``{donvi}`` for a division.
Each duty stands under the clause of Điều 6.2 it belongs to, with whether it has a scope and a mode (clause b).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """A district as the sample has it: code, name, communes, head of the VH&TT division, abbreviation of its office."""

    code: str
    name: str
    communes: tuple[str, ...]
    head: str


LANG_GIANG: Final = Place(
    "217",
    "Lạng Giang",
    ("thị trấn Vôi", "thị trấn Kép", "xã Tân Dĩnh", "xã Tân Hưng", "xã Hương Sơn", "xã Tiên Lục", "xã Mỹ Thái",
     "xã Đại Lâm", "xã Nghĩa Hòa", "xã An Hà"),
    "Nguyễn Đức Thịnh",
)  # fmt: skip
YEN_THE: Final = Place(
    "215",
    "Yên Thế",
    ("thị trấn Phồn Xương", "thị trấn Bố Hạ", "xã Đồng Tâm", "xã Tam Tiến", "xã Xuân Lương", "xã Canh Nậu",
     "xã Đồng Kỳ", "xã Hương Vĩ", "xã Tân Sỏi", "xã Đồng Lạc"),
    "Hoàng Văn Quyết",
)  # fmt: skip
HIEP_HOA: Final = Place(
    "223",
    "Hiệp Hòa",
    ("thị trấn Thắng", "xã Đức Thắng", "xã Ngọc Sơn", "xã Thường Thắng", "xã Hùng Sơn", "xã Lương Phong",
     "xã Bắc Lý", "xã Đoan Bái", "xã Mai Trung", "xã Xuân Cẩm"),
    "Ngô Thị Bích",
)  # fmt: skip
PLACES: Final = (LANG_GIANG, YEN_THE, HIEP_HOA)

SURNAMES: Final = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Hoàng", "Vũ", "Đỗ", "Bùi", "Ngô", "Dương",
    "Giáp", "Thân", "Đặng", "Nông", "Chu", "Hà",
)  # fmt: skip
MEN: Final = (
    "Văn Hùng", "Đức Anh", "Minh Tuấn", "Quang Huy", "Văn Thành", "Ngọc Sơn", "Tiến Dũng", "Hữu Phước", "Công Định",
    "Xuân Trường", "Mạnh Cường", "Thế Vinh", "Đình Khoa", "Bá Lộc", "Văn Quý", "Trung Kiên",
)  # fmt: skip
WOMEN: Final = (
    "Thị Hà", "Thị Thu Huyền", "Thùy Dương", "Thị Ngọc Ánh", "Thanh Mai", "Thị Lệ Thủy", "Bích Phượng", "Thị Hòa",
    "Kim Oanh", "Thị Mỹ Duyên", "Hồng Nhung", "Thị Quỳnh", "Thảo Vy", "Thị Đào",
)  # fmt: skip

MAJORS: Final = (
    ("Công nghệ thông tin", "it"), ("Khoa học máy tính", "it"), ("Kỹ thuật phần mềm", "it"),
    ("Hệ thống thông tin", "it"), ("An toàn thông tin", "it"), ("Tin học ứng dụng", "it"),
    ("Điện tử - Viễn thông", "near"), ("Sư phạm Tin học", "near"),
    ("Quản trị kinh doanh", "other"),
)  # fmt: skip
SCHOOLS: Final = (
    "Trường Đại học CNTT và Truyền thông - ĐH Thái Nguyên", "Trường Đại học Công nghệ - ĐHQG Hà Nội",
    "Đại học Bách khoa Hà Nội", "Học viện Công nghệ Bưu chính Viễn thông", "Học viện Kỹ thuật Mật mã",
    "Trường Đại học Công nghiệp Hà Nội",
)  # fmt: skip
CERTIFICATES: Final = (
    ("CCNA", "Cisco"), ("MCSA", "Microsoft"), ("CompTIA Security+", "CompTIA"), ("CEH", "EC-Council"),
    ("Ứng dụng CNTT nâng cao", "Sở Giáo dục và Đào tạo"), ("Aptech", "Aptech Hà Nội"),
)  # fmt: skip

SYSTEMS: Final = (
    ("Máy chủ phòng máy UBND huyện {huyen}", "server", False, 2),
    ("Máy chủ sao lưu UBND huyện {huyen}", "server", False, 2),
    ("Tường lửa FortiGate 100F", "wan", False, None),
    ("Thiết bị chuyển mạch trung tâm", "wan", False, None),
    ("Thiết bị định tuyến mạng TSLCD", "wan", True, None),
    ("Đường truyền số liệu chuyên dùng cấp II", "line", True, None),
    ("Đường truyền Internet FTTH trụ sở", "line", False, None),
    ("Cổng thông tin điện tử huyện {huyen}", "software", False, 2),
    ("Hệ thống một cửa điện tử liên thông", "software", True, 3),
    ("Phần mềm quản lý văn bản và điều hành", "software", True, 3),
    ("Hệ thống hội nghị truyền hình trực tuyến", "software", True, 2),
    ("Phần mềm theo dõi nhiệm vụ", "software", True, 2),
)  # fmt: skip

# clause → (title, result when done); of clause b also the mode
DUTIES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "QyD.6.2.a": (
        ("Tham mưu Kế hoạch ứng dụng CNTT năm {nam} của huyện", "Đã ban hành kế hoạch"),
        ("Tham mưu Quy chế quản lý, vận hành hệ thống quản lý văn bản", "UBND huyện ban hành quy chế"),
        ("Tham mưu Kế hoạch bảo đảm an toàn thông tin năm {nam}", "Đã ban hành kế hoạch"),
        ("Tham mưu công văn đôn đốc dùng chữ ký số tại {xa}", "Đã ký phát hành"),
        ("Góp ý dự thảo kế hoạch chuyển đổi số của tỉnh", "Đã gửi văn bản góp ý"),
        ("Lập dự toán kinh phí CNTT năm sau", "Phòng TC-KH đã thẩm định"),
        ("Tham mưu kiện toàn Ban Chỉ đạo ứng dụng CNTT huyện", "Đã ban hành quyết định"),
    ),
    "QyD.6.2.b": (
        ("Cài đặt, cấu hình phần mềm quản lý văn bản tại {xa}", "Phần mềm chạy ổn định"),
        ("Hướng dẫn sử dụng hệ thống một cửa điện tử tại {xa}", "Cán bộ một cửa tự thao tác được"),
        ("Sao lưu định kỳ dữ liệu máy chủ UBND huyện", "Bản sao lưu đã thử khôi phục"),
        ("Xử lý sự cố máy trạm của {donvi}", "Máy hoạt động bình thường"),
        ("Quét, diệt mã độc máy trạm tại {xa}", "Đã làm sạch, cài phần mềm phòng chống"),
        ("Cấp, đổi chứng thư số cho cán bộ {xa}", "Đã bàn giao chứng thư số"),
        ("Bảo dưỡng thiết bị mạng phòng máy", "Thiết bị hoạt động bình thường"),
        ("Cập nhật bản vá {he}", "Đã cập nhật, kiểm tra lại"),
        ("Chuẩn bị kỹ thuật họp trực tuyến đến {xa}", "Họp không gián đoạn"),
        ("Đổi mật khẩu quản trị {he} theo định kỳ", "Đã đổi, lưu theo quy định"),
        ("Khắc phục mất kết nối mạng tại {xa}", "Đã nối lại mạng"),
    ),
    "QyD.6.2.c": (
        ("Tổng hợp số liệu dịch vụ công trực tuyến quý {quy}/{nam}", "Đã báo cáo Chủ tịch UBND huyện"),
        ("Thống kê hạ tầng CNTT các đơn vị, xã", "Đã lập bảng tổng hợp"),
        ("Cập nhật dữ liệu Cổng thông tin điện tử huyện", "Đã đăng đủ chuyên mục"),
        ("Rà soát tài khoản thư công vụ của {donvi}", "Đã khóa tài khoản không còn dùng"),
    ),
    "QyD.6.2.d": (
        ("Kiểm tra quy trình điện tử dịch vụ công tại Bộ phận một cửa", "Đã chỉnh 3 quy trình"),
        ("Hỗ trợ {xa} số hóa kết quả giải quyết thủ tục", "Đã số hóa hồ sơ tồn"),
        ("Theo dõi hồ sơ trực tuyến quá hạn của {xa}", "Đã nhắc xử lý dứt điểm"),
        ("Cấu hình thanh toán trực tuyến phí, lệ phí", "Đã chạy thử thành công"),
    ),
    "QyD.6.2.e": (
        ("Dự giao ban chuyên đề CNTT quý {quy}/{nam}", "Đã báo cáo kết quả họp"),
        ("Dự tập huấn an toàn thông tin do Sở tổ chức", "Hoàn thành lớp"),
        ("Dự hội nghị triển khai nhiệm vụ CNTT năm {nam}", "Đã tham mưu triển khai"),
    ),
    "QyD.6.2.f": (
        ("Lập báo cáo 6 tháng về ứng dụng CNTT gửi Sở", "Đã gửi đúng hạn"),
        ("Lập báo cáo năm {nam} về ứng dụng CNTT gửi Sở", "Đã gửi đúng hạn"),
        ("Báo cáo đột xuất về lỗ hổng bảo mật", "Đã gửi Sở"),
        ("Cung cấp số liệu đánh giá mức độ chuyển đổi số", "Đã gửi Sở"),
    ),
    "QyD.6.2.g": (
        ("Phục vụ kỹ thuật kỳ họp HĐND huyện", "Hoàn thành"),
        ("Hỗ trợ kỹ thuật kỳ thi tại trường THPT", "Hoàn thành"),
        ("Kiểm kê tài sản CNTT của {donvi}", "Đã lập biên bản"),
    ),
}

WEIGHTS: Final = {"a": 18, "b": 72, "c": 24, "d": 22, "e": 8, "f": 8, "g": 12}
"""How many tasks of each clause a district has in two years."""

DIVISIONS: Final = (
    "Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch", "Phòng Tài nguyên và Môi trường", "Phòng Y tế",
    "Phòng Giáo dục và Đào tạo", "Thanh tra huyện", "Văn phòng HĐND và UBND",
)  # fmt: skip

# category, title, system, severity, cause, action, damage
INCIDENTS: Final = (
    ("A1", "Máy chủ một cửa điện tử không khởi động", "Máy chủ phòng máy", "high", "Hỏng ổ đĩa RAID",
     "Thay ổ đĩa, đồng bộ lại dữ liệu", "Ngừng tiếp nhận hồ sơ trong giờ làm việc"),
    ("A1", "Máy chủ quá nhiệt, tự tắt", "Máy chủ phòng máy", "medium", "Hỏng điều hòa phòng máy",
     "Sửa điều hòa, thêm cảnh báo nhiệt độ", ""),
    ("B1", "Tường lửa treo, mất kết nối ra ngoài", "Tường lửa FortiGate 100F", "medium", "Lỗi phần mềm thiết bị",
     "Khởi động lại, nâng cấp phần mềm", "Mất Internet toàn trụ sở"),
    ("B1", "Hỏng thiết bị chuyển mạch tầng 2", "Thiết bị chuyển mạch trung tâm", "low", "Chập nguồn sau mưa giông",
     "Thay thiết bị dự phòng", ""),
    ("C1", "Mất kết nối mạng TSLCD", "Đường truyền số liệu chuyên dùng", "medium", "Đứt cáp quang do thi công đường",
     "Đơn vị viễn thông hàn nối lại cáp", "Không gửi nhận được văn bản điện tử"),
    ("C1", "Đường Internet chập chờn", "Đường truyền Internet FTTH", "low", "Suy hao đường truyền",
     "Kéo lại dây quang từ tủ cáp", ""),
    ("D1", "Cổng thông tin bị tấn công từ chối dịch vụ", "Cổng thông tin điện tử", "high",
     "Lưu lượng bất thường từ nước ngoài", "Chặn dải địa chỉ, nhờ Sở hỗ trợ lọc", "Không truy cập được Cổng 3 giờ"),
    ("D2", "Thư giả mạo lãnh đạo UBND huyện", "Thư công vụ", "medium", "Lộ danh bạ thư công vụ",
     "Cảnh báo toàn bộ cán bộ, báo cáo Sở", ""),
    ("D3", "Máy trạm nhiễm mã độc lây qua USB", "Máy trạm văn thư", "medium", "Dùng USB không kiểm soát",
     "Cách ly, quét và cài lại máy", ""),
    ("D4", "Tài khoản quản trị Cổng bị đăng nhập trái phép", "Cổng thông tin điện tử", "critical", "Mật khẩu yếu",
     "Khóa tài khoản, đổi mật khẩu, rà soát nhật ký", "Chưa phát hiện mất dữ liệu"),
    ("D5", "Trang chủ bị chèn liên kết quảng cáo", "Cổng thông tin điện tử", "critical", "Lỗ hổng trình soạn thảo",
     "Gỡ mã lạ, vá lỗ hổng, khôi phục từ bản sao lưu", "Ảnh hưởng uy tín Cổng"),
    ("D6", "Mã độc tống tiền mã hóa tệp máy kế toán", "Máy trạm kế toán", "high", "Mở tệp đính kèm lạ",
     "Cách ly máy, khôi phục từ bản sao lưu", "Mất dữ liệu 2 ngày làm việc"),
    ("D7", "Xóa nhầm thư mục hồ sơ dùng chung", "Máy chủ tệp", "medium", "Phân quyền sai",
     "Khôi phục từ bản sao lưu, sửa phân quyền", ""),
    ("D8", "Lộ tệp danh sách cá nhân trên Cổng", "Cổng thông tin điện tử", "high", "Đăng nhầm tệp đính kèm",
     "Gỡ tệp, xóa bộ nhớ đệm, báo cáo lãnh đạo", "Lộ thông tin 35 người trong 2 giờ"),
    ("D9", "Dò quét và tấn công nhiều dịch vụ cùng lúc", "Tường lửa FortiGate 100F", "medium",
     "Dịch vụ mở không cần thiết", "Đóng dịch vụ, chặn địa chỉ nguồn", ""),
    ("D10", "Mất máy tính xách tay công vụ", "Máy tính xách tay", "medium", "Mất trộm tại nơi công tác",
     "Báo công an, đổi mọi mật khẩu đã lưu", ""),
    ("X0", "Máy in mạng của Bộ phận một cửa không in được", "Máy in mạng", "low", "Kẹt bộ sấy",
     "Thay bộ sấy", ""),
    ("X0", "Máy trạm phòng họp không lên hình", "Máy trạm", "low", "Hỏng cáp màn hình", "Thay cáp", ""),
)  # fmt: skip

COURSES: Final = (
    ("Tập huấn bảo đảm an toàn thông tin mạng", "security", "2023-04-11", "2023-04-12", 14),
    ("Tập huấn quản trị Cổng thông tin điện tử", "administration", "2023-08-22", "2023-08-24", 21),
    ("Tập huấn khai thác hệ thống một cửa điện tử", "operation", "2023-10-17", "2023-10-17", 7),
    ("Phổ biến quy định về gửi, nhận văn bản điện tử", "policy", "2024-03-14", "2024-03-14", 7),
    ("Diễn tập ứng cứu sự cố an toàn thông tin", "security", "2024-06-05", "2024-06-06", 14),
    ("Tập huấn vận hành nền tảng họp trực tuyến", "operation", "2024-09-19", "2024-09-19", 7),
    ("Tập huấn kỹ năng quản trị mạng và máy chủ", "administration", "2024-10-22", "2024-10-24", 21),
)  # fmt: skip

DIFFICULTIES: Final = (
    ("QyD.6.2.b", "Thiết bị mạng tại nhiều xã đã dùng trên 8 năm, thường xuyên hỏng",
     "Đề nghị tỉnh hỗ trợ kinh phí thay thiết bị mạng cấp xã"),
    ("QyD.4", "Chưa tuyển được cán bộ đúng chuyên ngành CNTT", "Đề nghị có cơ chế thu hút nhân lực CNTT"),
    ("QyD.6.2.d", "Hệ thống một cửa phản hồi chậm vào đầu giờ sáng", "Đề nghị Sở nâng băng thông máy chủ dùng chung"),
    ("QyD.9.2.c", "Lớp tập huấn trùng lịch kỳ họp HĐND", "Đề nghị gửi kế hoạch tập huấn từ đầu quý"),
    ("QyD.6.2.c", "Số liệu báo cáo nhiều biểu mẫu khác nhau", "Đề nghị thống nhất biểu mẫu trong tỉnh"),
)  # fmt: skip

ANSWERS: Final = {
    "QyD.6.2.b": "Sở đã đưa vào dự toán năm 2025, ưu tiên các xã chưa có thiết bị dự phòng.",
    "QyD.6.2.d": "Sở đã nâng băng thông từ 01/11/2024; đề nghị huyện theo dõi và phản hồi.",
    "QyD.9.2.c": "Sở tiếp thu; kế hoạch tập huấn năm 2025 sẽ gửi trước ngày 15 tháng đầu quý.",
}

MEETINGS = ((2023, 3), (2023, 9), (2024, 3), (2024, 9))
"""Year and month of the giao ban that were held, on the 20th."""

CONCLUSIONS = (
    ("Rà soát, lập hồ sơ cấp độ an toàn hệ thống thông tin.", "QyD.6.2.b", "2024-12-31"),
    ("Gửi danh sách cán bộ chuyên trách và văn bản phân công còn thiếu.", "QyD.6.2.f", "2024-11-30"),
)
"""Conclusions of the last giao ban: what, under which point, due when."""


def meeting_title(year: int, month: int) -> str:
    """Name a giao ban."""
    return f"Giao ban chuyên đề CNTT tháng {month}/{year}"
