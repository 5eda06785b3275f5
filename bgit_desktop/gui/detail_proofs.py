"""Two parts of the detail pane: what proves a record, and the course of an incident."""

from __future__ import annotations

from html import escape

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services.detail import Detail
from bgit_desktop.services.evidence import Proof

SHOWN = 12
"""So many ties are shown; the rest is in the list of evidence."""


def proofs_html(shown: Detail) -> str:
    """Write the evidence: of a record, from a document, under a clause; with what can be done about it."""
    if not shown.evidence and not shown.may_prove:
        return ""
    heading = tr("Minh chứng ({count})", count=len(shown.evidence))
    if shown.type in ("document", "evidence"):
        heading = tr("Là minh chứng cho ({count})", count=len(shown.evidence))
    html = [f"<p class=part>{escape(heading)}</p>"]
    html += [_proof(each, shown) for each in shown.evidence[:SHOWN]]
    more = len(shown.evidence) - SHOWN
    if more > 0:
        html.append(f"<p class=quiet>{escape(tr('và {count} mục khác', count=more))}</p>")
    if shown.may_prove:
        html.append(f"<p><a href='prove:'>+ {escape(tr('Gắn minh chứng…'))}</a></p>")
    return "".join(html)


def _proof(proof: Proof, shown: Detail) -> str:
    """Write one tie from the end it is looked at."""
    links = []
    if shown.may_prove:  # seen from the record proved: what proves it
        text = escape(proof.source)
        if proof.cited:
            text = f"<a href='go:document:{proof.document}'>{text}</a>"
        if proof.note and proof.note != proof.source:
            text += f" <span class=quiet>{escape(proof.note)}</span>"
        links = [("edit", tr("Sửa")), ("delete", tr("Bỏ"))] if proof.editable else []
    else:
        text = _proved(proof)
        if shown.type != "document" and proof.cited:
            text += f" — <a href='go:document:{proof.document}'>{escape(proof.cited)}</a>"
        if proof.page:
            text += f" <span class=quiet>{escape(tr('trang {page}', page=proof.page))}</span>"
    actions = "".join(f" &nbsp;<a href='{do}:evidence:{proof.id}'>{escape(words)}</a>" for do, words in links)
    return f"<p>· {text}{actions}</p>"


def _proved(proof: Proof) -> str:
    kind = TYPES.get(proof.type)
    name = escape(f"{kind.label if kind else proof.type}: {proof.label}")
    if proof.gone or kind is None:
        return f"{name} <span class=bad>({escape(tr('bản ghi đã xóa'))})</span>"
    return f"<a href='go:{proof.type}:{proof.record}'>{name}</a>"


def course_html(shown: Detail) -> str:
    """Write the course of an incident: the moments noted in it and its steps, in one order; "" for any other record."""
    if shown.type != "incident":
        return ""
    html = [f"<p class=part>{escape(tr('Diễn biến'))}</p>"]
    for each in shown.course:
        actions = ""
        if each.step and shown.editable:
            actions = (
                f" &nbsp;<a href='edit:incident_step:{each.step}'>{tr('Sửa')}</a>"
                f" &nbsp;<a href='delete:incident_step:{each.step}'>{tr('Xóa')}</a>"
            )
        html.append(f"<p><span class=quiet>{escape(each.when)}</span> {escape(each.text)}{actions}</p>")
    if shown.editable:
        html.append(f"<p><a href='add:incident_step'>+ {escape(tr('Thêm diễn biến'))}</a></p>")
    return "".join(html)
