"""``meeting``, ``course``, ``training``, ``difficulty`` from the command line, at the Sở and in a unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

MEETING = ("records", "add", "meeting", "title=Giao ban 6 tháng", "kind=half_year", "starts_at=20/06/2024 08:00")


def test_the_so_prepares_holds_and_concludes(cli: Any, province_store: Path) -> None:
    meeting = cli(*MEETING, "period=2024-H1", store=province_store).out.strip()
    hard = cli("records", "add", "difficulty", "description=Thiếu máy chủ", store=province_store).out.strip()
    (point,) = cli("meeting", "agenda", meeting, "--json", store=province_store).rows
    assert (point["topic"], point["matters"]) == ("difficulties", ["Sở TT&TT: Thiếu máy chủ"])
    assert cli("meeting", "agenda", meeting, "--write", store=province_store).code == 0
    cli("meeting", "agenda", meeting, "--write", store=province_store).refused("tồn đọng")
    shown = cli("records", "show", "meeting", meeting, "--json", store=province_store).json
    assert shown["agenda"].splitlines()[1] == "- Sở TT&TT: Thiếu máy chủ"
    assert cli("meeting", "hold", meeting, "--minutes", "Một.\\nHai.", store=province_store).code == 0
    assert cli("meeting", "list", "--json", store=province_store).rows[0]["status"] == "held"
    conclude = ("meeting", "conclude", meeting, "--content", "Cấp chứng thư số")
    cli(*conclude, "--unit", "nowhere", store=province_store).refused("nowhere")
    cli(*conclude, "--due-on", "31/02/2024", store=province_store).refused("31/02")
    conclusion = cli(*conclude, "--unit", "217", "--due-on", "30/06/2024", "--json", store=province_store).json["id"]
    task = cli("meeting", "take", conclusion, "--json", store=province_store).json["id"]
    cli("meeting", "take", conclusion, store=province_store).refused("đã được nhận")
    (row,) = cli("meeting", "conclusions", meeting, "--json", store=province_store).rows
    assert {each["unit"]: each["task"] for each in row["units"]} == {"217": None, "STTTT": task}
    assert "Chưa nhận việc" in cli("meeting", "conclusions", store=province_store).out
    answers = cli("meeting", "attendance", meeting, "--json", store=province_store).rows
    assert {each["state"] for each in answers} == {"not_answered"}
    assert "STTTT" not in {each["unit"] for each in answers}
    assert (
        cli("difficulty", "answer", hard, "--text", "Sẽ cấp.", "--document", "9/STTTT", store=province_store).code == 0
    )
    cli("difficulty", "forward", hard, "--on", "01/01/2999", store=province_store).refused("chưa đến")
    assert cli("difficulty", "forward", hard, store=province_store).code == 0
    assert cli("records", "show", "difficulty", hard, "--json", store=province_store).json["status"] == "forwarded"


def test_training_of_the_so_in_figures(cli: Any, province_store: Path) -> None:
    course = cli(
        "records", "add", "course", "title=ATTT", "topic=security", "start_on=14/05/2024", "invitees=217;218",
        store=province_store,
    ).out.strip()  # fmt: skip
    ha = cli(
        "records", "add", "officer", "full_name=Nguyễn Thị Hà", "employment=civil_servant", store=province_store
    ).out.strip()
    assert [row["unit"] for row in cli("course", "attendance", course, "--json", store=province_store).rows] == [
        "217",
        "218",
    ]
    assert "chưa trả lời 2" in cli("course", "attendance", course, store=province_store).out
    cli("course", "attendance", ha, store=province_store).refused(ha)
    assert [row["name"] for row in cli("course", "never-trained", "--json", store=province_store).rows] == [
        "Nguyễn Thị Hà"
    ]
    cli("course", "never-trained", "--topic", "cooking", store=province_store).refused("cooking")
    cli("course", "never-trained", "--unit", "nowhere", store=province_store).refused("nowhere")
    done = cli("training", "answer", course, "--officer", ha, "--json", store=province_store)
    assert (
        cli("records", "show", "training", done.json["id"], "--json", store=province_store).json["topic"] == "security"
    )
    topics = cli("course", "never-trained", "--json", store=province_store).rows[0]["topics"]
    assert topics == ["policy", "administration", "operation"]
    rows = {
        row["unit"]: row for row in cli("course", "sent", "--period", "2024-H1", "--json", store=province_store).rows
    }
    assert (rows["217"]["invited"], rows["217"]["answered"]) == (1, 0)
    request = cli(
        "records", "add", "training_request", f"officer={ha}", "content=Quản trị mạng", store=province_store
    ).out.strip()
    assert cli("course", "requests", "--open", "--json", store=province_store).rows[0]["id"] == request
    assert cli("course", "answer-request", request, "--text", "Đồng ý", store=province_store).code == 0
    assert cli("course", "requests", "--open", "--json", store=province_store).rows == []


def test_a_unit_answers_only_what_it_was_asked(cli: Any, unit_store: Path) -> None:
    ha = cli(
        "records", "add", "officer", "full_name=Nguyễn Thị Hà", "employment=civil_servant", store=unit_store
    ).out.strip()
    assert cli("training", "invitations", "--json", store=unit_store).rows == []
    assert cli("meeting", "pending", "--json", store=unit_store).rows == []
    cli("training", "answer", ha, "--officer", ha, store=unit_store).refused("giao ban")
    cli("difficulty", "answer", ha, "--text", "x", store=unit_store).refused("Chỉ Sở")
    cli("meeting", "hold", ha, store=unit_store).refused(ha)
