"""A year of the whole province by the command line alone: thirty units, the Sở, returns, a merger in mid-year.

The figures of the printed summaries are counted again here, from what was put in, and have to agree. Only the scrypt of
the key files is left out (a second for each of thirty-one; it is tested elsewhere): everything else is the real thing.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bgit_desktop.exchange import age

DISTRICTS = ("213", "215", "216", "217", "218", "219", "220", "221", "222", "223")
DEPARTMENTS = (
    "VPUBND", "SNV", "STP", "SKHDT", "STC", "SCT", "SNN", "SGTVT", "SXD", "STNMT", "SLDTBXH", "SVHTTDL", "SKHCN",
    "SGDDT", "SYT", "SNGV", "TTT", "BDT", "BQLKCN",
)  # fmt: skip
UNITS = DISTRICTS + DEPARTMENTS
DUE = "2024-07-10"
MERGED, INTO, MERGED_ON = "221", "213", "2024-08-01"
HALVES = {"2024-H1": ("2024-01-01", "2024-06-30"), "2024-H2": ("2024-07-01", "2024-12-31")}
COLUMNS = ("officers", "met", "tasks", "done", "doing", "overdue", "incidents", "open", "trainings", "present")


@dataclass
class Truth:
    """What was put into a unit's store."""

    officer_met: bool = True
    tasks: list[dict[str, str]] = field(default_factory=list)
    incidents: list[dict[str, str]] = field(default_factory=list)
    trainings: list[dict[str, str]] = field(default_factory=list)

    def figures(self, period: str) -> list[int]:
        """Count a half-year as the summary should."""
        start, end = HALVES[period]
        tasks = [each for each in self.tasks if start <= each["assigned_on"] <= end]
        states = Counter(each["status"] for each in tasks)
        late = sum(each["status"] in ("planned", "doing") and "" < each["due_on"] < end for each in tasks)
        incidents = [each for each in self.incidents if start <= each["detected_at"][:10] <= end]
        trainings = [each for each in self.trainings if start <= each["start_on"] <= end]
        return [
            1, int(self.officer_met), len(tasks), states["done"], states["doing"], late,
            len(incidents), sum(each["status"] != "closed" for each in incidents), len(trainings),
            sum(each["attendance"] == "present" for each in trainings),
        ]  # fmt: skip


@pytest.fixture
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "encrypt_with_passphrase", lambda plain, _secret: b"plain:" + plain)
    monkeypatch.setattr(age, "decrypt_with_passphrase", lambda data, _secret: data.removeprefix(b"plain:"))


def log(unit: str, chance: random.Random) -> Truth:
    """Make a unit's year."""
    point = "6.2" if unit in DISTRICTS else "6.1"
    truth = Truth(officer_met=chance.random() < 0.7)
    for at in range(chance.randint(3, 6)):
        month = chance.randint(1, 7 if unit == MERGED else 12)
        truth.tasks.append(
            {
                "clause": f"QyD.{point}.{chance.choice('abcdefg')}", "title": f"Nhiệm vụ {at + 1}",
                "assigned_on": f"2024-{month:02d}-{chance.randint(1, 28):02d}",
                "due_on": f"2024-{min(month + 2, 12):02d}-28" if chance.random() < 0.6 else "",
                "status": chance.choice(("done", "done", "doing", "planned", "cancelled")),
            }
        )  # fmt: skip
    for _ in range(chance.randint(0, 2)):
        month = chance.randint(1, 6)
        status = chance.choice(("open", "closed"))
        truth.incidents.append(
            {
                "title": "Mất kết nối", "category": "C1", "status": status,
                "detected_at": f"2024-{month:02d}-12T08:30", "department_informed_at": f"2024-{month:02d}-12T10:00",
            }
        )  # fmt: skip
    if chance.random() < 0.7:
        truth.trainings.append(
            {
                "title": "Tập huấn ATTT", "topic": "security", "start_on": "2024-05-06",
                "attendance": chance.choice(("present", "absent")),
            }
        )  # fmt: skip
    return truth


