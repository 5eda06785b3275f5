"""The province's trust list: which PCs exist, with which keys, in which state.

The list is a JSON text signed with the province's root key; the text travels as it is, inside return
packages and enrolment files, and is never written anew from its parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Literal, get_args

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.strict_json import StrictJsonError, parse_object
from bgit_desktop.errors import BadInput
from bgit_desktop.exchange import minisign
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.verdicts import PackageProblem, corrupt, json_problem

FORMAT: Final = "bgit-trust"
MAX_TEXT: Final = 1 << 19
"""Bytes of a trust list at most (it travels inside one line of at most 1 MiB)."""

Status = Literal["enrolled", "revoked"]
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class TrustedReplica:
    """One PC in the trust list.

    Attributes:
        unit: code of its unit.
        replica: its id.
        incarnation: its newest incarnation known; where revoked, the one that last_good counts in.
        minisign: its signing key.
        age: its recipient.
        chain_key: the first signing key of this incarnation, which h_0 holds; the same as ``minisign``
            until a rotation.
        earlier: signing keys from before rotations, the newest first.
        status: ``enrolled`` or ``revoked``.
        last_good_seq: where revoked, the last operation still believed.
        last_good_hash: the chain's hash there, hex; "" where there is none.
        until: for each of ``earlier`` the incarnation and last operation up to which its signatures count.
    """

    unit: str
    replica: str
    incarnation: int
    minisign: str
    age: str
    chain_key: str
    earlier: tuple[str, ...] = ()
    status: Status = "enrolled"
    last_good_seq: int = 0
    last_good_hash: str = ""
    until: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TrustList:
    """The list, as signed.

    Attributes:
        version: number of the list, from 1, higher with every change.
        province: code of the province.
        issued: moment of signing, ISO 8601 UTC with Z.
        root: the province's root key; another one than before where this version changes it.
        operational: the keys with which the Sở signs and reads.
        recovery: the recipient kept offline, to which every package is encrypted too.
        replicas: every PC ever enrolled.
    """

    version: int
    province: str
    issued: str
    root: str
    operational: PublicKeys
    recovery: str
    replicas: tuple[TrustedReplica, ...]

    def find(self, unit: str, replica: str) -> TrustedReplica | None:
        """Give the entry of a PC."""
        return next((each for each in self.replicas if (each.unit, each.replica) == (unit, replica)), None)

    def to_text(self) -> str:
        """Write the list; done once, the text is what is signed."""
        data: dict[str, Any] = {"format": FORMAT, "version": self.version, "province": self.province}
        data |= {"issued": self.issued, "root": self.root, "recovery": self.recovery}
        data["operational"] = {"minisign": self.operational.minisign, "age": self.operational.age}
        data["replicas"] = [_entry(each) for each in self.replicas]
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def sign_trust_list(trust: TrustList, *roots: SigningKey) -> SignedText:
    """Sign a trust list.

    Args:
        trust: the list.
        *roots: the root key; where this version changes it, the old one first, then the new one.
    """
    text = trust.to_text()
    comment = f"bgit-trust province={trust.province} version={trust.version}"
    return SignedText(text, "".join(each.sign(text.encode(), comment).decode() for each in roots))


def parse_trust_list(text: str) -> TrustList:
    """Read a trust list whose signature is checked elsewhere.

    Raises:
        PackageProblem: ``rejected-corrupt`` or ``rejected-limits``.
    """
    try:
        found = parse_object(text.encode(), limit=MAX_TEXT)
    except StrictJsonError as error:
        raise json_problem(error) from None
    except UnicodeEncodeError:
        raise _wrong() from None
    try:
        operational = PublicKeys(found["operational"]["minisign"], found["operational"]["age"])
        trust = TrustList(
            version=found["version"],
            province=found["province"],
            issued=found["issued"],
            root=found["root"],
            operational=operational.check(),
            recovery=found["recovery"],
            replicas=tuple(_replica(each) for each in found["replicas"]),
        )
        replace(operational, root=trust.root, recovery=trust.recovery).check()
    except (KeyError, TypeError, ValueError, AttributeError, BadInput):
        raise _wrong() from None
    if found.get("format") != FORMAT or type(trust.version) is not int or trust.version < 1:
        raise _wrong()
    if type(found["replicas"]) is not list or not all(type(each) is str for each in (trust.province, trust.issued)):
        raise _wrong()
    if len({(each.unit, each.replica) for each in trust.replicas}) != len(trust.replicas):
        raise _wrong()
    return trust


class TrustStep(StrEnum):
    """What became of a trust list that came."""

    TAKEN = "taken"
    KNOWN = "known"
    IGNORED = "ignored"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class TrustOutcome:
    """The result of one step.

    Attributes:
        step: what became of the list.
        rules: the rules from now on (the same ones unless it was taken).
        reason: one sentence; "" where there is nothing to explain.
    """

    step: TrustStep
    rules: TrustRules
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TrustRules:
    """The rules by which trust lists follow one another. This docstring is the specification.

    1. The first root key is pinned from the province's printed sheet; nothing else can set it.
    2. A list is believed only if the pinned root signed its exact text.
    3. A list of a *higher* version, of our province, is taken. Versions may be skipped, as packages get lost.
    4. A list that names *another* root must carry two signatures, by the pinned root and by the new one;
       from then on the new one is pinned. Lists signed by the new root alone are refused until that list
       has been walked, so a sender puts it in front of the newest one.
    5. A list of a lower version is ignored, whoever signed it.
    6. A list of the version held, word for word the same, is known. One that differs raises an alarm:
       either the root was copied or somebody tries to forge.
    7. A newer list that breaks 2, 3 or 4, or cannot be read, raises an alarm and changes nothing.

    Attributes:
        province: code of the province.
        root: the pinned root key.
        signed: the list held, with its signature; None before the first.
        current: the list held, read; None before the first.
    """

    province: str
    root: str
    signed: SignedText | None = None
    current: TrustList | None = None

    @classmethod
    def resume(cls, province: str, root: str, signed: SignedText | None) -> TrustRules:
        """Set up the rules from what a store keeps: the pinned root and the list held.

        Raises:
            PackageProblem: the list held cannot be read.
        """
        return cls(province, root, signed, parse_trust_list(signed.text) if signed else None)

    def take(self, signed: SignedText) -> TrustOutcome:
        """Decide on a trust list that came.

        Args:
            signed: its exact text and signature.
        """
        try:
            trust = parse_trust_list(signed.text)
        except PackageProblem as error:
            return self._alarm(error.reason)
        if self.current is not None:
            if trust.version < self.current.version:
                reason = tr("Danh sách tin cậy cũ hơn bản đang giữ; bỏ qua.")
                return TrustOutcome(TrustStep.IGNORED, self, reason)
            if trust.version == self.current.version:
                if self.signed is not None and signed.text == self.signed.text:
                    return TrustOutcome(TrustStep.KNOWN, self)
                return self._alarm(tr("Có hai danh sách tin cậy khác nhau mang cùng một số phiên bản."))
        if trust.province != self.province:
            return self._alarm(tr("Danh sách tin cậy là của tỉnh khác."))
        roots = [self.root] if trust.root == self.root else [self.root, trust.root]
        lines = signed.minisig.split("\n")
        parts = ["".join(f"{line}\n" for line in lines[at : at + 4]) for at in range(0, len(lines) - 1, 4)]
        try:
            if len(parts) != len(roots) or lines[-1]:
                raise BadInput("")
            for part, root in zip(parts, roots, strict=True):
                minisign.verify(signed.text.encode(), part.encode(), root)
        except BadInput:
            return self._alarm(tr("Danh sách tin cậy không được ký bằng khóa gốc của tỉnh."))
        return TrustOutcome(TrustStep.TAKEN, TrustRules(self.province, trust.root, signed, trust))

    def walk(self, versions: Sequence[SignedText]) -> tuple[TrustOutcome, ...]:
        """Take several lists in order and give the outcome of each; the last one's rules hold."""
        outcomes: list[TrustOutcome] = []
        rules = self
        for each in versions:
            outcomes.append(rules.take(each))
            rules = outcomes[-1].rules
        return tuple(outcomes)

    def _alarm(self, reason: str) -> TrustOutcome:
        return TrustOutcome(TrustStep.ALARM, self, reason)


