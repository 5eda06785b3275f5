"""The pages of the window that are more than a list: Tổng quan, Báo cáo, Gói dữ liệu, Đơn vị."""
