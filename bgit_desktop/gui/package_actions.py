"""What can be done with a package that came or went: the buttons beside its reason, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui.list_output import ask_target, open_file
from bgit_desktop.gui.messages import Action
from bgit_desktop.gui.packages_common import outcome_sentence, pin_key
from bgit_desktop.gui.page import ALL, Page
from bgit_desktop.services import inbox, receiving
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.exchange_board import ShownPackage
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.retract import Retracted
from bgit_desktop.services.verdict_words import words


class PackageActions:
    """The actions on one package.

    Args:
        page: the page they stand on.
        ask_again: (words of the button, what it does with the package): how the sender is asked for what is missing.
    """

    def __init__(self, page: Page, ask_again: tuple[str, Callable[[ShownPackage], object]]) -> None:
        self._page = page
        self._ask_again = ask_again

    def of(self, chosen: ShownPackage) -> list[Action]:
        """Give the buttons for a package, the most likely one first."""
        row = chosen.row
        if row.direction != "in":
            return []
        province = self._page.session.is_province
        told = words(chosen.state)
        found: list[Action] = []
        if told.action == "accept":
            found.append((tr("&Chấp nhận"), lambda: self.accept(chosen)))
        elif told.action == "restored" and province:
            found.append((tr("Máy đã &khôi phục"), lambda: self.accept(chosen, as_restored=True)))
            found.append((tr("Thu &hồi khóa…"), lambda: self.revoke(chosen)))
        elif told.action == "enrol":
            found.append((tr("&Đăng ký khóa…"), lambda: pin_key(self._page)))
        if chosen.state == "held-gap":
            words_, ask = self._ask_again
            found.append((words_, lambda: ask(chosen)))
        if chosen.state.startswith("held-"):
            found.append((tr("&Thử lại"), self.retry))
        if province and row.status in ("accepted", "duplicate", "undone"):
            found.append((tr("In giấy &biên nhận…"), lambda: self.receipt(chosen)))
        if told.action == "undo" and row.batch is not None:
            found.append((tr("&Rút lại gói này"), lambda: self.retract(chosen)))
        if inbox.is_discardable(row):
            found.append((tr("&Xóa tệp này"), lambda: self.discard(chosen)))
        return found

    # -- a held one --------------------------------------------------------------------------------------------------

    def accept(self, chosen: ShownPackage, *, as_restored: bool = False) -> None:
        """Take a held package in because a person says so."""

        def work(session: Session, keyring: Keyring) -> list[Outcome]:
            return [receiving.accept(session, keyring, chosen.row.sha256, as_restored=as_restored)]

        self._receive(tr("Chấp nhận gói"), work)

    def retry(self) -> None:
        """Try every held package once more."""
        self._receive(tr("Thử lại gói đang giữ"), receiving.retry)

    def _receive(self, title: str, work: Callable[[Session, Keyring], list[Outcome]]) -> None:
        receive_again(self._page, title, work)

    def revoke(self, chosen: ShownPackage) -> None:
        """End the credit of the PC it came from."""
        from bgit_desktop.gui.key_changes import revoke_key

        revoke_key(self._page, chosen.row.replica, chosen.partner)

    # -- one that was taken in, or refused ---------------------------------------------------------------------------

    def retract(self, chosen: ShownPackage) -> None:
        """Take a received package back, with the later ones of the same PC."""
        batch = chosen.row.batch
        assert batch is not None  # the button is there only then

        def work(session: Session, _progress: Progress) -> Retracted:
            from bgit_desktop.services import retract

            return retract.undo_batch(session, batch)

        def done(found: Retracted) -> None:
            from bgit_desktop.services.revoking import taken_back

            said = tr(
                "Đã rút lại {count} gói, {operations} thay đổi.", count=len(found.files), operations=found.operations
            )
            self._page.workspace.messages.done(" ".join([said, *(f"{each}." for each in taken_back(found.detail))]))

        self._page.workspace.operations.run(tr("Rút lại gói"), work, done, writes=())

    def discard(self, chosen: ShownPackage) -> None:
        """Delete a file that was not taken in."""
        page = self._page
        try:
            row = inbox.discard(page.session, chosen.row.sha256)
        except BgitError as error:
            page.workspace.messages.problem(str(error))
            return
        page.workspace.changed.emit(ALL)
        page.workspace.messages.done(tr("Đã xóa {name}; việc xóa được ghi vào nhật ký kiểm tra.", name=row.file))

    def receipt(self, chosen: ShownPackage) -> None:
        """Print the receipt for a package, where no file goes back."""
        name = f"bien-nhan-{chosen.row.unit.lower()}-{self._page.session.today():%Y%m%d}.pdf"
        out = ask_target(self._page.workspace, self._page, tr("In giấy biên nhận"), name, tr("Tệp PDF (*.pdf)"))
        if out is None:
            return

        def work(session: Session, _progress: Progress) -> Path:
            from bgit_desktop.services import receipts

            return receipts.write_receipt(session, chosen.row.sha256, out)

        self._page.workspace.operations.run(tr("In giấy biên nhận"), work, lambda written: open_file(written))


def receive_again(page: Page, title: str, work: Callable[[Session, Keyring], list[Outcome]]) -> None:
    """Do something with held packages off the window's thread, and say what became of them."""

    def start(keyring: Keyring) -> None:
        def done(outcomes: list[Outcome]) -> None:
            said, well = outcome_sentence(outcomes)
            bar = page.workspace.messages
            (bar.done if well else bar.problem)(said)

        page.workspace.operations.run(title, lambda session, _progress: work(session, keyring), done, writes=())

    page.workspace.with_keyring(page, start)
