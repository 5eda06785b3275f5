from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.first_start import FirstStart
from bgit_desktop.gui.first_start_steps import strength
from bgit_desktop.services import keys
from bgit_desktop.services.context import open_session

PASSPHRASE = "bốn từ dễ nhớ"


@pytest.fixture
def guide(qtbot: QtBot, tmp_path: Path) -> FirstStart:
    dialog = FirstStart(tmp_path / "store")
    qtbot.addWidget(dialog, before_close_func=lambda each: each.operations.wait())
    dialog.show()
    return dialog


def test_leads_to_a_store_with_a_sheet_and_an_enrolment_file(
    qtbot: QtBot, guide: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.unit_step.search.setText("lang giang")
    assert guide.unit_step.code == "217"
    guide.go_on()
    guide.person_step._actor.setText("Nguyễn Thị Hà")
    guide.go_on()
    guide.passphrase_step.first.setText(PASSPHRASE)
    guide.passphrase_step.again.setText(PASSPHRASE)
    guide.go_on()
    qtbot.waitUntil(lambda: guide.created is not None, timeout=30_000)
    assert guide.steps.currentWidget() is guide.done_step
    assert guide.created.fingerprint in guide.done_step.text.text()

    opened: list[Path] = []
    monkeypatch.setattr("bgit_desktop.gui.first_start.documents_folder", lambda: tmp_path)
    monkeypatch.setattr("bgit_desktop.gui.first_start.open_file", lambda path: opened.append(path) or True)
    guide.done_step.print_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].read_bytes().startswith(b"%PDF")

    target = tmp_path / "dang-ky.bgpkg"
    guide.save_enrolment(guide.created.folder, PASSPHRASE, target)
    qtbot.waitUntil(lambda: "tệp đăng ký" in guide.messages.text, timeout=20_000)
    assert target.exists()
    guide.go_on()
    assert guide.result() == FirstStart.DialogCode.Accepted
    with open_session(guide.created.folder) as session:
        assert (session.unit, session.actor) == ("217", "Nguyễn Thị Hà")
        assert keys.show(session).fingerprint == guide.created.fingerprint


def test_what_is_missing_is_said_at_its_step(guide: FirstStart) -> None:
    guide.go_on()
    assert guide.steps.currentIndex() == 0
    assert "chọn một đơn vị" in guide.unit_step.error_at(guide.unit_step.units)
    guide.unit_step.units.setFocus()
    guide.go_on()
    assert guide.steps.currentIndex() == 0, "a list that only holds the keyboard has chosen nothing"
    guide.unit_step.search.setText("hiep hoa")
    guide.go_on()
    guide.go_on()
    assert guide.steps.currentIndex() == 1
    assert "họ và tên" in guide.person_step.error_at(guide.person_step._actor)
    guide.person_step._actor.setText("Hà")
    guide.go_on()
    guide.passphrase_step.first.setText("ngắn")
    guide.go_on()
    assert guide.passphrase_step.error_at(guide.passphrase_step.first)
    guide.passphrase_step.first.setText(PASSPHRASE)
    guide.passphrase_step.again.setText(PASSPHRASE + "!")
    guide.go_on()
    assert "không giống nhau" in guide.passphrase_step.error_at(guide.passphrase_step.again)
    assert guide.created is None


def test_an_ended_unit_warns(guide: FirstStart) -> None:
    guide.unit_step.search.setText("yen dung")
    assert guide.unit_step.code == "221"
    assert "kết thúc" in guide.unit_step.warning.text()


def test_the_so_is_offered_its_own_name(guide: FirstStart) -> None:
    guide.unit_step.of_province.setChecked(True)
    assert guide.unit_step.mode == "province"
    assert guide.unit_step.code == "STTTT"


@pytest.mark.parametrize(
    ("passphrase", "begins"),
    [("ngắn", "Còn quá ngắn"), ("aaaaaaaaaaaa", "Yếu"), ("mat khau", "Tạm được"), ("một hai ba bốn năm", "Mạnh")],
)
def test_strength_is_told_in_words(passphrase: str, begins: str) -> None:
    assert strength(passphrase).startswith(begins)


def test_speaks_english(qtbot: QtBot, english: None, tmp_path: Path) -> None:
    dialog = FirstStart(tmp_path / "store")
    qtbot.addWidget(dialog)
    assert dialog.next_button.text() == "&Next"
    assert dialog.windowTitle() == "bgit — first start"


def test_a_unit_newer_than_the_program_is_typed_in(guide: FirstStart) -> None:
    step = guide.unit_step
    assert step.new_code.isHidden()
    step.new_unit.setChecked(True)
    assert not step.complete()
    assert "mã và tên" in step.error_at(step.new_code)
    step.new_code.setText("a b")
    step.new_name.setText("Ủy ban nhân dân thị xã Chũ")
    assert not step.complete()
    step.new_code.setText("224")
    assert step.complete()
    assert (step.code, step.name) == ("224", "Ủy ban nhân dân thị xã Chũ")
    step.new_unit.setChecked(False)
    assert (step.code, step.name) == ("", "")
