"""Trust lists: the rules of TrustRules, one case each."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bgit_desktop.exchange.age import generate_identity, recipient_of
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.trust_list import (
    TrustedReplica,
    TrustList,
    TrustRules,
    TrustStep,
    parse_trust_list,
    sign_trust_list,
)
from bgit_desktop.exchange.verdicts import PackageProblem

ROOT, NEXT, STRANGER, PC = (SigningKey(bytes([n]) * 32, bytes([n]) * 8) for n in range(4))
AGE = recipient_of(generate_identity())
FIRST = TrustList(
    version=1, province="24", issued="2024-01-02T03:04:05Z", root=ROOT.public,
    operational=PublicKeys(PC.public, AGE), recovery=AGE,
    replicas=(
        TrustedReplica("217", "pc-a", 1, PC.public, AGE, PC.public),
        TrustedReplica("217", "pc-b", 2, PC.public, AGE, NEXT.public, (NEXT.public,), "revoked", 12, "ab" * 32),
    ),
)  # fmt: skip
RULES = TrustRules("24", ROOT.public)
HELD = RULES.take(sign_trust_list(FIRST, ROOT)).rules


def version(number: int, **changes: object) -> TrustList:
    return replace(FIRST, version=number, **changes)  # type: ignore[arg-type]


def test_the_text_reads_back() -> None:
    assert parse_trust_list(FIRST.to_text()) == FIRST
    assert FIRST.find("217", "pc-b") == FIRST.replicas[1]
    assert FIRST.find("218", "pc-b") is None


def test_a_list_signed_by_the_pinned_root_is_taken() -> None:
    signed = sign_trust_list(FIRST, ROOT)
    outcome = RULES.take(signed)
    assert (outcome.step, outcome.rules.current, outcome.rules.signed) == (TrustStep.TAKEN, FIRST, signed)
    assert TrustRules.resume("24", ROOT.public, signed) == outcome.rules
    assert TrustRules.resume("24", ROOT.public, None) == RULES


@pytest.mark.parametrize(("signed", "step"), [
    (sign_trust_list(version(2), ROOT), TrustStep.TAKEN),
    (sign_trust_list(version(9), ROOT), TrustStep.TAKEN),
    (sign_trust_list(FIRST, ROOT), TrustStep.KNOWN),
    (sign_trust_list(version(1, issued="2024-01-02T03:04:06Z"), ROOT), TrustStep.ALARM),
    (sign_trust_list(version(1, issued="x"), STRANGER), TrustStep.ALARM),
    (sign_trust_list(version(2), STRANGER), TrustStep.ALARM),
    (sign_trust_list(version(2)), TrustStep.ALARM),
    (sign_trust_list(version(2), ROOT, ROOT), TrustStep.ALARM),
    (SignedText(version(2).to_text(), sign_trust_list(version(3), ROOT).minisig), TrustStep.ALARM),
    (SignedText(version(2).to_text(), sign_trust_list(version(2), ROOT).minisig + "x"), TrustStep.ALARM),
    (SignedText(version(2).to_text() + " ", sign_trust_list(version(2), ROOT).minisig), TrustStep.ALARM),
    (sign_trust_list(version(2, province="25"), ROOT), TrustStep.ALARM),
    (sign_trust_list(version(2, root=NEXT.public), ROOT, NEXT), TrustStep.TAKEN),
    (sign_trust_list(version(2, root=NEXT.public), NEXT, ROOT), TrustStep.ALARM),
    (sign_trust_list(version(2, root=NEXT.public), ROOT), TrustStep.ALARM),
    (sign_trust_list(version(2, root=NEXT.public), NEXT), TrustStep.ALARM),
    (SignedText("{}", ""), TrustStep.ALARM),
    (SignedText("\ud800", ""), TrustStep.ALARM),
])  # fmt: skip
def test_a_step(signed: SignedText, step: TrustStep) -> None:
    outcome = HELD.take(signed)
    assert outcome.step is step
    assert (outcome.rules == HELD) == (step is not TrustStep.TAKEN)
    assert bool(outcome.reason) == (step in (TrustStep.ALARM, TrustStep.IGNORED))


def test_an_older_list_is_ignored() -> None:
    later = HELD.take(sign_trust_list(version(5), ROOT)).rules
    for older in (sign_trust_list(version(4), ROOT), sign_trust_list(version(4), STRANGER)):
        assert later.take(older).step is TrustStep.IGNORED


def test_a_new_root_must_be_walked() -> None:
    change = sign_trust_list(version(2, root=NEXT.public), ROOT, NEXT)
    newest = sign_trust_list(version(3, root=NEXT.public), NEXT)
    assert HELD.take(newest).step is TrustStep.ALARM
    outcomes = HELD.walk([change, newest])
    assert [each.step for each in outcomes] == [TrustStep.TAKEN, TrustStep.TAKEN]
    assert outcomes[-1].rules.root == NEXT.public
    assert outcomes[-1].rules.take(sign_trust_list(version(4), ROOT)).step is TrustStep.ALARM


DAMAGE = [
    ("format", "x"), ("version", "1"), ("version", 0), ("version", True), ("province", 1), ("issued", None),
    ("root", "RW"), ("recovery", "age1"), ("operational", {}), ("operational", []), ("replicas", {}),
    ("replicas", [1]), ("replicas", None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), DAMAGE)
def test_a_list_that_is_none(key: str, value: object) -> None:
    with pytest.raises(PackageProblem):
        parse_trust_list(json.dumps(json.loads(FIRST.to_text()) | {key: value}))


@pytest.mark.parametrize(("key", "value"), [
    ("unit", "../217"), ("unit", 7), ("replica", ""), ("incarnation", "1"), ("incarnation", -1), ("minisign", "RW"),
    ("age", "age1"), ("chain_key", "x"), ("earlier", ["x"]), ("earlier", None), ("status", "good"),
    ("last_good", {"seq": 1}), ("last_good", {"seq": 1, "hash": "x"}), ("last_good", {"seq": "1", "hash": "ab" * 32}),
    ("last_good", {"seq": 1, "hash": 5}), ("replica", "pc-b"), ("status", []),
])  # fmt: skip
def test_a_list_with_a_bad_entry(key: str, value: object) -> None:
    data = json.loads(FIRST.to_text())
    data["replicas"][0][key] = value
    with pytest.raises(PackageProblem):
        parse_trust_list(json.dumps(data))
