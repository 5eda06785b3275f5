import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.table_model import FIRST, PAGE, VERDICT, TableModel
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Query

OFFICER = TYPES["officer"]


def model_of(workspace: Workspace, *columns: str) -> TableModel:
    shown = columns or ("full_name", "sex")
    return TableModel(workspace.session, workspace.operations, OFFICER, shown, workspace)


def names(model: TableModel) -> list[str]:
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def load(qtbot: QtBot, model: TableModel, query: Query) -> None:
    with qtbot.waitSignal(model.counted, timeout=5000):
        model.load(query)


def test_obeys_the_rules_of_qt_models(
    qtbot: QtBot, qtmodeltester: ModelTester, workspace: Workspace, people: list[str]
) -> None:
    model = model_of(workspace)
    load(qtbot, model, Query("officer", sort="full_name"))
    assert model.rowCount() == 5
    qtmodeltester.check(model, force_py=True)


def test_sorts_people_by_given_name_first(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    model = model_of(workspace)
    load(qtbot, model, Query("officer", sort="full_name"))
    assert names(model) == ["Lê Ánh", "Phạm Văn Đức", "Nguyễn Thị Hà", "Đặng Thị Hòa", "Trần Văn Hùng"]
    with qtbot.waitSignal(model.counted, timeout=5000):
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model)[0] == "Trần Văn Hùng"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ha", ["Nguyễn Thị Hà"]),
        ("THI h", ["Nguyễn Thị Hà", "Đặng Thị Hòa"]),
        ("dang hoa", ["Đặng Thị Hòa"]),
        ("xyz", []),
        ("…", []),
    ],
)
def test_finds_without_marks(
    qtbot: QtBot, workspace: Workspace, people: list[str], typed: str, found: list[str]
) -> None:
    model = model_of(workspace)
    load(qtbot, model, Query("officer", search=typed, sort="full_name"))
    assert names(model) == found


def test_shows_labels_and_marks_what_is_empty(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    model = model_of(workspace, "full_name", "sex", "birth_date")
    load(qtbot, model, Query("officer", search="hung", sort="full_name"))
    assert [model.index(0, at).data() for at in range(3)] == ["Trần Văn Hùng", "Nam", "—"]
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None


def test_a_long_list_is_fetched_page_by_page_and_never_while_painting(
    qtbot: QtBot, workspace: Workspace, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = PAGE * 2 + 10
    with session.store.write("import", "many", "test"):
        from bgit_desktop.store import records as rows

        for at in range(count):
            rows.insert(session.store.db, OFFICER, session.new_id(), "217", {"full_name": f"Người {at:04}"})
    model = model_of(workspace)
    model.load(Query("officer", sort="full_name"))
    assert model.rowCount() == FIRST
    qtbot.waitUntil(lambda: model.rowCount() == count, timeout=5000)
    last = model.index(count - 1, 0)
    with monkeypatch.context() as painting:
        painting.setattr("bgit_desktop.services.lists.Lister.first", None)  # data() must not ask the store
        assert last.data() is None
    qtbot.waitUntil(lambda: last.data() is not None, timeout=5000)
    assert last.data() == f"Người {count - 1:04}"
    assert model.row(FIRST + 5) is None or model.row(FIRST + 5).cells[0] == f"Người {FIRST + 5:04}"


def test_finds_the_place_of_a_record_that_is_not_fetched(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    from bgit_desktop.store import records as rows

    with session.store.write("import", "many", "test"):
        for at in range(600):
            rows.insert(session.store.db, OFFICER, session.new_id(), "217", {"full_name": f"Bùi Văn An {at:03}"})
    model = model_of(workspace)
    model.load(Query("officer", sort="full_name"))
    qtbot.waitUntil(lambda: model.rowCount() == 605, timeout=5000)
    at = model.find(people[1])
    assert at is not None
    assert model.fetched(at).cells[0] == "Trần Văn Hùng"


def test_verdicts_come_after_the_rows(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    model = model_of(workspace, "full_name", VERDICT)
    load(qtbot, model, Query("officer", search="hung", sort="full_name"))
    cell = model.index(0, 1)
    assert cell.data() == "…"
    qtbot.waitUntil(lambda: cell.data() == "Thiếu căn cứ", timeout=5000)
    assert cell.data(Qt.ItemDataRole.DecorationRole) is not None


def test_filters_by_verdict_and_by_service(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    model = model_of(workspace)
    with qtbot.waitSignal(model.counted, timeout=5000):
        model.load(Query("officer", sort="full_name"), "not_applicable")
    assert names(model) == ["Phạm Văn Đức"]  # who has left
    load(qtbot, model, Query("officer", sort="full_name", standing_on="2024-06-01"))
    assert "Phạm Văn Đức" not in names(model)
    assert len(names(model)) == 4


def test_a_deleted_record_leaves_at_refresh(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    model = model_of(workspace)
    load(qtbot, model, Query("officer", sort="full_name"))
    records.delete(session, "officer", [people[0]])
    with qtbot.waitSignal(model.counted, timeout=5000):
        model.refresh()
    assert "Nguyễn Thị Hà" not in names(model)
