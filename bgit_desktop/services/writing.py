"""Writing a file the user asked for: whole or not at all, and one sentence where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.exchange.atomic import whole_file


@contextmanager
def whole_document(out: Path) -> Iterator[BinaryIO]:
    """Take a document in memory; it becomes the file when it is complete.

    So a full disk or a pulled USB stick leaves the file that was there, or none, and the libraries that make documents
    never meet the disk's complaints themselves (a ZIP writer would complain a second time when it is cleared away).

    Yields:
        A binary stream to write the document into.

    Raises:
        EnvironmentProblem: it cannot be written; an earlier file of that name is still there.
    """
    made = BytesIO()
    yield made
    try:
        with whole_file(out) as file:
            file.write(made.getbuffer())
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được tệp {path}: {reason}. Hãy kiểm tra chỗ trống, quyền ghi, hoặc đóng tệp nếu đang mở.",
                path=out,
                reason=reason_of(error),
            )
        ) from error
