"""Scans in the window: attached, opened, saved, taken off, named where damaged; chosen into a package with their size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from bgit_desktop.gui import packages_unit, scans
from bgit_desktop.gui.detail_pane import DetailPane
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.packages_unit import UnitPackages
from bgit_desktop.gui.pages.packages import PackagesPage
from bgit_desktop.gui.scan_choice import ScanList
from bgit_desktop.services import attachments, records
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.ownkeys import Keyring

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]
PDF = b"%PDF-1.4\n" + b"x" * 12_000


@pytest.fixture
def unit(enrolled_pair: Any) -> Session:
    session = open_session(enrolled_pair.unit)
    records.add(session, "document", {"number": "12/QĐ-UBND", "kind": "decision"})
    return session


@pytest.fixture
def pane(unit: Session, opened: Open, settled: Settled) -> DetailPane:
    window = opened(unit, "document")
    page = window.current_page()
    assert isinstance(page, ListPage)
    found = DetailPane(page.workspace, page.kind, page)
    found.show_record(str(records.listing(unit, records.Query("document"))[0]["id"]))
    page.workspace.changed.connect(lambda _types: found.show_record(found._id))
    settled(window)
    return found


def follow(pane: DetailPane, what: str) -> None:
    from PySide6.QtCore import QUrl

    assert f"href='scan:{what}'" in pane.browser.toHtml().replace('"', "'")
    pane.browser.anchorClicked.emit(QUrl(f"scan:{what}"))


def test_a_scan_is_chosen_opened_saved_and_taken_off(
    pane: DetailPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(PDF)
    shown: list[Path] = []
    monkeypatch.setattr(scans, "ask_scan", lambda _parent: source)
    monkeypatch.setattr(scans, "open_file", lambda path: shown.append(path) or True)
    monkeypatch.setattr(scans, "ask_target", lambda *_: tmp_path / "ban.pdf")
    follow(pane, "add")
    assert "12 kB" in pane.text
    follow(pane, "open")
    assert shown[0].read_bytes() == PDF
    follow(pane, "save")
    assert (tmp_path / "ban.pdf").read_bytes() == PDF
    follow(pane, "remove")
    assert "Đính kèm tệp" in pane.text


def test_a_dropped_scan_and_a_damaged_one(pane: DetailPane, tmp_path: Path) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(PDF)
    assert not pane.take_dropped([str(tmp_path / "list.xlsx")])
    assert pane.take_dropped([str(source)])
    session = pane.workspace.session
    [scan] = attachments.scans(session)
    (session.store.folder / "attachments" / scan.reference).write_bytes(b"%PDF-2")
    follow(pane, "open")
    assert "12/QĐ-UBND" in pane.workspace.messages.text
    (session.store.folder / "attachments" / scan.reference).unlink()
    pane.show_record(scan.record)
    assert "chưa có tệp ở máy này" in pane.text


def test_the_export_screen_shows_what_goes_along(
    unit: Session,
    opened: Open,
    settled: Settled,
    unit_keyring: Keyring,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(PDF)
    attachments.attach(unit, "document", attachments_id(unit), source)
    window = opened(unit, "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    side = page.side
    assert isinstance(side, UnitPackages)
    assert "không kèm bản quét" in side._parts.text()
    side.scans.which.setCurrentIndex(1)
    assert "1 bản quét, 12 kB" in side._parts.text()
    out = tmp_path / "p.bgpkg"
    monkeypatch.setattr(packages_unit, "ask_target", lambda *_: out)
    page.workspace._keyring = unit_keyring
    side.export()
    settled(window)
    assert out.stat().st_size > len(PDF)
    side.show_all()
    assert side.scans.which.currentIndex() == 0


def test_scans_are_ticked_one_by_one_where_there_are_few_and_in_a_list_where_there_are_many(
    unit: Session, opened: Open, tmp_path: Path
) -> None:
    for at in range(2):
        made = records.add(unit, "document", {"number": f"{at}/QĐ-UBND", "kind": "decision"})
        (tmp_path / "qd.pdf").write_bytes(PDF + bytes([at]))
        attachments.attach(unit, "document", made, tmp_path / "qd.pdf")
    window = opened(unit, "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    side = page.side
    assert isinstance(side, UnitPackages)
    choice = side.scans
    assert choice.list.isVisible()
    assert not choice.more.isVisible()
    assert choice.list.item(0).text().startswith("0/QĐ-UBND · 12 kB")
    choice.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert choice.which.currentText() == "Chọn từng bản quét"
    assert len(choice.chosen()) == 1
    assert "1 bản quét, 12 kB" in side._parts.text()
    choice.which.setCurrentIndex(2)
    assert choice.chosen() == "all"
    assert choice.list.item(0).checkState() == Qt.CheckState.Checked
    choice.reset()
    for at in range(2, 10):
        made = records.add(unit, "document", {"number": f"{at}/QĐ-UBND", "kind": "decision"})
        (tmp_path / "qd.pdf").write_bytes(PDF + bytes([at]))
        attachments.attach(unit, "document", made, tmp_path / "qd.pdf")
    side.show_all()
    assert not choice.list.isVisible()
    assert "10" in choice.more.text()
    dialog = choice.choose_from_all()
    shown = dialog.findChild(ScanList)
    assert shown is not None
    assert shown.count() == 10
    shown.item(3).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert len(choice.chosen()) == 1
    assert "1 bản quét" in side._parts.text()


def test_what_is_due_by_rule_is_looked_at_and_taken_out(enrolled_pair: Any, opened: Open, settled: Settled) -> None:
    from bgit_desktop.gui.retain_dialog import RetainDialog
    from bgit_desktop.services import audit_log

    session = open_session(enrolled_pair.unit)
    left = {"full_name": "Nguyễn Thị Hà", "phone": "0912000001", "note": "cũ", "end_date": "2010-05-01"}
    made = records.add(session, "officer", left)
    window = opened(session, "officer")
    dialog = RetainDialog(window, window.workspace)
    dialog.open()
    assert not dialog.go.isEnabled()
    assert dialog.table.rowCount() == 0
    dialog.before.line.setText("31/02/2012")  # no such day: nothing is previewed
    dialog.reason.setText("Kết luận kiểm tra số 5")
    assert not dialog.go.isEnabled()
    dialog.before.line.setText("01/01/2012")
    cells = [dialog.table.item(0, column).text() for column in range(4)]
    assert cells[:2] == ["Nguyễn Thị Hà", "01/05/2010"]
    assert "Điện thoại" in cells[2]
    assert cells[3] == "Liên hệ, nhân thân của người đã thôi nhiệm vụ"
    assert dialog.go.isEnabled()
    dialog.start()
    settled(window)
    record = records.show(session, "officer", made)
    assert (record["phone"], record["note"], record["full_name"]) == (None, None, "Nguyễn Thị Hà")
    assert "1 bản ghi" in window.messages.text
    assert "Kết luận kiểm tra số 5" in audit_log.audit_log(session)[0].detail


def attachments_id(session: Session) -> str:
    return str(records.listing(session, records.Query("document"))[0]["id"])


def test_restricted_values_are_hidden_in_the_form_until_asked_for(
    unit: Session, opened: Open, settled: Settled
) -> None:
    from bgit_desktop.gui.record_form import RecordForm

    who = records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà", "id_number": "024085001234"})
    made = records.add(
        unit, "award", {"officer": who, "kind": "discipline", "title": "Khiển trách", "decided_on": "2024-05-06"}
    )
    window = opened(unit, "award")
    page = window.current_page()
    assert isinstance(page, ListPage)
    form = RecordForm(page.workspace, page.kind, record_id=made)
    assert form.editor("title").value() is None
    assert not form.editor("officer").isEnabled()
    assert form.save()
    seen = [row[0] for row in unit.store.db.execute("SELECT detail FROM audit WHERE what = 'read-restricted'")]
    assert seen == []
    form = RecordForm(page.workspace, page.kind, record_id=made)
    form.reveal_button.click()
    assert form.editor("title").value() == "Khiển trách"
    assert form.editor("officer").value() == who
    form.editor("title").set_value("Cảnh cáo")
    assert form.save()
    from bgit_desktop.services import restricted

    assert restricted.reveal(unit, "award", made)["title"] == "Cảnh cáo"
    assert restricted.reveal(unit, "award", made)["decided_on"] == "2024-05-06"
    pane = DetailPane(page.workspace, page.kind, page)
    pane.show_record(made)
    assert "•••••" in pane.text
    assert "Cảnh cáo" not in pane.text
    window.show_page("packages")
    settled(window)
    side = window.current_page().side  # type: ignore[union-attr]  # the page of packages
    assert "2 bản ghi" in side.restricted.text()
    assert "hạn chế" not in side._parts.text()
    side.restricted.setChecked(True)
    assert "5 giá trị hạn chế" in side._parts.text()


def test_an_incident_is_reported_urgently_and_comes_first(
    enrolled_pair: Any, opened: Open, settled: Settled, unit_keyring: Keyring, province_keyring: Keyring,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from bgit_desktop.gui import packages_province, urgent_export
    from bgit_desktop.gui.packages_province import ProvincePackages

    session = open_session(enrolled_pair.unit)
    values = {"title": "Máy chủ ngừng", "category": "A1", "severity": "critical", "status": "open"}
    made = records.add(session, "incident", values | {"detected_at": "2024-06-10T08:00"})
    window = opened(session, "incident")
    page = window.current_page()
    assert isinstance(page, ListPage)
    page.workspace._keyring = unit_keyring
    out = tmp_path / "khan.bgpkg"
    monkeypatch.setattr(urgent_export, "ask_target", lambda *_: out)
    pane = DetailPane(page.workspace, page.kind, page)
    pane.show_record(made)
    from PySide6.QtCore import QUrl

    assert "Báo cáo khẩn" in pane.text
    pane.browser.anchorClicked.emit(QUrl("urgent:"))
    settled(window)
    assert out.stat().st_size < 5000
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    assert "khan.pdf" in window.messages.text
    junk = tmp_path / "a.bgpkg"
    junk.write_bytes(b"junk")

    so = opened(open_session(enrolled_pair.province), "packages")
    packages_page = so.current_page()
    assert isinstance(packages_page, PackagesPage)
    packages_page.workspace._keyring = province_keyring
    side = packages_page.side
    assert isinstance(side, ProvincePackages)
    side.inbox.add([junk, out])
    settled(so)
    assert [each.file for each in side.inbox.table.outcomes] == ["khan.bgpkg", "a.bgpkg"]
    side.inbox.take()
    settled(so)
    bar = packages_page.workspace.messages
    assert "SỰ CỐ KHẨN" in bar.text
    printed: list[Path] = []
    monkeypatch.setattr(packages_province, "ask_target", lambda *_: tmp_path / "su-co.pdf")
    monkeypatch.setattr(packages_province, "open_file", printed.append)
    side.inbox.print_incident(made)
    settled(so)
    assert printed[0].read_bytes().startswith(b"%PDF-")


def test_values_are_taken_out_for_good_from_the_detail_pane(enrolled_pair: Any, opened: Open, settled: Settled) -> None:
    from PySide6.QtCore import QUrl

    from bgit_desktop.gui.redact_dialog import RedactDialog
    from bgit_desktop.services import audit_log

    session = open_session(enrolled_pair.unit)
    made = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà", "phone": "0912000001", "note": "cũ"})
    window = opened(session, "officer")
    page = window.current_page()
    assert isinstance(page, ListPage)
    pane = DetailPane(page.workspace, page.kind, page)
    pane.show_record(made)
    assert "Lược bỏ giá trị" in pane.text
    pane.browser.anchorClicked.emit(QUrl("redact:"))
    dialog = pane.findChild(RedactDialog)
    assert dialog is not None
    assert "full_name" not in dialog.boxes  # what a record cannot be without stays
    dialog.boxes["phone"].setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.reason.setText("Đề nghị của bà Hà ngày 01/6/2024")
    assert dialog.go.isEnabled()
    dialog.start()
    settled(window)
    record = records.show(session, "officer", made)
    assert (record["phone"], record["note"]) == (None, "cũ")
    assert "không lấy lại được" in page.workspace.messages.text
    assert "Đề nghị của bà Hà" in audit_log.audit_log(session)[0].detail
