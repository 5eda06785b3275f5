"""``key rotate`` killed at random moments: the old keys or the new ones, never half of each, and the retry succeeds."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bgit_desktop.services import check, keys, ownkeys, packages, receiving, records, rotating
from bgit_desktop.services.context import open_session
from bgit_desktop.services.ownkeys import Keyring

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks and kills as Linux does")

SECRET = "mật khẩu thử nghiệm"
MOMENTS = 40 if os.environ.get("BGIT_NIGHTLY") else 4


def killed_at_random(work: Callable[[int], None], longest: float, seed: int) -> bytes:
    """Kill the work at a random moment after it says that it begins; gives what it told since."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(write)
        finally:
            os._exit(0)
    os.close(write)
    assert os.read(read, 1) == b"!"
    time.sleep(random.Random(seed).uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = os.read(read, 1 << 16)
    os.close(read)
    return told


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_keys_change(
    enrolled_pair, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path, seed: int
) -> None:
    with open_session(enrolled_pair.unit) as session:
        records.add(session, "difficulty", {"description": "Trước khi đổi"})
        first = packages.export_package(session, unit_keyring, tmp_path / "1.bgpkg").path
        before = keys.show(session).fingerprint

    def work(tell: int) -> None:
        with open_session(enrolled_pair.unit) as session:
            os.write(tell, b"!")
            ring = unit_keyring
            for _ in range(20):
                ring = rotating.rotate(session, ring, SECRET).keyring
                os.write(tell, b".")

    told = killed_at_random(work, 4.0, seed)
    with open_session(enrolled_pair.unit) as session, open_session(enrolled_pair.province) as so:
        assert check.check(session).problems == ()
        ring = ownkeys.unlock(session, SECRET)
        assert ring.private.public.minisign == session.store.meta("minisign")
        assert len(ring.private.rotations) in (len(told), len(told) + 1)
        assert (keys.show(session).fingerprint == before) == (not ring.private.rotations)
        ring = rotating.rotate(session, ring, SECRET).keyring
        assert [path.name for path in (enrolled_pair.unit / "keys").glob("next-*")] == []
        records.add(session, "difficulty", {"description": "Sau khi đổi"})
        second = packages.export_package(session, ring, tmp_path / "2.bgpkg").path
        outcomes = receiving.receive(so, province_keyring, [first, second])
        assert sorted(each.verdict for each in outcomes) in (["accepted", "accepted"], ["accepted", "duplicate"])
        assert so.store.db.execute("SELECT count(*) FROM difficulty").fetchone() == (2,)
