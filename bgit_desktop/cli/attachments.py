"""``attachment …``: the scans of documents, from the command line.

A scan is put in with ``records add document … attachment=@FILE`` or ``attachment add ID FILE``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.outfile import out_file
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sizes import size_text


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("attachment", help=tr("bản quét đính kèm văn bản"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    listing: Parser = actions.add_parser("list", help=tr("các bản quét và dung lượng"))
    listing.argument("--missing", action="store_true", help=tr("chỉ những bản chưa có ở máy này"))
    listing.argument("--unit", metavar="U", help=tr("chỉ của một đơn vị"))
    listing.set_defaults(handler=_list)
    add: Parser = actions.add_parser("add", help=tr("đính kèm một tệp vào văn bản"))
    add.argument("id", metavar="ID", help=tr("mã bản ghi"))
    add.argument("file", metavar="FILE", type=Path, help=tr("bản quét: PDF hoặc ảnh"))
    add.argument("--type", metavar="T", default="document", help=tr("loại bản ghi"))
    add.set_defaults(handler=_add)
    remove: Parser = actions.add_parser("remove", help=tr("bỏ bản quét khỏi văn bản (hoàn tác được)"))
    remove.argument("id", metavar="ID", help=tr("mã bản ghi"))
    remove.argument("--type", metavar="T", default="document", help=tr("loại bản ghi"))
    remove.set_defaults(handler=_remove)
    save: Parser = actions.add_parser("save", help=tr("ghi một bản sao ra tệp"))
    save.argument("sha256", metavar="SHA256", help=tr("mã của bản quét"))
    save.argument("--out", metavar="F", type=Path, required=True, help=tr("tệp sẽ ghi"))
    save.set_defaults(handler=_save)


def _list(call: Call) -> int:
    from bgit_desktop.services import attachments

    with call.store() as session:
        found = attachments.scans(session, unit=call.unit(session, call.args.unit))
    if call.args.missing:
        found = [each for each in found if each.size is None]
    if call.json:
        for each in found:
            output.json_line({name: getattr(each, name) for name in type(each).__slots__})
        return DONE
    if not found:
        output.line(tr("Không có bản quét nào."))
        return DONE
    rows = [
        [each.reference[:12], each.title, each.unit, tr("chưa có tệp") if each.size is None else size_text(each.size)]
        for each in found
    ]
    output.table(["SHA-256", tr("Văn bản"), tr("Đơn vị"), tr("Dung lượng")], rows, right=[3])
    return DONE


def _add(call: Call) -> int:
    from bgit_desktop.services import attachments

    with call.store(write=True) as session:
        kept = attachments.attach(session, call.args.type, call.args.id, call.args.file)
    if call.json:
        output.json_line({"id": call.args.id, "sha256": kept.reference, "size": kept.size})
    else:
        output.line(tr("Đã đính kèm {name} ({size}).", name=call.args.file.name, size=size_text(kept.size)))
        output.line(f"SHA-256 {kept.reference}")
    return DONE


def _remove(call: Call) -> int:
    from bgit_desktop.services import attachments

    with call.store(write=True) as session:
        removed = attachments.detach(session, call.args.type, call.args.id)
    if call.json:
        output.json_line({"id": call.args.id, "removed": removed})
    else:
        output.line(tr("Đã bỏ bản quét.") if removed else tr("Bản ghi này không có bản quét."))
    return DONE


def _save(call: Call) -> int:
    from bgit_desktop.services import attachments

    out = out_file(call)
    with call.store() as session:
        written = attachments.save_copy(session, call.args.sha256, out)
    if call.json:
        output.json_line({"file": str(written), "sha256": call.args.sha256})
    else:
        output.line(tr("Đã ghi {path}.", path=written))
    return DONE
