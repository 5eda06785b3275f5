"""The form of a change that the Sở composes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bgit_desktop.core.unit_change_set import ACTIONS, OFFERED, Action
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.pages.units import UnitsPage
from bgit_desktop.gui.unit_change_form import UnitChangeForm
from bgit_desktop.services import records, unit_changes
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]
Opened = tuple[MainWindow, UnitChangeForm]


@pytest.fixture
def form(province: Session, opened: Open, settled: Settled) -> Opened:
    window = opened(province, "units")
    settled(window)
    page = window.current_page()
    assert isinstance(page, UnitsPage)
    page.open({"unit": "221"})
    settled(window)
    made = page.compose_change()
    settled(window)
    return window, made


def choose(form: UnitChangeForm, action: Action) -> None:
    form.action.setCurrentIndex(form.action.findData(action))


def test_the_fields_are_those_of_the_kind_of_change(form: Opened) -> None:
    _, dialog = form
    assert dialog.code.codes() == ["221"]
    for action in ACTIONS:
        choose(dialog, action)
        shown = {name for name, widget in dialog._rows.items() if dialog.form.isRowVisible(widget)}
        assert shown == {*OFFERED[action], "day", "legal_basis"}


def test_it_says_what_is_missing_then_what_will_be_done_and_does_it(
    form: Opened, province: Session, settled: Settled
) -> None:
    window, dialog = form
    choose(dialog, "absorb")
    dialog.ask()
    assert "tiếp nhận" in dialog.about.toPlainText()
    assert not dialog.apply_button.isEnabled()
    dialog.into.setText("213 — TP Bắc Giang")
    dialog.day.set_value("2025-01-01")
    dialog.basis.setText("Nghị quyết 1191/NQ-UBTVQH15")
    dialog.ask()
    settled(window)
    told = dialog.about.toPlainText()
    assert "kết thúc sau ngày 31/12/2024" in told
    assert "Hiệu lực đến" in told
    assert "ghi tiếp" in told
    assert dialog.apply_button.isEnabled()
    dialog.apply()
    settled(window)
    assert province.heirs().of("221", date(2025, 1, 1)) == ["213"]
    assert "nhập vào" in records.last_action(province)
    assert not window.findChildren(UnitChangeForm)


def test_what_cannot_be_is_shown_and_cannot_be_applied(form: Opened, settled: Settled) -> None:
    window, dialog = form
    choose(dialog, "absorb")
    dialog.into.setText("KHONGCO")
    dialog.day.set_value("2025-01-01")
    dialog.basis.setText("Nghị quyết")
    dialog.ask()
    settled(window)
    assert "KHONGCO" in dialog.about.toPlainText()
    assert not dialog.apply_button.isEnabled()


def test_what_failed_says_why_and_may_be_tried_again(
    form: Opened, province: Session, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, dialog = form
    choose(dialog, "absorb")
    dialog.into.setText("213 — TP Bắc Giang")
    dialog.day.set_value("2025-01-01")
    dialog.basis.setText("Nghị quyết 1191/NQ-UBTVQH15")
    dialog.ask()
    settled(window)

    def full(*_: object) -> None:
        raise EnvironmentProblem("Ổ đĩa đã đầy.")

    with monkeypatch.context() as patched:
        patched.setattr(unit_changes, "make", full)
        dialog.apply()
        settled(window)
    assert dialog.error.text() == "Ổ đĩa đã đầy."
    assert dialog.apply_button.isEnabled()
    dialog.apply()
    settled(window)
    assert province.heirs().of("221", date(2025, 1, 1)) == ["213"]


def test_a_new_unit_has_a_code_of_its_own(form: Opened) -> None:
    _, dialog = form
    choose(dialog, "new")
    assert dialog.code.codes() == []
    choose(dialog, "split")
    assert dialog.code.codes() == ["221"]
