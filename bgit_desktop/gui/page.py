"""What every page of the window is, and what it is given.

A page is a widget with a few answers for the window around it: its help, its line in the status bar, what Ctrl+N and
Ctrl+F do there. It gets a :class:`Workspace`: the session, the message line, background operations, the key ring, and
the way to other pages. Pages are made when they are first shown and hear of changed records through
:meth:`Page.refresh`, but only while they are on the screen; otherwise when they are next shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.services.context import Session

if TYPE_CHECKING:
    from bgit_desktop.services.ownkeys import Keyring

ALL: frozenset[str] = frozenset()
"""Stands for "records of any type may have changed"."""


class Workspace(QObject):
    """What the pages of one window share.

    Attributes:
        session: the store, for the window's thread.
        operations: for long work.
        preferences: what the window remembers.
        messages: the message line.
        changed: records of these types were changed (an empty set: of any type); pages refresh themselves.
        open_page: (page name, arguments) show another page; see :meth:`Page.open`.
        status_changed: the status line has to be written anew.
        open_store: close, and open the store in this folder.
    """

    changed = Signal(object)
    open_page = Signal(str, object)
    status_changed = Signal()
    open_store = Signal(object)

    def __init__(
        self,
        session: Session,
        messages: MessageBar,
        operations: Operations,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.preferences = preferences
        self.messages = messages
        self.operations = operations
        self._keyring: Keyring | None = None
        operations.changed.connect(self.changed)
        operations.problem.connect(messages.problem)

    def go_to(self, page: str, **arguments: object) -> None:
        """Show another page.

        Args:
            page: its name: ``overview``, ``reports``, ``packages``, ``units``, or a record type for its list.
            **arguments: what it shall show; a list takes ``record`` (id), ``search``, ``where`` (field → value),
                ``records`` (ids: only those, which a figure ``counted``) and ``new`` (field → value: opens the form
                of a new record).
        """
        self.open_page.emit(page, arguments)

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something short that a user's data may forbid; the sentence goes to the message line.

        Returns:
            Whether it was done.
        """
        try:
            action()
        except BgitError as error:
            self.messages.problem(str(error))
            return False
        return True

    def undo(self) -> None:
        """Take back the last action and say so."""
        if self.operations.writing:
            self.messages.note(tr("Đang có việc ghi dữ liệu; hãy đợi xong rồi hoàn tác."))
            return
        self.attempt(self._undo)

    def _undo(self) -> None:
        from bgit_desktop.services import records

        undone = records.undo(self.session)
        self.changed.emit(ALL)
        self.messages.done(tr("Đã hoàn tác: {label}", label=undone.label), (tr("Làm lại"), self.redo))

    def redo(self) -> None:
        """Do again what was undone last and say so."""
        if self.operations.writing:
            self.messages.note(tr("Đang có việc ghi dữ liệu; hãy đợi xong rồi làm lại."))
            return
        self.attempt(self._redo)

    def _redo(self) -> None:
        from bgit_desktop.services import records

        redone = records.redo(self.session)
        self.changed.emit(ALL)
        self.say_done(tr("Đã làm lại: {label}", label=redone.label))

    def say_done(self, text: str) -> None:
        """Say what was done, with "Hoàn tác" beside it."""
        self.messages.done(text, (tr("Hoàn tác"), self.undo))

    def with_keyring(self, parent: QWidget, then: Callable[[Keyring], object]) -> None:
        """Call ``then`` with the unlocked keys; asks for the passphrase once in the life of the window."""
        if self._keyring is not None:
            then(self._keyring)
            return
        from bgit_desktop.gui.passphrase import ask_passphrase

        def keep(keyring: Keyring) -> None:
            self._keyring = keyring
            then(keyring)

        ask_passphrase(parent, self.operations, keep)

    def keep_keyring(self, keyring: Keyring | None) -> None:
        """Go on with other keys; None forgets those unlocked, so that the passphrase is asked for again."""
        self._keyring = keyring


class Page(QWidget):
    """A page of the window.

    Attributes:
        workspace: see :class:`Workspace`.
        help_topic: name of the help text in ``resources/help/<language>/<topic>.md``.
    """

    help_topic = "index"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    @property
    def session(self) -> Session:
        """The store, for the window's thread."""
        return self.workspace.session

    def refresh(self, types: frozenset[str]) -> None:
        """Show records anew.

        Args:
            types: the record types that were changed; empty where any may have been.
        """

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show what another page asked for with :meth:`Workspace.go_to`."""

    def status_text(self) -> str:
        """Give the page's part of the status line ("2 cán bộ"); "" for none."""
        return ""

    def new_record(self) -> None:
        """Do what Ctrl+N means here."""

    def start_search(self) -> None:
        """Do what Ctrl+F means here: go to the search field."""

    def drop_files(self, paths: list[str]) -> bool:
        """Take files dropped on the window; False where the page has no use for them."""
        del paths
        return False

    def may_close(self) -> bool:
        """Whether nothing typed would be lost if the window closed now."""
        return True
