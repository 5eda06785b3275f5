"""``self-test``: what an installed or frozen program must prove on a clean PC, part by part.

Each part does the real thing in a temporary folder (makes a store, finds a record without accents, sends a package from
one store to another, prints a PDF) and gives a sentence; what it raises is its failure. The window is opened by a
function that ``app.py`` passes in, for services know no Qt.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from bgit_desktop import __version__, assets
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import importing, key_sheet, keys, packages, receiving, records, reports, setup
from bgit_desktop.services.check import check
from bgit_desktop.services.context import Mode, Session, open_session
from bgit_desktop.services.export_lists import export_types
from bgit_desktop.services.ownkeys import unlock
from bgit_desktop.store import capabilities
from bgit_desktop.store.records import Query

_PASSPHRASE = "tự kiểm tra"
_NAME = "Nguyễn Thị Hòa"
_UNACCENTED = "nguyen hoa"
_ASSETS = ("fonts", "icons", "help/vi", "help/en", "i18n/en", "licences")


@dataclass(frozen=True, slots=True)
class Result:
    """How one part came out.

    Attributes:
        name: what was tried.
        passed: whether it worked.
        detail: what was seen, or what went wrong.
    """

    name: str
    passed: bool
    detail: str


class Failed(Exception):
    """A part did not do what it should; the text says what was seen."""


def run(window_check: Callable[[Session], str] | None = None) -> Iterator[Result]:
    """Try every part.

    Args:
        window_check: opens the window on a store; None where there is no window (only in tests).

    Yields:
        One result a part, as soon as it is known.
    """
    with tempfile.TemporaryDirectory(prefix="bgit-self-test-", ignore_cleanup_errors=True) as folder:
        tests = _Tests(Path(folder), window_check)
        for name, test in tests.all():
            try:
                yield Result(name, True, test())
            except Exception as error:  # noqa: BLE001 - whatever went wrong is this part's result
                yield Result(name, False, f"{type(error).__name__}: {error}")
        tests.close()


class _Tests:
    """The parts, in an order in which each builds on those before."""

    def __init__(self, folder: Path, window_check: Callable[[Session], str] | None) -> None:
        self._folder = folder
        self._window_check = window_check
        self._open: list[Session] = []

    def all(self) -> list[tuple[str, Callable[[], str]]]:
        """Give the parts with their names."""
        found = [
            (tr("Chương trình"), self._program),
            (tr("Tệp đi kèm"), self._assets),
            (tr("Hai ngôn ngữ"), self._languages),
            ("SQLite", self._sqlite),
            (tr("Tạo kho dữ liệu"), self._store),
            (tr("Ghi và tìm tiếng Việt"), self._search),
            (tr("Trao đổi gói dữ liệu"), self._exchange),
            (tr("Tệp PDF"), self._pdf),
            (tr("Tệp Word"), self._word),
            (tr("Tệp Excel"), self._excel),
            (tr("Toàn vẹn dữ liệu"), self._sound),
        ]
        if self._window_check is not None:
            found.append((tr("Cửa sổ"), self._window))
        return found

    def close(self) -> None:
        """Close the stores, so that the folder can go."""
        for session in self._open:
            session.close()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _program(self) -> str:
        kind = tr("bản đóng gói") if getattr(sys, "frozen", False) else tr("bản cài từ mã nguồn")
        return f"bgit-desktop {__version__}, Python {sys.version.split()[0]}, {sys.platform}, {kind}"

    def _assets(self) -> str:
        count = 0
        for name in _ASSETS:
            files = [path for path in assets.resource_path(name).iterdir() if path.is_file()]
            if not any(path.suffix for path in files):
                raise Failed(str(assets.resource_path(name)))
            count += len(files)
        migrations = list(assets.db_path("migrations").glob("*.sql"))
        tables = list(assets.db_path("reference").glob("*.csv"))
        if not migrations or not tables:
            raise Failed(str(assets.db_path()))
        return tr(
            "{count} tệp giao diện, {migrations} lược đồ, {tables} bảng danh mục",
            count=count,
            migrations=len(migrations),
            tables=len(tables),
        )

    def _languages(self) -> str:
        english, of_qt = assets.load_english(), assets.load_qt_vietnamese()
        if not english or not of_qt:
            raise Failed(str(assets.resource_path("i18n")))
        return tr(
            "{english} câu tiếng Anh, {qt} câu của Qt",
            english=len(english),
            qt=sum(len(each) for each in of_qt.values()),
        )

    def _sqlite(self) -> str:
        lacking = capabilities.lacking()
        if lacking:
            raise Failed(", ".join(lacking))
        return capabilities.version() + ", FTS5, JSON"

    def _store(self) -> str:
        modes: tuple[tuple[Mode, str], ...] = (("unit", "217"), ("province", ""))
        for mode, unit in modes:
            setup.create(self._folder / mode, mode=mode, unit=unit, passphrase=_PASSPHRASE)
            self._open.append(open_session(self._folder / mode))
        return ", ".join(f"{each.unit} {each.replica}" for each in self._open)

    @property
    def _unit(self) -> Session:
        return self._open[0]

    @property
    def _province(self) -> Session:
        return self._open[1]

    def _search(self) -> str:
        officer = records.add(self._unit, "officer", {"full_name": _NAME, "birth_date": "1990-02-28"})
        found = records.listing(self._unit, Query("officer", search=_UNACCENTED))
        if [each["id"] for each in found] != [officer] or found[0]["full_name"] != _NAME:
            raise Failed(str(found))
        return f"“{_UNACCENTED}” → “{_NAME}”"

    def _exchange(self) -> str:
        unit_keys, province_keys = unlock(self._unit, _PASSPHRASE), unlock(self._province, _PASSPHRASE, root=True)
        of_unit = keys.export_enrolment(self._unit, unit_keys, self._folder / "unit.bgpkg")
        of_province = keys.export_enrolment(self._province, province_keys, self._folder / "province.bgpkg")
        keys.trust(self._unit, of_province, keys.show(self._province).fingerprint)
        keys.trust(self._province, of_unit, keys.show(self._unit).fingerprint)
        file = self._folder / "217.bgpkg"
        exported = packages.export_package(self._unit, unit_keys, file)
        outcome = receiving.receive(self._province, province_keys, [file])[0]
        if outcome.verdict != "accepted" or not records.listing(self._province, Query("officer", search=_UNACCENTED)):
            raise Failed(f"{outcome.verdict} {outcome.reason}")
        return tr(
            "{size} byte, {count} thao tác, {verdict}",
            size=exported.size,
            count=outcome.applied,
            verdict=outcome.verdict,
        )

    def _pdf(self) -> str:
        report = reports.render(self._unit, "periodic", "2024-H1", None, self._folder / "report.pdf")
        sheet = key_sheet.sheet(self._unit, self._folder / "sheet.pdf")
        for path in (report, sheet):
            data = path.read_bytes()
            if not data.startswith(b"%PDF-") or b"LiberationSerif" not in data or b"/FontFile2" not in data:
                raise Failed(f"{path.name}: {len(data)}")
        return tr("{size} byte, phông Liberation Serif nhúng trong tệp", size=report.stat().st_size)

    def _word(self) -> str:
        # a task makes a chart: the empty document, the XML library and the drawing of letters are all needed for it
        task = {"clause": "QyD.6.2.a", "title": _NAME, "assigned_on": "2024-01-10", "status": "done"}
        records.add(self._unit, "task", task)
        report = reports.render(self._unit, "periodic", "2024", None, self._folder / "report.docx")
        with ZipFile(report) as package:
            text = package.read("word/document.xml").decode("utf-8")
            pictures = [name for name in package.namelist() if name.startswith("word/media/")]
        if "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in text or not pictures:
            raise Failed(f"{report.name}: {pictures}")
        return tr("{size} byte, biểu đồ trong tệp", size=report.stat().st_size)

    def _excel(self) -> str:
        path = self._folder / "officers.xlsx"
        export_types(self._unit, ["officer"], path)
        result = importing.import_file(self._unit, path, type_name="officer", dry_run=True)
        if (result.read, result.unchanged) != (1, 1):
            raise Failed(result.summary())
        return result.summary()

    def _sound(self) -> str:
        problems = [each for session in self._open for each in check(session).problems]
        if problems:
            raise Failed(" ".join(problems))
        return tr("{count} loại bản ghi, không có vấn đề", count=len(TYPES))

    def _window(self) -> str:
        assert self._window_check is not None  # not among the parts otherwise
        return self._window_check(self._unit)
