from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from exchange_world import World, replica_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.gui import package_actions, packages_common, packages_province, packages_unit
from bgit_desktop.gui.exchange_parts import TrustDialog
from bgit_desktop.gui.key_changes import RevokeDialog
from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.package_preview import PreviewDialog
from bgit_desktop.gui.packages_province import ProvincePackages, ReplyDialog
from bgit_desktop.gui.packages_unit import UnitPackages
from bgit_desktop.gui.pages.audit import AuditPage
from bgit_desktop.gui.pages.packages import PackagesPage
from bgit_desktop.services import keys, packages, receiving, records, retract
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.verdict_words import KINDS, UNKNOWN, VERDICTS, words

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


def page_of(window: MainWindow) -> PackagesPage:
    page = window.current_page()
    assert isinstance(page, PackagesPage)
    return page


def unit_side(window: MainWindow) -> UnitPackages:
    side = page_of(window).side
    assert isinstance(side, UnitPackages)
    return side


def province_side(window: MainWindow) -> ProvincePackages:
    side = page_of(window).side
    assert isinstance(side, ProvincePackages)
    return side


def texts(window: MainWindow) -> list[str]:
    table = province_side(window).inbox.table
    return [table.item(at, 0).text() for at in range(table.rowCount())]


def buttons(window: MainWindow) -> list[str]:
    return [button.text().replace("&", "") for button in page_of(window).side.history.strip.buttons]


def press(qtbot: QtBot, window: MainWindow, words_: str) -> None:
    at = buttons(window).index(words_)
    qtbot.mouseClick(page_of(window).side.history.strip.buttons[at], Qt.MouseButton.LeftButton)


# -- the words -------------------------------------------------------------------------------------------------------


def test_every_verdict_has_words_in_both_languages_and_an_icon() -> None:
    from bgit_desktop.assets import resource_path

    for verdict in Verdict:
        told = words(verdict)
        assert told is not UNKNOWN, verdict
        assert told.word.vi != told.word.en
        assert told.meaning.vi.endswith(".")
        assert told.meaning.en.endswith(".")
    for told in (*VERDICTS.values(), UNKNOWN):
        assert resource_path(f"icons/{told.icon}.svg").is_file()
    assert {"baseline", "delta", "incident", "return", "enrol", "trust"} == set(KINDS)


# -- a unit ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def unit(enrolled_pair: Any) -> Session:
    session = open_session(enrolled_pair.unit)
    records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})
    records.add(session, "task", {"clause": "QyD.6.2.a", "title": "Tham mưu kế hoạch", "status": "done"})
    return session


@pytest.fixture
def siblings_world() -> Iterator[World]:
    world = World.make(("217a", "217b"))
    records.add(world["217a"].session, "difficulty", {"description": "Mạng đứt"})
    yield world
    world.close()


def test_before_the_sos_key_is_pinned_nothing_can_leave_and_it_says_why(unit_store: Path, opened: Open) -> None:
    side = unit_side(opened(open_session(unit_store), "packages"))
    assert not side.export_button.isEnabled()
    assert "Chưa đăng ký khóa của Sở" in side.leaving.text()
    assert side.sender_state.text() == "Chưa đăng ký."
    assert not side.pin_button.isHidden()


