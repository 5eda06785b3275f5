"""Statements about changed keys: which ones lead on, and every forgery that must lead nowhere."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bgit_desktop.exchange.age import generate_identity, recipient_of
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.rotation import Rotation, sign_rotation, walk

OLD, NEW, THIRD, ROOT, ROOT2, THIEF = (SigningKey(bytes([n]) * 32, bytes([n]) * 8) for n in range(6))
AGE = recipient_of(generate_identity())
STEP = Rotation("pc", "24", "217", "pc-a", OLD.public, NEW.public, AGE, 1, 40, "ab" * 32, "2024-06-10T06:13:20Z")
NEXT = replace(STEP, old=NEW.public, minisign=THIRD.public, seq=50)
ROOTS = replace(STEP, what="root", old=ROOT.public, minisign=ROOT2.public, age="")


def go(*told: SignedText, key: SigningKey = OLD, root: SigningKey | None = None) -> list[str]:
    steps = walk(
        told, province="24", unit="217", replica="pc-a", key=key.public, root=root.public if root else "",
    )  # fmt: skip
    return [each.minisign for each in steps]


def test_statements_lead_from_any_key_known() -> None:
    told = (sign_rotation(STEP, OLD), sign_rotation(NEXT, NEW))
    assert go(*told) == [NEW.public, THIRD.public]
    assert go(*told, key=NEW) == [THIRD.public]
    assert go(*told, key=THIRD) == []
    assert go(*reversed(told)) == [NEW.public]  # they come in the order they were made
    assert walk(told, province="24", unit="217", replica="pc-a", key=OLD.public)[0] == STEP


def test_the_provinces_keys_rest_on_its_root() -> None:
    assert go(sign_rotation(STEP, ROOT), root=ROOT) == [NEW.public]
    assert go(sign_rotation(STEP, OLD), root=ROOT) == []
    assert go(sign_rotation(STEP, ROOT)) == []  # a unit's PC does not rest on the root
    later = sign_rotation(NEXT, ROOT2)
    assert go(sign_rotation(STEP, ROOT), sign_rotation(ROOTS, ROOT, ROOT2), later, root=ROOT) == [
        NEW.public, THIRD.public,
    ]  # fmt: skip
    assert go(sign_rotation(STEP, ROOT), later, root=ROOT) == [NEW.public]
    for signers in ((ROOT,), (ROOT2,), (ROOT, THIEF), (THIEF, ROOT2), (ROOT2, ROOT), (ROOT, ROOT2, ROOT2)):
        told = (sign_rotation(STEP, ROOT), sign_rotation(ROOTS, *signers), later)
        assert go(*told, root=ROOT) == [NEW.public]
    assert go(sign_rotation(ROOTS, OLD, ROOT2)) == []  # a unit has no root to change


@pytest.mark.parametrize("changes", [
    {"province": "99"}, {"unit": "218"}, {"replica": "pc-b"}, {"old": THIRD.public}, {"minisign": OLD.public},
    {"minisign": "RWx"}, {"age": "age1x"}, {"age": ""}, {"what": "other"}, {"incarnation": -1}, {"seq": -1},
    {"incarnation": True}, {"seq": "5"}, {"hash": "AB" * 32}, {"hash": "ab"}, {"old": 5}, {"format": "bgit-trust"},
])  # fmt: skip
def test_a_statement_that_says_something_else_leads_nowhere(changes: dict[str, object]) -> None:
    text = json.dumps({**json.loads(STEP.to_text()), **changes})
    signed = SignedText(text, OLD.sign(text.encode(), "x").decode())
    assert go(signed) == []
    assert go(signed, sign_rotation(STEP, OLD)) == [NEW.public]  # and stands in nobody's way


def test_forged_signatures() -> None:
    good = sign_rotation(STEP, OLD)
    assert go(sign_rotation(STEP, THIEF)) == go(sign_rotation(STEP, NEW)) == []
    other = sign_rotation(replace(STEP, seq=41), OLD)
    assert go(SignedText(good.text, other.minisig)) == []
    twice = SignedText(good.text, good.minisig * 2)
    for text in (twice, SignedText(good.text, ""), SignedText(good.text, "\n" * 8), SignedText("", good.minisig)):
        assert go(text) == []
    for text in ("[]", "{", '{"a":1,"a":2}', "\ud800"):
        data = text.encode("utf-8", "surrogatepass")
        assert go(SignedText(text, OLD.sign(data, "x").decode())) == []
