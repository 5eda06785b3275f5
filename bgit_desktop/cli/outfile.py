"""Where a command may write its file: a place that is there, not the store's own data, and a name that tells what it is."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.cli.call import Call
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services.outfile import refuse_own


def out_file(call: Call, ending: str = "") -> Path:
    """Give the file named with ``--out``, before anything is made or asked for.

    Args:
        call: the call.
        ending: what the name has to end with, such as ``.xlsx``; "" where any name will do.

    Raises:
        BadInput: it is a folder, or its name does not tell what is in it.
        NotFound: the folder it is to stand in is not there.
        Refused: it would overwrite the store's own data.
    """
    out: Path = call.args.out
    if out.is_dir():
        raise BadInput(tr("{path} là thư mục; hãy ghi cả tên tệp sau --out.", path=out))
    if ending and out.suffix.lower() != ending:
        raise BadInput(tr("Tên tệp “{name}” phải kết thúc bằng {ending}.", name=out.name, ending=ending))
    if not out.parent.is_dir():
        raise NotFound(tr("Không có thư mục {folder}; hãy tạo trước hoặc chọn nơi khác.", folder=out.parent))
    refuse_own(call.folder, out)
    return out
