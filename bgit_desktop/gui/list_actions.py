"""What a list can do besides add, edit and delete: answer an invitation, take over a conclusion, answer a unit.

Each stands in the tools of the list and in the table's menu; other pages ask for one by its name (``act``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui.page import Page
from bgit_desktop.services.context import Session

if TYPE_CHECKING:
    from bgit_desktop.gui.list_page import ListPage


@dataclass(frozen=True, slots=True)
class ListAction:
    """Something a list can do with the records chosen.

    Attributes:
        name: by which other pages ask for it.
        label: its words.
        icon: of ``resources/icons``.
        do: does it; given the page and the ids.
        always: it needs no row chosen.
    """

    name: str
    label: str
    icon: str
    do: Callable[[Page, Sequence[str]], object]
    always: bool = False


def actions_of(session: Session, type_name: str) -> list[ListAction]:
    """Give the further actions of a type's list in this store."""
    if type_name in ("course", "course_session", "meeting") and not session.is_province:
        return [ListAction("answer", tr("Đăng ký tham dự…"), "circle-check", answer_invitation)]
    if type_name == "conclusion":
        return [ListAction("take", tr("Nhận thành nhiệm vụ"), "list-checks", take_conclusion)]
    if type_name == "training" and session.is_province:
        return [ListAction("board", tr("Đào tạo của Sở"), "graduation-cap", show_board, always=True)]
    if type_name == "difficulty" and session.is_province:
        return [ListAction("answer", tr("Trả lời…"), "mail", answer_difficulties)]
    if type_name == "training_request" and session.is_province:
        return [ListAction("answer", tr("Trả lời…"), "mail", answer_request)]
    return []


class MoreActions:
    """The further actions of one list.

    Args:
        page: the list.
        make: makes an action of the list from words, icon and what it does.

    Attributes:
        actions: as the tools and the table's menu show them.
    """

    def __init__(self, page: ListPage, make: Callable[[str, str, object], QAction]) -> None:
        self._page = page
        self._known = actions_of(page.session, page.kind.name)
        self.actions = [make(each.label, each.icon, partial(self._do, each)) for each in self._known]

    @property
    def group(self) -> list[list[QAction]]:
        """The actions as a group of the tools; none where there are none."""
        return [self.actions] if self.actions else []

    def _do(self, chosen: ListAction, _checked: bool = False) -> None:
        ids = self._page.selected_ids()
        if ids or chosen.always:
            chosen.do(self._page, ids)

    def enable(self, chosen: bool) -> None:
        """Offer them while a row is chosen."""
        for each, known in zip(self.actions, self._known, strict=True):
            each.setEnabled(chosen or known.always)

    def act(self, name: object, record: object) -> None:
        """Do what another page asked for."""
        for each in self._known:
            if each.name == name and isinstance(record, str):
                each.do(self._page, [record])


def _open(page: Page, make: Callable[[], QDialog]) -> None:
    try:
        dialog = make()
    except BgitError as error:
        page.workspace.messages.problem(str(error))
        return
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_board(page: Page, _ids: Sequence[str]) -> None:
    """Go to the Sở's courses, their attendance, who was never trained."""
    page.workspace.go_to("training_board")


def answer_invitation(page: Page, ids: Sequence[str]) -> None:
    """Open the answer to an invitation."""
    from bgit_desktop.gui.answer_dialog import AnswerDialog

    _open(page, lambda: AnswerDialog(page.workspace, ids[0], page))


def answer_difficulties(page: Page, ids: Sequence[str]) -> None:
    """Open the answer to difficulties."""
    from bgit_desktop.gui.reply_dialogs import DifficultyDialog

    _open(page, lambda: DifficultyDialog(page.workspace, ids, page))


def answer_request(page: Page, ids: Sequence[str]) -> None:
    """Open the answer to a training request."""
    from bgit_desktop.gui.reply_dialogs import RequestDialog

    _open(page, lambda: RequestDialog(page.workspace, ids[0], page))


def take_conclusion(page: Page, ids: Sequence[str]) -> None:
    """Make this unit's own task from a conclusion, and offer to open it."""
    from bgit_desktop.services import meetings

    def do() -> None:
        meetings.take(page.session, ids[0])
        page.workspace.changed.emit(frozenset({"task", "conclusion"}))
        page.workspace.say_done(tr("Đã nhận kết luận thành nhiệm vụ"))

    page.workspace.attempt(do)
