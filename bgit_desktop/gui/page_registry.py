"""The pages of the window: their order, names, icons and where their class stands.

Classes are named by module and loaded when a page is first shown, so that the start pays for one page only. The list of
a record type needs no entry of its own beyond its place: its page is made from the declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services.context import Session


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A place for a page.

    Attributes:
        name: by which other pages ask for it; a record type's name for its list.
        label: its name on the tab.
        icon: of ``resources/icons``.
        make: makes the page.
    """

    name: str
    label: str
    icon: str
    make: Callable[[Workspace], Page]


def _load(module: str, name: str) -> Callable[[Workspace], Page]:
    def make(workspace: Workspace) -> Page:
        made = getattr(import_module(module), name)(workspace)
        assert isinstance(made, Page)
        return made

    return make


def _list(type_name: str) -> Callable[[Workspace], Page]:
    def make(workspace: Workspace) -> Page:
        from bgit_desktop.gui.list_page import ListPage

        page: Page = ListPage(workspace, TYPES[type_name])
        return page

    return make


def duties_label(session: Session, own: Catalogue) -> str:
    """Give the name of the tasks' tab: the duties of this kind of unit (Điều 6.2, 6.1 or 9.1)."""
    catalogue, today = own, session.today()
    unit = catalogue.by_code(session.unit, today)
    if unit is not None and not unit.is_district:
        catalogue = session.catalogue()  # which department receives is told by all of it
        unit = session.own_unit(today)
    clause = catalogue.duties_of(unit, today) if unit else ("QyD.9.1" if session.is_province else "QyD.6.2")
    return tr("Nhiệm vụ ({article})", article=clause.replace("QyD.", "Điều "))


def tabs(session: Session, own: Catalogue) -> list[PageEntry]:
    """Give the tabs that are always there, in order.

    Args:
        session: the store.
        own: the part of the catalogue that tells whose it is; see :func:`bgit_desktop.services.lists.own_part`.
    """
    pages = "bgit_desktop.gui.pages."
    found = [
        PageEntry("overview", tr("Tổng quan"), "layout-dashboard", _load(pages + "overview", "OverviewPage")),
        PageEntry("officer", tr("Cán bộ"), "users", _list("officer")),
        PageEntry("task", duties_label(session, own), "list-checks", _list("task")),
        PageEntry("incident", tr("Sự cố"), "siren", _list("incident")),
        PageEntry("training", tr("Đào tạo"), "graduation-cap", _list("training")),
        PageEntry("reports", tr("Báo cáo"), "file-text", _load(pages + "reports", "ReportsPage")),
        PageEntry("packages", tr("Gói dữ liệu"), "package", _load(pages + "packages", "PackagesPage")),
    ]
    if session.is_province:
        found.append(PageEntry("units", str(TYPES["unit"].plural), "building-2", _load(pages + "units", "UnitsPage")))
        found.append(
            PageEntry("evaluations", tr("Đánh giá"), "chart-column", _load(pages + "evaluation", "EvaluationPage"))
        )
        found.append(PageEntry("meetings", tr("Giao ban"), "users", _load(pages + "meetings", "MeetingsPage")))
    return found


_OTHER = (
    ("document", "file-text"),
    ("system", "server"),
    ("award", "lock"),
    ("difficulty", "message-square-warning"),
    ("dedicated_unit", "building-2"),
    ("plan", "file-text"),
    ("handover", "arrow-right"),
    ("appraisal", "user"),
    ("training_request", "graduation-cap"),
    ("exemption", "circle-minus"),
    ("evidence", "link"),
    ("ruling", "shield-check"),
)
_OTHER_OF_UNIT = (
    ("deadline", "clock"),
    ("course", "graduation-cap"),
    ("meeting", "users"),
    ("conclusion", "list-checks"),
    ("legal_text", "book-open"),
)
_OTHER_PROVINCIAL = (
    ("supervision", "eye"),
    ("review_round", "history"),
    ("meeting", "users"),
    ("conclusion", "list-checks"),
    ("criterion", "chart-column"),
    ("evaluation", "shield-check"),
    ("legal_text", "book-open"),
    ("deadline", "clock"),
    ("course", "graduation-cap"),
    ("unit", "building-2"),
    ("clause", "book-open"),
    ("code", "list-checks"),
    ("holiday", "calendar-days"),
)


def other_lists(session: Session) -> list[PageEntry]:
    """Give the lists that are opened from the menu."""
    names = _OTHER + (_OTHER_PROVINCIAL if session.is_province else _OTHER_OF_UNIT)
    return [PageEntry(name, str(TYPES[name].plural), sign, _list(name)) for name, sign in names]


def tools(session: Session) -> list[PageEntry]:
    """Give the pages that are opened from the menu and are no lists of records."""
    pages = "bgit_desktop.gui.pages."
    found = [
        PageEntry("conflicts", tr("Xung đột"), "triangle-alert", _load(pages + "conflicts", "ConflictsPage")),
        PageEntry("backups", tr("Sao lưu và khôi phục"), "database-backup", _load(pages + "backups", "BackupsPage")),
        PageEntry("audit", tr("Nhật ký kiểm tra"), "history", _load(pages + "audit", "AuditPage")),
    ]
    found[:0] = [
        PageEntry("agenda", tr("Lịch công tác"), "calendar-days", _load(pages + "agenda", "AgendaPage")),
        PageEntry("compliance", tr("Ma trận thực hiện"), "shield-check", _load(pages + "compliance", "CompliancePage")),
    ]
    if not session.is_province:
        own = _load(pages + "own_evaluation", "OwnEvaluationPage")
        found.append(PageEntry("evaluations", tr("Kết quả đánh giá"), "chart-column", own))
    if session.is_province:
        board = _load(pages + "report_board", "ReportBoardPage")
        found.append(PageEntry("report_board", tr("Theo dõi báo cáo"), "list-checks", board))
        training = _load(pages + "training_board", "TrainingBoardPage")
        found.append(PageEntry("training_board", tr("Đào tạo, tập huấn của Sở"), "graduation-cap", training))
    return found
