"""Invitations and answers, giao ban and conclusions, training at the Sở, difficulties: over two stores and packages."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from exchange_world import World

from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import (
    courses,
    difficulties,
    invitations,
    meeting_agenda,
    meetings,
    overview,
    packages,
    records,
)
from bgit_desktop.services.context import Session
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    made.close()


def from_so(session: Session, type_name: str, **values: Any) -> str:
    """A record of the Sở as it comes in a return package."""
    made = session.new_id()
    with session.store.write("receive", "Gói trả lời", "Sở"):
        store_records.insert(session.store.db, TYPES[type_name], made, "STTTT", values)
    return made


def officer_of(session: Session, name: str = "Nguyễn Thị Hà") -> str:
    return str(records.listing(session, Query("officer", search=name))[0]["id"])


def giao_ban(session: Session, **values: Any) -> str:
    values = {
        "title": "Giao ban 6 tháng",
        "kind": "half_year",
        "starts_at": "2024-07-20T08:00",
        "status": "planned",
    } | values
    return from_so(session, "meeting", **values)


# -- the whole way, by packages --------------------------------------------------------------------------------------


def test_an_invitation_goes_out_is_answered_comes_back_and_its_conclusion_is_carried_out(world: World) -> None:
    so, here, there = world.so, world["217a"], world["218a"]
    meeting = records.add(
        so.session, "meeting",
        {
            "title": "Giao ban 6 tháng đầu năm 2024", "kind": "half_year", "period": "2024-H1",
            "starts_at": "2024-06-20T08:00", "ends_at": "2024-06-20T11:30", "place": "Hội trường Sở",
            "invitees": ["217", "218"],
        },
    )  # fmt: skip
    course = records.add(
        so.session, "course",
        {"title": "Tập huấn ATTT", "topic": "security", "start_on": "2024-06-25", "invitees": ["217"]},
    )  # fmt: skip
    here.receive(world.reply("217"))
    there.receive(world.reply("218"))
    assert [each.event.id for each in invitations.invitations(here.session)] == [meeting, course]
    assert [each.event.id for each in invitations.invitations(there.session)] == [meeting]

    ha = records.add(here.session, "officer", {"full_name": "Nguyễn Thị Hà", "employment": "civil_servant"})
    hung = records.add(here.session, "officer", {"full_name": "Trần Văn Hùng", "employment": "civil_servant"})
    (made,) = invitations.answer(here.session, meeting, [ha])
    training = records.show(here.session, "training", made)
    assert {name: training[name] for name in ("kind", "start_on", "hours", "attendance", "meeting", "organizer")} == {
        "kind": "giao_ban", "start_on": "2024-06-20", "hours": 3.5, "attendance": "present", "meeting": meeting,
        "organizer": "Sở TT&TT",
    }  # fmt: skip
    invitations.answer(here.session, course, [ha], "absent", absence_kind="not_sent")
    invitations.answer(here.session, course, [hung], "absent", absence_kind="duty", reason="Bận đoàn kiểm tra")
    so.receive(*world.export("217a"))

    found = courses.attendance(so.session, meeting)
    assert [(each.code, each.state) for each in found.answers] == [("217", "present"), ("218", "not_answered")]
    (answer,) = courses.attendance(so.session, course).answers
    assert (answer.absent, answer.not_sent) == (2, 1)
    assert courses.reasons_text(answer) == "Bận công tác khác (Bận đoàn kiểm tra); Không được cử"

    conclusion = meetings.conclude(
        so.session,
        meeting,
        "Hoàn thành rà soát an toàn thông tin.",
        clause="QyD.6.1.b",
        units=["217"],
        due_on="2024-09-30",
    )
    here.receive(world.reply("217"))
    there.receive(world.reply("218"))
    assert [row["id"] for row in meetings.to_take(here.session)] == [conclusion]
    assert meetings.to_take(there.session) == []
    task = meetings.take(here.session, conclusion)
    shown = records.show(here.session, "task", task)
    assert (shown["clause"], shown["due_on"], shown["source"]) == ("QyD.6.2.b", "2024-09-30", conclusion)
    assert "Giao ban 6 tháng đầu năm 2024" in str(shown["assigned_by"])
    assert meetings.to_take(here.session) == []
    records.change(here.session, "task", task, {"status": "doing", "progress": 40})
    so.receive(*world.export("217a"))
    (progress,) = meetings.progress(so.session, meeting)
    (unit,) = progress.units
    assert (unit.code, unit.status, unit.progress, progress.taken, progress.done) == ("217", "doing", 40, 1, 0)


# -- answering -------------------------------------------------------------------------------------------------------


def test_answering_again_changes_the_record_and_one_undo_takes_the_answer_back(district: Session) -> None:
    meeting, ha = giao_ban(district), officer_of(district)
    hung = officer_of(district, "Trần Văn Hùng")
    first = invitations.answer(district, meeting, [ha, hung])
    again = invitations.answer(district, meeting, [ha], "absent", reason="Không được cử")
    assert again == first[:1]
    row = records.show(district, "training", first[0])
    assert (row["attendance"], row["absence_kind"], row["absence_reason"]) == ("absent", "not_sent", "Không được cử")
    invitations.answer(district, meeting, [ha], "present")
    row = records.show(district, "training", first[0])
    assert (row["attendance"], row["absence_kind"], row["absence_reason"]) == ("present", None, None)
    for _ in range(3):
        records.undo(district)
    assert records.listing(district, Query("training", where=(("meeting", meeting),))) == []


def test_an_answer_for_one_session_leaves_that_for_the_course_alone(district: Session) -> None:
    course = from_so(district, "course", title="Tập huấn", topic="policy", start_on="2024-07-20", organizer="Sở Nội vụ")
    part = from_so(district, "course_session", course=course, title="Buổi 1", starts_at="2024-07-20T08:00")
    ha = officer_of(district)
    (whole,) = invitations.answer(district, course, [ha])
    (one,) = invitations.answer(district, part, [ha], "absent", absence_kind="leave")
    assert one != whole
    row = records.show(district, "training", one)
    assert (row["title"], row["course"], row["session"], row["organizer"], row["topic"]) == (
        "Tập huấn – Buổi 1", course, part, "Sở Nội vụ", "policy",
    )  # fmt: skip


def test_what_is_wrong_with_an_answer_is_said_in_a_sentence(district: Session, province: Session) -> None:
    meeting, ha = giao_ban(district), officer_of(district)
    with pytest.raises(BadInput, match="lý do"):
        invitations.answer(district, meeting, [ha], "absent")
    with pytest.raises(BadInput, match="ít nhất một cán bộ"):
        invitations.answer(district, meeting, [])
    with pytest.raises(NotFound, match="giao ban"):
        invitations.answer(district, ha, [ha])
    with pytest.raises(NotFound):
        invitations.answer(district, meeting, [meeting])
    with pytest.raises(BadInput, match="maybe"):
        invitations.answer(district, meeting, [ha], "maybe")
    with pytest.raises(Refused, match="thành phần mời"):
        invitations.answer(district, giao_ban(district, invitees=["218"]), [ha])
    with pytest.raises(Refused, match="hủy"):
        invitations.answer(district, giao_ban(district, status="cancelled"), [ha])
    with pytest.raises(Refused, match="đơn vị khác"):
        invitations.answer(province, giao_ban(province), [officer_of(province)])


def test_the_overview_asks_until_the_unit_has_answered_and_names_conclusions_not_taken(district: Session) -> None:
    past = giao_ban(district, title="Giao ban đã qua", starts_at="2024-06-30T08:00")
    coming = giao_ban(district)
    giao_ban(district, title="Không mời", invitees=["218"])
    giao_ban(district, title="Quá lâu", starts_at="2024-03-01T08:00")
    late = from_so(district, "conclusion", meeting=past, content="Báo cáo cấp độ an toàn", due_on="2024-07-05")

    def lines() -> list[tuple[str, str, object]]:
        block = overview.overview(district, judged=False).block("due")
        return [(item.text, item.word, item.arguments.get("record")) for item in block.items if item.page != "reports"]

    assert lines() == [
        ("Giao ban đã qua", "Chưa xác nhận", past),
        ("Báo cáo cấp độ an toàn", "Chưa nhận thành nhiệm vụ", late),
        ("Giao ban 6 tháng", "Chưa trả lời, còn 10 ngày", coming),
    ]
    for event in (past, coming):
        invitations.answer(district, event, [officer_of(district)])
    meetings.take(district, late)
    assert lines() == [("Giao ban 6 tháng", "Đã đăng ký 1 người", coming)]


# -- giao ban at the Sở ----------------------------------------------------------------------------------------------


def meeting_at(province: Session, **values: Any) -> str:
    base = {"title": "Giao ban quý II", "kind": "half_year", "starts_at": "2024-07-09T08:00", "period": "2024-H1"}
    return records.add(province, "meeting", base | values)


def test_the_agenda_is_proposed_from_what_is_overdue_and_written_once(province: Session, office: ModuleType) -> None:
    from bgit_desktop.services import deadlines

    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT")
    earlier = meeting_at(province, title="Giao ban năm 2023", starts_at="2024-01-05T08:00", kind="year", period="2023")
    meetings.conclude(province, earlier, "Rà soát máy chủ", units=["217", "218"], due_on="2024-03-31")
    now = meeting_at(province)
    meetings.conclude(province, now, "Việc của chính cuộc này", due_on="2024-07-09")
    found = {each.topic: each for each in meeting_agenda.proposals(province, now)}
    assert found["conclusions"].matters == ("Rà soát máy chủ (hạn 31/03/2024; 0/2 đơn vị đã nhận việc, 0 hoàn thành)",)
    assert "6 tháng đầu năm 2024: " in found["reports"].matters[0]
    assert "Huyện Lạng Giang: 02 nhiệm vụ" in found["tasks"].matters
    assert len(found["incidents"].matters) == 2
    assert len(found["difficulties"].matters) == 2
    written = meeting_agenda.prepare(province, now)
    agenda = str(records.show(province, "meeting", now)["agenda"])
    assert len(agenda.splitlines()) == written
    with pytest.raises(BadInput, match="mới"):
        meeting_agenda.prepare(province, now)
    records.change(province, "meeting", now, {"agenda": "Khai mạc\n" + agenda})
    with pytest.raises(BadInput, match="mới"):
        meeting_agenda.prepare(province, now)


def test_a_meeting_is_not_held_before_its_day(province: Session) -> None:
    with pytest.raises(Refused, match="chưa đến"):
        meetings.hold(province, meeting_at(province, starts_at="2024-07-20T08:00"))
    with pytest.raises(Refused, match="hoãn, hủy"):
        meetings.hold(province, meeting_at(province, status="cancelled"))
    meeting = meeting_at(province)
    meetings.hold(province, meeting, minutes="Các đơn vị báo cáo.")
    row = records.show(province, "meeting", meeting)
    assert (row["status"], row["minutes"]) == ("held", "Các đơn vị báo cáo.")
    from bgit_desktop.services import verdicts

    (verdict,) = verdicts.verdicts(province, "STTTT", clauses=["9.2.e"], period="2024-H2")
    assert verdict.verdict == "missing"


def test_the_so_makes_its_own_task_and_sees_it_among_the_units(province: Session, office: ModuleType) -> None:
    meeting = meeting_at(province, invitees=["217", "218"])
    conclusion = meetings.conclude(province, meeting, "Cấp chứng thư số", due_on="2024-07-01")
    task = meetings.take(province, conclusion)
    assert records.show(province, "task", task)["clause"] == "QyD.9.2.e"
    with pytest.raises(Refused, match="đã được nhận"):
        meetings.take(province, conclusion)
    office.Office(province, "217").add(
        "task", clause="QyD.6.2.e", title="Cấp chứng thư", status="done", assigned_on="2024-07-09", source=conclusion
    )
    (progress,) = meetings.progress(province, meeting)
    assert {each.code: each.status for each in progress.units} == {"217": "done", "218": "", "STTTT": "planned"}
    assert (progress.taken, progress.done, progress.overdue, progress.carried_out) == (2, 1, 1, False)


def test_a_conclusion_for_others_is_not_taken_and_a_long_one_is_named_shortly(district: Session) -> None:
    meeting = giao_ban(district, starts_at="2024-07-01T08:00")
    other = from_so(district, "conclusion", meeting=meeting, content="Việc của Tân Yên", for_units=["218"])
    with pytest.raises(Refused, match="không giao"):
        meetings.take(district, other)
    long = "Rà soát toàn bộ hệ thống thông tin " * 10
    mine = from_so(district, "conclusion", meeting=meeting, content=long, clause="QyD.7.1")
    task = records.show(district, "task", meetings.take(district, mine))
    assert len(str(task["title"])) <= meetings.TITLE_LENGTH
    assert str(task["title"]).endswith("…")
    assert (task["description"], task["clause"]) == (long, "QyD.6.2.e")


# -- training at the Sở ----------------------------------------------------------------------------------------------


def test_who_was_never_trained_in_a_topic(province: Session, office: ModuleType) -> None:
    ha = records.listing(province, Query("officer", where=(("unit", "217"),), search="Hà"))[0]["id"]
    office.Office(province, "217").add(
        "training",
        officer=ha,
        title="ATTT",
        kind="course",
        topic="security",
        start_on="2024-05-14",
        attendance="present",
    )
    found = courses.never_trained(province)
    names = {(each.code, each.name): each.topics for each in found}
    assert names["217", "Nguyễn Thị Hà"] == ("policy", "administration", "operation")
    assert names["217", "Trần Văn Hùng"] == ("policy", "administration", "operation", "security")
    assert not any(name == "Lê Văn Cũ" for _, name in names)
    assert [each.name for each in courses.never_trained(province, unit="217", topic="security")] == ["Trần Văn Hùng"]
    with pytest.raises(BadInput, match="cooking"):
        courses.never_trained(province, topic="cooking")


def test_sent_to_training_counts_by_unit_and_period(province: Session, office: ModuleType) -> None:
    course = records.add(province, "course", {"title": "ATTT", "start_on": "2024-05-14", "invitees": ["217", "218"]})
    (training,) = records.listing(province, Query("training", where=(("unit", "217"), ("kind", "course"))))
    with province.store.write("receive", "Nhập", "217"):
        store_records.update(province.store.db, TYPES["training"], str(training["id"]), {"course": course})
    hung = records.listing(province, Query("officer", where=(("unit", "217"),), search="Hùng"))[0]["id"]
    request = office.Office(province, "217").add(
        "training_request", officer=hung, content="Quản trị mạng", topic="administration", requested_on="2024-04-01",
        status="declined", reason="Hết kinh phí",
    )  # fmt: skip
    found = {each.code: each for each in courses.sent(province, Period.parse("2024-H1"))}
    mine, other = found["217"], found["218"]
    assert (mine.invited, mine.answered, other.invited, other.answered) == (1, 1, 1, 0)
    assert (mine.attended, mine.people, mine.absent, mine.not_sent, mine.requests, mine.declined) == (1, 1, 1, 1, 1, 1)
    assert "STTTT" not in found
    assert courses.sent(province, Period.parse("2023"), "217")[0].attended == 0
    courses.answer_request(province, request, "Ghi nhận, bố trí năm 2025.")
    assert courses.requests(province, open_only=True) == []
    with pytest.raises(BadInput):
        courses.answer_request(province, request, " ")


# -- difficulties ----------------------------------------------------------------------------------------------------


def test_difficulties_are_answered_together_and_put_to_the_committee(province: Session, district: Session) -> None:
    ids = [str(row["id"]) for row in records.listing(province, Query("difficulty"))]
    with pytest.raises(BadInput, match="nội dung trả lời"):
        difficulties.settle(province, ids, "answered")
    difficulties.settle(province, ids, "answered", answer="Sở sẽ hỗ trợ.", document="45/STTTT", on="09/07/2024")
    rows = records.listing(province, Query("difficulty"))
    assert {(row["status"], row["answer"], row["answered_on"]) for row in rows} == {
        ("answered", "Sở sẽ hỗ trợ.", "2024-07-09")
    }
    difficulties.settle(province, ids[:1], "forwarded", document="46/TTr-STTTT")
    row = records.show(province, "difficulty", ids[0])
    assert (row["status"], row["answer"], row["answer_document"]) == ("forwarded", "Sở sẽ hỗ trợ.", "46/TTr-STTTT")
    with pytest.raises(BadInput, match="chưa đến"):
        difficulties.settle(province, ids, "closed", on="2025-01-01")
    with pytest.raises(BadInput, match="32"):
        difficulties.settle(province, ids, "closed", on="32/01/2024")
    with pytest.raises(Refused, match="Chỉ Sở"):
        difficulties.settle(district, [], "closed")


def test_the_package_list_names_nothing_new(world: World) -> None:
    """The Sở's invitations need no choice: a return package made right after carries them."""
    meeting = records.add(
        world.so.session, "meeting", {"title": "Đột xuất", "kind": "ad_hoc", "starts_at": "2024-06-12T08:00"}
    )
    out = world.reply("217")
    world["217a"].receive(out)
    assert records.show(world["217a"].session, "meeting", meeting)["title"] == "Đột xuất"
    assert packages.list_packages(world["217a"].session)[-1].kind == "return"
