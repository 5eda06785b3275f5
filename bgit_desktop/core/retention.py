"""How long personal values are kept: rules that name what is to go, once a record has ended for so long.

The regulation sets no term; the person responsible chooses the day. A rule only says which values serve no purpose any
more after it: those of contact and identity. Name, post and dates stay, for the reports of past years rest on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from bgit_desktop.core.i18n import Label


@dataclass(frozen=True, slots=True)
class Rule:
    """Values of a record type that go after its end.

    Attributes:
        type: the record type.
        ended: the field that holds the day it ended.
        fields: the fields whose values go.
        label: the rule in words.
    """

    type: str
    ended: str
    fields: tuple[str, ...]
    label: Label


RULES = (
    Rule(
        "officer", "end_date", ("birth_date", "id_number", "phone", "email", "note"),
        Label("Liên hệ, nhân thân của người đã thôi nhiệm vụ", "Contact and identity of who has left"),
    ),
)  # fmt: skip