def put_in(cli: Any, store: Path, truth: Truth, workbook: Path) -> None:
    """Note the year: people and incidents one by one, the tasks as the office keeps them in Excel."""

    def add(kind: str, /, **values: str) -> str:
        answer = cli(
            "records", "add", kind, *(f"{name}={value}" for name, value in values.items() if value), store=store
        )
        assert answer.code == 0, answer
        return str(answer.out.strip())

    paper = add("document", number="B 123456", kind="diploma")
    officer = add("officer", full_name="Nguyễn Văn An", employment="civil_servant", start_date="2020-01-01")
    level = "bachelor" if truth.officer_met else "college"
    add("qualification", officer=officer, level=level, field="it", mode="regular", major="CNTT", document=paper)
    for incident in truth.incidents:
        add("incident", **incident)
    for training in truth.trainings:
        add("training", officer=officer, **training)
    book = openpyxl.Workbook()
    sheet = book.active
    names = list(truth.tasks[0])
    sheet.append(names)
    for task in truth.tasks:
        sheet.append([task[name] or None for name in names])
    book.save(workbook)
    taken = cli("import-xlsx", workbook, "--type", "task", "--json", store=store)
    assert taken.code == 0, taken
    assert taken.json["created"] == len(truth.tasks)


def report(cli: Any, store: Path, period: str, sent_on: str) -> str:
    record = str(cli("cycle", "draft", "--period", period, store=store).out.strip())
    assert cli("cycle", "sign", record, "--number", "5/BC", "--on", sent_on, store=store).code == 0
    assert cli("cycle", "send", record, "--on", sent_on, store=store).code == 0
    return record


