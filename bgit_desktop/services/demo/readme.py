"""The README.txt a demonstration leaves: the passphrase and what to try, in Vietnamese and in English."""

from __future__ import annotations

PASSPHRASE = "mật khẩu dùng thử"
"""Of every store of the demonstration. It protects made-up data only."""

TEXT = """BẢN DÙNG THỬ CHƯƠNG TRÌNH BGIT-DESKTOP
======================================

Mọi dữ liệu ở đây là dữ liệu mẫu, do chương trình tự sinh ra; tên người, số văn bản đều không có thật.
Câu chuyện diễn ra từ tháng 02/2023 đến ngày 20/12/2024, nhật ký và các gói cũng ghi thời gian đó.

Cụm mật khẩu của mọi kho:  {passphrase}

Có gì trong thư mục này
  units/217      kho của huyện Lạng Giang (danh sách cán bộ nhập từ danh-sach-can-bo-lang-giang.xlsx)
  units/215      kho của huyện Yên Thế
  units/223      kho của huyện Hiệp Hòa
  province       kho của Sở Thông tin và Truyền thông
  packages       các gói đã trao đổi: keys (đăng ký khóa), 1-baseline, 2-delta, 3-incident, replies (gói trả lời)
  reports        báo cáo PDF, bảng .xlsx, phiếu đăng ký khóa

Hãy thử (đang đứng trong thư mục này)
  1. Mở cửa sổ của một huyện:       bgit-desktop --store units/217
  2. Mở cửa sổ của Sở:              bgit-desktop --store province
  3. Tìm không cần dấu:             bgit-desktop search "nguyen thi" --store units/217
  4. Rà soát Điều 4, Điều 5:        bgit-desktop verdicts --store province
  5. Xem bản kê của một gói:        bgit-desktop package show packages/1-baseline/217.bgpkg
  6. Nhận lại một gói (trùng):      bgit-desktop package receive packages/2-delta --store province
  7. Lập báo cáo 6 tháng:           bgit-desktop report periodic --period 2024-H1 --out bc.pdf --store units/215
  8. Kiểm tra kho dữ liệu:          bgit-desktop check --store province
  9. Sao lưu rồi khôi phục:         bgit-desktop backup --out luu.bgbak --store units/223
                                    bgit-desktop restore luu.bgbak --store khoi-phuc
  Lệnh cần ký hoặc giải mã sẽ hỏi cụm mật khẩu (hoặc đọc biến BGIT_PASSPHRASE).

----------------------------------------------------------------------------------------------------

DEMONSTRATION OF BGIT-DESKTOP
=============================

All data here are samples made by the program; no person and no document number is real.
The story runs from February 2023 to 20 December 2024; journal and packages are dated accordingly.

Passphrase of every store:  {passphrase}

What is in this folder
  units/217      the store of Lạng Giang district (its staff list imported from danh-sach-can-bo-lang-giang.xlsx)
  units/215      the store of Yên Thế district
  units/223      the store of Hiệp Hòa district
  province       the store of the Department of Information and Communications (the Sở)
  packages       the packages exchanged: keys (enrolment), 1-baseline, 2-delta, 3-incident, replies
  reports        reports as PDF, tables as .xlsx, enrolment sheets

What to try (standing in this folder; add --lang en for English)
  1. A district's window:           bgit-desktop --store units/217
  2. The Sở's window:               bgit-desktop --store province
  3. Search without accents:        bgit-desktop search "nguyen thi" --store units/217
  4. The verdicts of Điều 4 and 5:  bgit-desktop verdicts --store province
  5. What a package says of itself: bgit-desktop package show packages/1-baseline/217.bgpkg
  6. Take a package in again:       bgit-desktop package receive packages/2-delta --store province
  7. A half-year report:            bgit-desktop report periodic --period 2024-H1 --out bc.pdf --store units/215
  8. Check a store:                 bgit-desktop check --store province
  9. Back up and restore:           bgit-desktop backup --out luu.bgbak --store units/223
                                    bgit-desktop restore luu.bgbak --store khoi-phuc
  What signs or decrypts asks for the passphrase (or reads BGIT_PASSPHRASE).
"""
