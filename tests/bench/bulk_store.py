"""Makes a store with many officers, tasks and incidents from a seed, for the benches of the window.

``python tests/bench/bulk_store.py DIR [--officers 100000] [--tasks 2000]``
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from bgit_desktop.core.fields import Value
from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import setup
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.store import records

NOW = 1_718_000_000_000
PASSPHRASE = "cum mat khau thu nghiem"
_NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Giáp Thân Ong Chu",
    "Văn Thị Đức Minh Hữu Ngọc Quang Thanh Xuân Thu Hồng Công Đình Bá Kim Mạnh Tuấn Anh Hải Diệu",
    "Hà Hùng Lan Dũng Hương Tuấn Mai Sơn Thủy Cường Hạnh Đạt Yến Phúc Oanh Quý Trang Khánh Ngân Toàn "
    "Bình Linh Nam Nga Việt Thảo Long Giang Huệ Kiên Loan Trung Vân Đông Hiền Thắng Ánh Ơn Ưng Quyên",
)
FAMILY, MIDDLE, GIVEN = (names.split() for names in _NAMES)
PLACES = ["Phòng Văn hóa và Thông tin", "Văn phòng HĐND và UBND", "Phòng Nội vụ", "Trung tâm Văn hóa - Thể thao"]
WORK = [
    "Cài đặt phần mềm một cửa điện tử", "Khắc phục mạng nội bộ", "Hướng dẫn ký số văn bản", "Kiểm tra máy chủ",
    "Hỗ trợ họp trực tuyến", "Cập nhật cổng thông tin điện tử", "Sao lưu dữ liệu tháng", "Tập huấn an toàn thông tin",
]  # fmt: skip


def officer(rng: random.Random) -> dict[str, Value]:
    """Make one officer."""
    name = " ".join((rng.choice(FAMILY), rng.choice(MIDDLE), rng.choice(MIDDLE + GIVEN), rng.choice(GIVEN)))
    ended = rng.random() < 0.15
    return {
        "full_name": name,
        "birth_date": f"{rng.randint(1965, 1999)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "sex": rng.choice(["male", "female"]),
        "employment": rng.choice(["civil_servant", "public_employee", "contract"]),
        "grade_code": "01.003",
        "role": rng.choice(["state_management", "deployment", "administration"]),
        "department": rng.choice(PLACES),
        "full_time": rng.random() < 0.6,
        "start_date": f"{rng.randint(2010, 2023)}-{rng.randint(1, 12):02}-01",
        "end_date": f"2024-{rng.randint(1, 5):02}-28" if ended else None,
        "phone": f"09{rng.randint(10_000_000, 99_999_999)}",
    }


def task(rng: random.Random, officers: list[str]) -> dict[str, Value]:
    """Make one task."""
    day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return {
        "clause": f"QyD.6.2.{rng.choice('abcd')}",
        "title": f"{rng.choice(WORK)} xã số {rng.randint(1, 25)}",
        "assigned_on": day,
        "due_on": day,
        "status": rng.choice(["planned", "doing", "done"]),
        "progress": rng.randint(0, 100),
        "officers": rng.sample(officers, k=min(2, len(officers))),
    }


def fill(session: Session, officers: int, tasks: int = 0, seed: int = 1) -> list[str]:
    """Put records into a store in one transaction; gives the officers' ids."""
    rng = random.Random(seed)
    ids = [uuid7(NOW + at) for at in range(officers)]
    db = session.store.db
    with session.store.write("import", "bench", session.actor):
        for record_id in ids:
            values = {name: value for name, value in officer(rng).items() if value is not None}
            records.insert(db, TYPES["officer"], record_id, session.unit, values)
        for at in range(tasks):
            records.insert(db, TYPES["task"], uuid7(NOW + officers + at), session.unit, task(rng, ids[:500]))
    return ids


def make(folder: Path, officers: int, tasks: int) -> None:
    """Make a store of the district 217 with many records."""
    setup.create(folder, mode="unit", unit="217", passphrase=PASSPHRASE, actor="Nguyễn Thị Hà", label="Máy 1")
    with open_session(folder) as session:
        fill(session, officers, tasks)
        session.store.db.execute("ANALYZE")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--officers", type=int, default=100_000)
    parser.add_argument("--tasks", type=int, default=2_000)
    chosen = parser.parse_args()
    started = time.perf_counter()
    make(chosen.folder, chosen.officers, chosen.tasks)
    print(f"{chosen.officers} officers, {chosen.tasks} tasks in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