def summary(cli: Any, store: Path, period: str, out: Path, *more: str) -> dict[str, list[Any]]:
    """Give the rows of the printed summary by the unit's name: standing, then the figures."""
    assert cli("report", "summary", "--period", period, "--out", out, *more, store=store).code == 0
    rows = list(openpyxl.load_workbook(out)["Theo đơn vị"].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Đơn vị")
    at = rows[head].index("Cán bộ chuyên trách")
    return {str(row[0]): [row[1], *row[at : at + len(COLUMNS)]] for row in rows[head + 1 :] if row[0]}


@pytest.mark.usefixtures("_quick_keys")
def test_a_year_of_thirty_units(cli: Any, tmp_path: Path) -> None:
    chance = random.Random(445)
    so, packages = tmp_path / "so", tmp_path / "packages"
    packages.mkdir()
    assert cli("init", "--mode", "province", store=so).code == 0
    assert cli("key", "export", "--out", tmp_path / "so.bgpkg", store=so).code == 0
    digits = cli("key", "show", "--json", store=so).json["fingerprint"]
    deadlines = (
        "cycle",
        "deadlines",
        "--year",
        "2024",
        "--preset",
        "calendar",
        "--days",
        "10",
        "--document",
        "12/STTTT",
    )
    assert cli(*deadlines, store=so).code == 0

    stores, truths, records = {}, {}, {}
    silent, late, excused = "220", "218", "TTT"
    for unit in UNITS:
        store = stores[unit] = tmp_path / unit
        assert cli("init", "--mode", "unit", "--unit", unit, store=store).code == 0
        assert cli("key", "export", "--out", tmp_path / f"{unit}.bgpkg", store=store).code == 0
        own = cli("key", "show", "--json", store=store).json["fingerprint"]
        assert cli("key", "trust", tmp_path / f"{unit}.bgpkg", "--fingerprint", own, store=so).code == 0
        assert cli("key", "trust", tmp_path / "so.bgpkg", "--fingerprint", digits, store=store).code == 0
        truths[unit] = log(unit, chance)
        put_in(cli, store, truths[unit], tmp_path / f"{unit}.xlsx")
        if unit not in (silent, excused):
            records[unit] = report(cli, store, "2024-H1", "2024-07-12" if unit == late else "2024-07-05")
        assert cli("package", "export", "--out", packages / f"{unit}.bgpkg", store=store).code == 0

    taken = cli("package", "receive", packages, "--json", store=so)
    assert taken.code == 0
    assert [each["verdict"] for each in taken.rows] == ["accepted"] * len(UNITS)
    extend = ("cycle", "extend", "--period", "2024-H1", "--unit", excused, "--reason", "Đang sắp xếp lại")
    assert cli(*extend, store=so).code == 0
    for unit, record in records.items():
        assert (
            cli("cycle", "receive", record, "--on", "2024-07-12" if unit == late else "2024-07-08", store=so).code == 0
        )

    # the Sở returns one report; the unit reads why, corrects, and the correction is accepted
    assert cli("cycle", "return", records["217"], "--reason", "plan=Chưa nêu kinh phí", store=so).code == 0
    assert cli("package", "reply", "217", "--out", tmp_path / "back.bgpkg", store=so).code == 0
    assert cli("package", "receive", tmp_path / "back.bgpkg", store=stores["217"]).code == 0
    read = cli("records", "show", "report", records["217"], "--json", store=stores["217"]).json
    assert (read["status"], read["return_reasons"]) == ("returned", ["plan\nChưa nêu kinh phí"])
    second = str(cli("cycle", "correct", records["217"], store=stores["217"]).out.strip())
    text = ("cycle", "draft", "--period", "2024-H1", "--text", "plan=Kinh phí 50 triệu đồng.")
    assert cli(*text, store=stores["217"]).out.strip() == second
    assert cli("cycle", "sign", second, "--number", "9/BC", "--on", "2024-07-20", store=stores["217"]).code == 0
    assert cli("cycle", "send", second, "--on", "2024-07-20", store=stores["217"]).code == 0
    assert cli("package", "export", "--out", tmp_path / "217-2.bgpkg", store=stores["217"]).code == 0
    assert cli("package", "receive", tmp_path / "217-2.bgpkg", store=so).code == 0
    assert cli("cycle", "accept", second, store=so).code == 0

    # the first half, as the Sở prints it, against what was put in
    names = {
        row["code"]: row["short_name"] for row in cli("units", "list", "--as-of", "2024-06-30", "--json", store=so).rows
    }
    found = summary(cli, so, "2024-H1", tmp_path / "h1.xlsx")
    assert set(found) == {names[unit] for unit in UNITS}
    standing = {silent: "Chưa nhận", late: "Quá hạn", excused: "Được miễn báo cáo kỳ này"}
    for unit in UNITS:
        assert found[names[unit]] == [standing.get(unit, "Đúng hạn"), *truths[unit].figures("2024-H1")], unit
    board = {row["unit"]: row for row in cli("cycle", "board", "--period", "2024-H1", "--json", store=so).rows}
    assert (board["217"]["sending"], board["217"]["receipt"], board["217"]["status"]) == (
        "on_time",
        "on_time",
        "accepted",
    )
    assert (board[late]["sending"], board[late]["receipt"]) == ("late", "late")
    assert board["213"]["due_on"] == DUE

    # a merger in mid-year: figures by the units of then, and by those that stand now
    change = (
        "units",
        "change",
        "absorb",
        "--code",
        MERGED,
        "--into",
        INTO,
        "--on",
        MERGED_ON,
        "--document",
        "NQ 1/2024",
    )
    assert cli(*change, store=so).code == 0
    later = {row["code"] for row in cli("units", "list", "--as-of", "2024-12-31", "--json", store=so).rows}
    assert MERGED not in later
    assert INTO in later
    found = summary(cli, so, "2024-H2", tmp_path / "h2.xlsx")
    for unit in set(UNITS) - {MERGED, INTO}:
        assert found[names[unit]][1:] == truths[unit].figures("2024-H2"), unit
    work = slice(COLUMNS.index("tasks") + 1, COLUMNS.index("overdue") + 1)  # by the units of then, each under its name
    for unit in (MERGED, INTO):
        assert found[names[unit]][work] == truths[unit].figures("2024-H2")[2:5], unit
    now = summary(cli, so, "2024-H2", tmp_path / "now.xlsx", "--units", "now")  # by those that stand now
    assert names[MERGED] not in now
    both = [sum(each) for each in zip(*(truths[unit].figures("2024-H2")[2:5] for unit in (MERGED, INTO)), strict=True)]
    assert now[names[INTO]][work] == both
    problems = cli("check", store=so).out.splitlines()
    assert len(problems) == 1, problems  # the key file, which was written without its scrypt
    assert "key.age" in problems[0]
