from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.pages.units import UnitsPage
from bgit_desktop.services.context import Session, open_session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


def page_of(window: MainWindow) -> UnitsPage:
    page = window.current_page()
    assert isinstance(page, UnitsPage)
    return page


def names(page: UnitsPage) -> list[str]:
    return [page.table.item(at, 0).text() for at in range(page.table.rowCount())]


def test_it_shows_every_unit_with_its_key_and_how_fresh_its_data_are(enrolled_pair: Any, opened: Open) -> None:
    page = page_of(opened(open_session(enrolled_pair.province), "units"))
    assert page.table.rowCount() == 29
    at = names(page).index("Huyện Lạng Giang")
    assert page.table.item(at, 3).text() == "Đã đăng ký"
    assert page.table.item(at, 4).text() == "—"
    other = names(page).index("Huyện Lục Nam")
    assert page.table.item(other, 3).text() == "Chưa đăng ký"
    assert page.status_text() == "29 đơn vị, 0 đã gửi dữ liệu"


def test_search_needs_no_marks(province: Session, opened: Open) -> None:
    page = page_of(opened(province, "units"))
    page.search.setText("lang giang")
    assert names(page) == ["Huyện Lạng Giang"]
    page.search.setText("khong co")
    assert names(page) == []
    assert not page._none.isHidden()


def test_another_page_may_ask_for_one_unit_and_its_catalogue_row_opens(
    province: Session, opened: Open, qtbot: QtBot, settled: Settled
) -> None:
    window = opened(province, "units")
    page = page_of(window)
    page.open({"unit": "218"})
    chosen = page.chosen()
    assert chosen is not None
    assert chosen.unit.code == "218"
    with qtbot.waitSignal(window.workspace.open_page) as asked:
        page.edit()
    assert asked.args == ["unit", {"record": chosen.unit.id}]
    settled(window)


def test_the_units_without_a_key_offer_to_enrol_one(
    province: Session, opened: Open, qtbot: QtBot, settled: Settled
) -> None:
    window = opened(province, "units")
    page = page_of(window)
    page.open({"unit": "217"})
    offered = {button.text().replace("&", ""): button for button in page.strip.buttons}
    assert list(offered) == ["Đăng ký khóa…", "Cán bộ của đơn vị", "Ghi phối hợp…", "Phiếu đơn vị…"]
    with qtbot.waitSignal(window.workspace.open_page) as asked:
        offered["Phiếu đơn vị…"].click()
    assert asked.args is not None
    assert asked.args[1]["kind"] == "unit_card"
    settled(window)
    page.open({"unit": "217"})
    with qtbot.waitSignal(window.workspace.open_page) as asked:
        page._coordinate("217")
    assert asked.args is not None
    assert asked.args[1]["new"]["for_units"] == ["217"]
    settled(window)
