from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.exchange_parts import TrustDialog
from bgit_desktop.gui.key_changes import AWAY, LOST, ROOT, KeyDialog, RevokeDialog
from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.packages_province import ProvincePackages
from bgit_desktop.gui.pages.packages import PackagesPage
from bgit_desktop.gui.pages.units import UnitsPage
from bgit_desktop.services import keys, ownkeys, packages, receiving, records, rotating
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.ownkeys import Keyring

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]

SECRET = "mật khẩu thử nghiệm"


def dialog_of(window: MainWindow, kind: type) -> object:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_unit_changes_its_keys(qtbot: QtBot, enrolled_pair, unit_keyring: Keyring, opened: Open, settled) -> None:
    window = opened(open_session(enrolled_pair.unit), "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    before = window.session.store.meta("minisign")
    page.side.own.change()
    dialog = dialog_of(window, KeyDialog)
    assert isinstance(dialog, KeyDialog)
    assert [dialog.which.itemData(at) for at in range(dialog.which.count())] == ["own", "lost"]
    assert not dialog.safe.isVisible()
    dialog.start()
    assert dialog.error.isVisible()  # no passphrase
    dialog.passphrase.setText("sai mật khẩu")
    dialog.new.setText("một")
    dialog.start()
    assert "không giống nhau" in dialog.error.text()
    dialog.new.setText("")
    dialog.start()
    qtbot.waitUntil(lambda: "không đúng" in dialog.error.text(), timeout=30_000)
    dialog.passphrase.setText(SECRET)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
    settled(window)
    assert window.session.store.meta("minisign") != before
    assert page.side.own._digits.text() == keys.show(window.session).fingerprint
    used: list[Keyring] = []
    window.workspace.with_keyring(page, used.append)  # nobody is asked again
    assert used[0].private.public.minisign == window.session.store.meta("minisign")


def test_a_unit_that_forgot_its_passphrase(qtbot: QtBot, enrolled_pair, opened: Open, settled) -> None:
    window = opened(open_session(enrolled_pair.unit), "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    page.side.own.change()
    dialog = dialog_of(window, KeyDialog)
    assert isinstance(dialog, KeyDialog)
    dialog.which.setCurrentIndex(dialog.which.findData(LOST))
    assert "phiếu" in dialog.about.text()
    assert not dialog.passphrase.isVisible()  # nobody knows it
    assert dialog.new.isVisible()
    for field in (dialog.new, dialog.again):
        field.setText("ngắn")
    dialog.start()
    qtbot.waitUntil(lambda: dialog.error.isVisible(), timeout=30_000)
    for field in (dialog.new, dialog.again):
        field.setText("bốn từ dễ nhớ hơn")
    dialog.start()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
    settled(window)
    assert keys.show(window.session).incarnation == 2
    assert ownkeys.unlock(window.session, "bốn từ dễ nhớ hơn").private is not None


def test_the_province_moves_its_root_to_a_stick_and_changes_it(
    qtbot: QtBot, enrolled_pair, opened: Open, settled, tmp_path: Path
) -> None:
    window = opened(open_session(enrolled_pair.province), "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    assert isinstance(page.side, ProvincePackages)
    page.side.setCurrentIndex(2)
    stick = tmp_path / "usb"
    stick.mkdir()
    root = window.session.store.meta("root")
    for kind in (AWAY, ROOT):
        page.side.own.change()
        dialog = dialog_of(window, KeyDialog)
        assert isinstance(dialog, KeyDialog)
        assert dialog.safe.isVisible()
        dialog.which.setCurrentIndex(dialog.which.findData(kind))
        dialog.passphrase.setText(SECRET)
        if kind == AWAY:
            dialog.start()
            assert "USB" in dialog.error.text()
        dialog.use_folder(stick)
        dialog.safe.setText("mật khẩu trong két")
        dialog.start()
        qtbot.waitUntil(lambda d=dialog: not d.isVisible(), timeout=240_000)
        settled(window)
    assert sorted(path.name for path in stick.iterdir()) == ["recovery.age", "root.age"]
    assert window.session.store.meta("root") != root
    assert not (window.session.store.folder / "keys/root.age").exists()


def test_the_keys_on_the_stick_sign_the_trust_list_and_open_what_was_sent_to_a_lost_key(
    qtbot: QtBot, enrolled_pair, unit_keyring: Keyring, opened: Open, settled, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    with open_session(enrolled_pair.province) as so:
        rotating.move_offline(so, SECRET, stick, "mật khẩu trong két")
    with open_session(enrolled_pair.unit) as unit:
        records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà"})
        packages.export_package(unit, unit_keyring, tmp_path / "goi.bgpkg")
    with open_session(enrolled_pair.province) as so:
        root = ownkeys.unlock_root(so, "", ownkeys.Offline(stick, "mật khẩu trong két"))
        rotating.replace_lost(so, "mật khẩu mới của Sở", root)
    window = opened(open_session(enrolled_pair.province), "packages")
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    assert isinstance(page.side, ProvincePackages)
    page.side.setCurrentIndex(2)
    assert "Khóa gốc không nằm trên máy này" in page.side.own._trust.text()
    dialog = page.side.own.unlock_usb()
    dialog.field.setText("mật khẩu mới của Sở")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "chọn thư mục" in dialog.error.text()
    dialog.use_folder(tmp_path)
    dialog._try()
    qtbot.waitUntil(lambda: "Không thấy root.age" in dialog.error.text(), timeout=240_000)
    dialog.use_folder(stick)
    dialog.safe.setText("mật khẩu trong két")
    dialog._try()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=240_000)
    settled(window)
    page.drop_files([str(tmp_path / "goi.bgpkg")])
    settled(window)
    page.side.inbox.take()
    settled(window)
    assert records.count(window.session, records.Query("officer")) == 1
    page.side.inbox.write_replies(window.workspace._keyring, ["217"], tmp_path)
    settled(window)
    assert "phiên bản 2" in page.side.own._trust.text()


@pytest.fixture
def sent(enrolled_pair, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path) -> list[Path]:
    """Two packages that the Sở took in."""
    files = []
    with open_session(enrolled_pair.unit) as unit, open_session(enrolled_pair.province) as so:
        for name in ("một.bgpkg", "hai.bgpkg"):
            records.add(unit, "difficulty", {"description": name})
            files.append(packages.export_package(unit, unit_keyring, tmp_path / name).path)
            receiving.receive(so, province_keyring, [files[-1]])
    return files


def test_the_province_revokes_a_key(
    qtbot: QtBot, enrolled_pair, sent: list[Path], province_keyring: Keyring, opened: Open, settled
) -> None:
    window = opened(open_session(enrolled_pair.province), "units")
    page = window.current_page()
    assert isinstance(page, UnitsPage)
    page.open({"unit": "217"})
    settled(window)
    assert page.chosen() is not None
    peer = page.chosen().keys[0]
    page.revoke(peer.replica, peer.label)
    dialog = dialog_of(window, RevokeDialog)
    assert isinstance(dialog, RevokeDialog)
    assert [each.file for each in dialog.points] == ["hai.bgpkg", "một.bgpkg", ""]
    assert "một.bgpkg" in dialog.list.item(1).text()
    dialog.list.setCurrentRow(1)
    dialog.reason.setText("mất máy")
    window.workspace.keep_keyring(province_keyring)
    dialog.start()
    settled(window)
    qtbot.waitUntil(lambda: page.chosen() is not None and page.chosen().keys[0].status == "revoked", timeout=20_000)
    rows = window.session.store.db.execute("SELECT description FROM difficulty").fetchall()
    assert rows == [("một.bgpkg",)]


def test_an_enrolment_file_of_changed_keys_asks_for_no_digits(
    qtbot: QtBot, enrolled_pair, unit_keyring: Keyring, opened: Open, tmp_path: Path
) -> None:
    with open_session(enrolled_pair.unit) as unit:
        done = rotating.rotate(unit, unit_keyring, SECRET)
        file = keys.export_enrolment(unit, done.keyring, tmp_path / "moi.bgpkg")
    window = opened(open_session(enrolled_pair.province), "packages")
    said: list[str] = []
    dialog = TrustDialog(window, window.workspace, file, said.append)
    dialog.show()
    assert not dialog.digits.isVisible()
    assert dialog.pin.isEnabled()
    qtbot.mouseClick(dialog.pin, Qt.MouseButton.LeftButton)
    assert len(said) == 1
    assert keys.list_keys(window.session)[-1].fingerprint == keys.fingerprint("24", "217", done.keyring.private.public)