def _entry(each: TrustedReplica) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: getattr(each, name)
        for name in ("unit", "replica", "incarnation", "minisign", "age", "chain_key", "status")
    }
    entry["earlier"] = list(each.earlier)
    if each.earlier:
        entry["until"] = [number for at in each.until for number in at]
    good = {"seq": each.last_good_seq, "hash": each.last_good_hash}
    entry["last_good"] = good if each.status == "revoked" else None
    return entry


def _replica(data: dict[str, Any]) -> TrustedReplica:
    good = data["last_good"] or {"seq": 0, "hash": ""}
    replica = TrustedReplica(
        unit=data["unit"],
        replica=data["replica"],
        incarnation=data["incarnation"],
        minisign=data["minisign"],
        age=PublicKeys(data["minisign"], data["age"]).check().age,
        chain_key=data["chain_key"],
        earlier=tuple(data["earlier"]),
        until=tuple(zip(data.get("until", [])[::2], data.get("until", [])[1::2], strict=True)),
        status=data["status"],
        last_good_seq=good["seq"],
        last_good_hash=good["hash"],
    )
    for key in (replica.chain_key, *replica.earlier):
        minisign.read_public_key(key)
    numbers = (replica.incarnation, replica.last_good_seq, *(number for at in replica.until for number in at))
    if not all(type(each) is int and each >= 0 for each in numbers):
        raise _wrong()
    if replica.status not in get_args(Status):
        raise _wrong()
    if not _CODE.fullmatch(replica.unit) or not _CODE.fullmatch(replica.replica):
        raise _wrong()
    if (replica.last_good_seq or replica.last_good_hash) and not _HASH.fullmatch(replica.last_good_hash):
        raise _wrong()
    return replica


def _wrong() -> PackageProblem:
    return corrupt(tr("Danh sách tin cậy không đúng khuôn dạng."))