def test_it_says_what_will_leave_and_exports_it(
    unit: Session,
    unit_keyring: Keyring,
    opened: Open,
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = opened(unit, "packages")
    side = unit_side(window)
    assert side.leaving.text().startswith("2 thay đổi sẽ rời máy này")
    assert "Cán bộ 1" in side._parts.text()
    window.workspace._keyring = unit_keyring
    monkeypatch.setattr(packages_unit, "ask_target", lambda *_: tmp_path / "goi.bgpkg")
    side.export()
    settled(window)
    assert (tmp_path / "goi.bgpkg").is_file()
    assert window.messages.text.startswith("Đã xuất goi.bgpkg")
    assert side.history.table.rowCount() == 1
    assert side.history.table.item(0, 2).text() == "Đã xuất"
    side.history.table.selectRow(0)
    assert "chờ bên nhận xác nhận" in side.history.strip.text


def test_a_return_package_is_taken_in_when_dropped(
    unit: Session,
    enrolled_pair: Any,
    unit_keyring: Keyring,
    province_keyring: Keyring,
    opened: Open,
    settled: Settled,
    tmp_path: Path,
) -> None:
    packages.export_package(unit, unit_keyring, tmp_path / "goi.bgpkg")
    with open_session(enrolled_pair.province) as province:
        receiving.receive(province, province_keyring, [tmp_path / "goi.bgpkg"])
        packages.reply(province, province_keyring, "217", tmp_path / "tra-loi.bgpkg")
    window = opened(unit, "packages")
    window.workspace._keyring = unit_keyring
    assert page_of(window).drop_files([str(tmp_path / "tra-loi.bgpkg")])
    settled(window)
    side = unit_side(window)
    assert side.last.text() == "Chưa nhận gói trả lời nào."  # looked at, not taken in
    dialog = page_of(window).findChild(PreviewDialog)
    assert dialog is not None
    assert dialog.take_button.text().replace("&", "") == "Nhập 1 gói hợp lệ"
    dialog.accept()
    settled(window)
    assert "Gói trả lời gần nhất" in side.last.text()
    statuses = {side.history.table.item(at, 2).text() for at in range(side.history.table.rowCount())}
    assert "Đã xác nhận" in statuses


def test_what_is_for_the_units_other_pc_is_chosen_beside_the_so(
    siblings_world: World, opened: Open, settled: Settled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = siblings_world["217a"]
    window = opened(place.session, "packages")
    side = unit_side(window)
    window.workspace._keyring = place.keyring
    assert [side.to.itemText(at) for at in range(side.to.count())] == ["Cho Sở", "Cho máy “217b” cùng đơn vị"]
    assert not side.to.isHidden()
    side.to.setCurrentIndex(1)
    assert side.export_button.text().replace("&", "") == "Xuất gói cho máy cùng đơn vị…"
    assert "gửi máy “217b” của đơn vị" in side.leaving.text()
    monkeypatch.setattr(packages_unit, "ask_target", lambda *_: tmp_path / "goi.bgpkg")
    side.export()
    settled(window)
    assert "sang máy kia" in window.messages.text
    assert side.history.table.item(0, 3).text() == "Máy cùng đơn vị"
    assert side.to.currentIndex() == 0
    (outcome,) = siblings_world["217b"].receive(tmp_path / "goi.bgpkg")
    assert outcome.verdict == "accepted"


def test_a_fork_that_is_over_says_so_and_asks_for_nothing(
    siblings_world: World, opened: Open, settled: Settled
) -> None:
    world = siblings_world
    place = world["217a"]
    place.receive(*round_trip(world))
    kept = place.copy_aside()
    records.add(place.session, "difficulty", {"description": "hai"})
    place.receive(*round_trip(world))
    place.put_back(kept, state="old")
    records.add(place.session, "difficulty", {"description": "hai khác"})
    (file,) = world.export("217a")
    world.so.receive(file)
    receiving.accept(world.so.session, world.so.keyring, file.name, as_restored=True)
    for _ in range(2):
        place.receive(*round_trip(world))
    window = opened(world.so.session, "packages")
    side = province_side(window)
    side.setCurrentIndex(1)
    at = next(at for at, each in enumerate(side.history.table.shown) if each.row.status == "held-fork")
    assert side.history.table.item(at, 2).text() == "Đã giải quyết"
    side.history.table.selectRow(at)
    assert "không còn chờ gì" in side.history.strip.text
    assert buttons(window) == []
    assert side.tabText(1) == "Đã nhận, đã xuất"


def round_trip(world: World) -> list[Path]:
    """Send what is new to the Sở; give its answer."""
    world.now += 60_000
    files = world.export("217a")
    if files:
        world.so.receive(*files)
    return [world.reply("217")]


def test_the_key_is_pinned_by_typing_forty_digits_from_paper(
    unit_store: Path,
    province_store: Path,
    province_keyring: Keyring,
    opened: Open,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    with open_session(province_store) as province:
        file = keys.export_enrolment(province, province_keyring, tmp_path / "so.bgpkg")
        digits = keys.show(province).fingerprint
    window = opened(open_session(unit_store), "packages")
    page = page_of(window)
    packages_common.pin_key(page, file)
    dialog = page.findChild(TrustDialog)
    assert dialog is not None
    assert not dialog.pin.isEnabled()
    qtbot.keyClicks(dialog.digits, "1" * 40)
    assert dialog.pin.isEnabled()
    qtbot.mouseClick(dialog.pin, Qt.MouseButton.LeftButton)
    assert "không khớp" in dialog.error.text()
    dialog.digits.setPlainText(digits)
    qtbot.mouseClick(dialog.pin, Qt.MouseButton.LeftButton)
    assert "Đã đăng ký khóa của Sở Thông tin và Truyền thông" in window.messages.text
    assert unit_side(window).pin_button.isHidden()


def test_a_file_that_is_no_enrolment_is_refused_in_a_sentence(unit_store: Path, opened: Open, tmp_path: Path) -> None:
    bad = tmp_path / "la.bgpkg"
    bad.write_bytes(b"abc")
    window = opened(open_session(unit_store), "packages")
    packages_common.pin_key(page_of(window), bad)
    assert "la.bgpkg" in window.messages.text


def test_the_sheet_is_printed_without_a_passphrase(
    unit_store: Path, opened: Open, settled: Settled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(open_session(unit_store), "packages")
    monkeypatch.setattr(packages_common, "ask_target", lambda *_: tmp_path / "phieu.pdf")
    unit_side(window).own.sheet()
    settled(window)
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("218a",))
    yield made
    made.close()


# -- the Sở ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def inbox(
    enrolled_pair: Any, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path
) -> tuple[Session, list[Path]]:
    """The Sở's session, and files that came: a good one, a damaged one, one that is no package."""
    with open_session(enrolled_pair.unit) as unit:
        records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà"})
        records.add(unit, "incident", {"title": "Mất mạng", "category": "C1", "detected_at": "2024-05-05T08:00"})
        good = packages.export_package(unit, unit_keyring, tmp_path / "goi-217.bgpkg").path
    data = bytearray(good.read_bytes())
    data[len(data) // 2] ^= 1
    damaged = tmp_path / "hong.bgpkg"
    damaged.write_bytes(bytes(data))
    other = tmp_path / "anh.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    return open_session(enrolled_pair.province), [good, damaged, other]


def test_files_dropped_are_previewed_and_nothing_is_merged_before_it_is_asked(
    inbox: tuple[Session, list[Path]], province_keyring: Keyring, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    session, files = inbox
    window = opened(session, "packages")
    window.workspace._keyring = province_keyring
    page_of(window).drop_files([str(file) for file in files])
    settled(window)
    side = province_side(window)
    assert sorted(texts(window)) == ["Hợp lệ", "Tệp hỏng", "Tệp hỏng"]
    assert side.inbox.take_button.text().replace("&", "") == "Nhập 1 gói hợp lệ"
    at = texts(window).index("Hợp lệ")
    assert side.inbox.table.item(at, 1).text() == "Huyện Lạng Giang"
    assert side.inbox.table.item(at, 5).text() == "2"
    side.inbox.table.selectRow(at)
    assert "Sự cố: 1 mới" in side.inbox.strip.text
    assert records.count(session, records.Query("officer")) == 0
    qtbot.mouseClick(side.inbox.take_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert records.count(session, records.Query("officer")) == 1
    assert "Đã nhận 1/3 gói" in window.messages.text
    assert side.inbox.table.rowCount() == 0
    assert side.history.table.rowCount() == 3


def test_a_batch_is_taken_back_from_the_history(
    inbox: tuple[Session, list[Path]], province_keyring: Keyring, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    session, files = inbox
    receiving.receive(session, province_keyring, files[:1])
    window = opened(session, "packages")
    side = province_side(window)
    side.setCurrentIndex(1)
    side.history.table.selectRow(0)
    press(qtbot, window, "Rút lại gói này")
    settled(window)
    assert "Cán bộ: 1 bản ghi không còn." in window.messages.text
    assert records.count(session, records.Query("officer")) == 0
    assert side.history.table.item(0, 2).text() == "Đã rút lại"


def test_a_package_of_an_unknown_key_is_kept_and_offers_enrolment(
    province_store: Path,
    enrolled_pair: Any,
    unit_keyring: Keyring,
    province_keyring: Keyring,
    opened: Open,
    settled: Settled,
    tmp_path: Path,
) -> None:
    with open_session(enrolled_pair.unit) as unit:
        records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà"})
        packages.export_package(unit, unit_keyring, tmp_path / "goi.bgpkg")
    window = opened(open_session(province_store), "packages")
    window.workspace._keyring = province_keyring
    page_of(window).drop_files([str(tmp_path / "goi.bgpkg")])
    settled(window)
    side = province_side(window)
    assert texts(window) == ["Chờ đăng ký khóa"]
    assert [button.text().replace("&", "") for button in side.inbox.strip.buttons] == ["Đăng ký khóa…"]
    side.inbox.take()
    settled(window)
    assert side.tabText(1) == "Đã nhận, đã xuất (1 chờ quyết định)"


def test_return_packages_are_written_for_the_units_chosen(
    inbox: tuple[Session, list[Path]],
    province_keyring: Keyring,
    opened: Open,
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, files = inbox
    receiving.receive(session, province_keyring, files[:1])
    window = opened(session, "packages")
    window.workspace._keyring = province_keyring
    side = province_side(window)
    folder = tmp_path / "usb"
    folder.mkdir()
    monkeypatch.setattr(packages_province, "ask_folder", lambda *_: folder)
    side.inbox.answer()
    dialog = page_of(window).findChild(ReplyDialog)
    assert dialog is not None
    assert dialog.chosen() == ["217"]
    dialog.accept()
    settled(window)
    assert [path.name for path in folder.iterdir()] == ["tra-loi-217.bgpkg"]
    assert "Đã ghi 1 gói trả lời" in window.messages.text


def test_a_rejected_file_says_why_and_what_to_do_and_is_deleted(
    inbox: tuple[Session, list[Path]], province_keyring: Keyring, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    session, files = inbox
    receiving.receive(session, province_keyring, files[1:2])
    window = opened(session, "packages")
    side = province_side(window)
    side.choose(packages.list_packages(session)[0].sha256)
    assert side.history.strip.text.startswith("Tệp hỏng: ")
    assert "nên chép qua USB khác" in side.history.strip.text
    assert buttons(window) == ["Xóa tệp này"]
    press(qtbot, window, "Xóa tệp này")
    settled(window)
    assert side.history.table.rowCount() == 0
    assert "Đã xóa hong.bgpkg" in window.messages.text


def test_a_gap_lets_the_so_ask_for_the_rest_and_try_again(
    world: World, opened: Open, settled: Settled, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, so = world["218a"], world.so
    records.add(place.session, "officer", {"full_name": "Hoàng Văn Nam"})
    (first,) = world.export("218a")
    so.receive(first)
    place.receive(world.reply("218"))
    records.add(place.session, "officer", {"full_name": "Vi Thị Lan"})
    (second,) = world.export("218a")
    (done,) = [row for row in packages.list_packages(so.session) if row.direction == "in"]
    assert done.batch is not None
    retract.undo_batch(so.session, done.batch)
    (held,) = so.receive(second)
    assert held.verdict == "held-gap"
    window = opened(so.session, "packages")
    window.workspace._keyring = so.keyring
    province_side(window).choose(packages.find_package(so.session, second.name).sha256)
    assert buttons(window) == ["Xin gửi bù (gói trả lời)…", "Thử lại"]
    monkeypatch.setattr(packages_province, "ask_folder", lambda *_: tmp_path)
    press(qtbot, window, "Xin gửi bù (gói trả lời)…")
    settled(window)
    assert (tmp_path / "tra-loi-218.bgpkg").is_file()
    press(qtbot, window, "Thử lại")
    settled(window)
    assert "Thiếu gói trước" in window.messages.text


def test_what_is_only_looked_at_names_no_button_that_is_not_there(
    world: World, opened: Open, settled: Settled, use_gap: Path
) -> None:
    window = opened(world.so.session, "packages")
    window.workspace._keyring = world.so.keyring
    page_of(window).drop_files([str(use_gap)])
    settled(window)
    strip = province_side(window).inbox.strip
    assert strip.text.startswith("Thiếu gói trước: ")
    assert "bấm “Xin gửi bù”" not in strip.text
    assert "trong danh sách gói đã nhận" in strip.text
    assert strip.buttons == []


@pytest.fixture
def use_gap(world: World) -> Path:
    """A package whose forerunner the Sở does not have."""
    records.add(world["218a"].session, "officer", {"full_name": "Hoàng Văn Nam"})
    (first,) = world.export("218a")
    world.so.receive(first)
    world["218a"].receive(world.reply("218"))
    records.add(world["218a"].session, "officer", {"full_name": "Vi Thị Lan"})
    (second,) = world.export("218a")
    batch = packages.list_packages(world.so.session)[0].batch
    assert batch is not None
    retract.undo_batch(world.so.session, batch)
    return second


@pytest.fixture
def fork(world: World, opened: Open) -> tuple[MainWindow, Path]:
    """The Sở's window over a package of a PC whose folder was put back without a word, so that its history forks."""
    place = world["218a"]
    records.add(place.session, "officer", {"full_name": "Hoàng Văn Nam"})
    kept = place.copy_aside()
    records.add(place.session, "officer", {"full_name": "Vi Thị Lan"})
    world.so.receive(*world.export("218a"))
    place.put_back(kept, state="none")
    records.add(place.session, "officer", {"full_name": "Lê Ánh"})
    records.add(place.session, "officer", {"full_name": "Lê Bình"})
    (file,) = world.export("218a", full=True)
    window = opened(world.so.session, "packages")
    window.workspace._keyring = world.so.keyring
    return window, file


def status_of(window: MainWindow, name: str) -> str:
    return next(each.status for each in keys.list_keys(window.session) if each.replica == replica_of(name))


def test_a_fork_in_the_inbox_is_settled_as_a_restored_pc(
    fork: tuple[MainWindow, Path], settled: Settled, qtbot: QtBot
) -> None:
    window, file = fork
    page_of(window).drop_files([str(file)])
    settled(window)
    side = province_side(window)
    assert texts(window) == ["Nhật ký rẽ nhánh"]
    assert "“Máy đã khôi phục”" in side.inbox.strip.text
    qtbot.mouseClick(side.inbox.take_button, Qt.MouseButton.LeftButton)
    settled(window)
    side.choose(packages.find_package(window.session, file.name).sha256)
    assert buttons(window)[:2] == ["Máy đã khôi phục", "Thu hồi khóa…"]
    press(qtbot, window, "Máy đã khôi phục")
    settled(window)
    assert status_of(window, "218a") == "restored"


def test_a_fork_in_the_inbox_ends_with_the_key_revoked(
    fork: tuple[MainWindow, Path], settled: Settled, qtbot: QtBot
) -> None:
    window, file = fork
    receiving.receive(window.session, window.workspace._keyring, [file])
    window.workspace.changed.emit(frozenset())
    settled(window)
    province_side(window).choose(packages.find_package(window.session, file.name).sha256)
    press(qtbot, window, "Thu hồi khóa…")
    dialog = page_of(window).findChild(RevokeDialog)
    assert dialog is not None
    dialog.list.setCurrentRow(dialog.list.count() - 1)  # nothing is believed
    dialog.reason.setText("máy bị sao chép")
    qtbot.mouseClick(dialog.revoke, Qt.MouseButton.LeftButton)
    settled(window)
    assert status_of(window, "218a") == "revoked"
    assert "Đã thu hồi khóa" in window.messages.text
    assert records.count(window.session, records.Query("officer")) == 0


def test_enrolling_the_key_takes_in_what_was_held_for_it(
    province_store: Path, enrolled_pair: Any, unit_keyring: Keyring, province_keyring: Keyring, opened: Open,
    settled: Settled, tmp_path: Path,
) -> None:  # fmt: skip
    with open_session(enrolled_pair.unit) as unit:
        records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà"})
        packages.export_package(unit, unit_keyring, tmp_path / "goi.bgpkg")
        enrolment = keys.export_enrolment(unit, unit_keyring, tmp_path / "khoa.bgpkg")
        digits = keys.show(unit).fingerprint
    window = opened(open_session(province_store), "packages")
    window.workspace._keyring = province_keyring
    receiving.receive(window.session, province_keyring, [tmp_path / "goi.bgpkg"])
    packages_common.pin_key(page_of(window), enrolment)
    dialog = page_of(window).findChild(TrustDialog)
    assert dialog is not None
    dialog.digits.setPlainText(digits)
    dialog._try()
    settled(window)
    assert records.count(window.session, records.Query("officer")) == 1


def test_a_receipt_is_printed_for_what_was_taken_in(
    inbox: tuple[Session, list[Path]], province_keyring: Keyring, opened: Open, settled: Settled, qtbot: QtBot,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    session, files = inbox
    receiving.receive(session, province_keyring, files[:1])
    window = opened(session, "packages")
    province_side(window).choose(packages.list_packages(session)[0].sha256)
    assert "Mã đối chiếu qua điện thoại: " in province_side(window).history.strip.text
    shown: list[Path] = []
    monkeypatch.setattr(package_actions, "ask_target", lambda *_: tmp_path / "bien-nhan.pdf")
    monkeypatch.setattr(package_actions, "open_file", shown.append)
    press(qtbot, window, "In giấy biên nhận…")
    settled(window)
    assert shown == [tmp_path / "bien-nhan.pdf"]
    assert shown[0].read_bytes().startswith(b"%PDF")


# -- the audit log ---------------------------------------------------------------------------------------------------


def test_the_audit_log_is_read_and_searched_in_the_window(
    inbox: tuple[Session, list[Path]], province_keyring: Keyring, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    session, files = inbox
    receiving.receive(session, province_keyring, files)
    window = opened(session, "audit")
    settled(window)
    page = window.current_page()
    assert isinstance(page, AuditPage)
    labels = [each.label for each in page.shown]
    assert labels.count("Gói không nhập: tệp hỏng") == 2
    assert "Nhận gói" in labels
    qtbot.keyClicks(page.search, "anh.jpg")
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    page.table.selectRow(0)
    assert "anh.jpg" in page.detail.text()
