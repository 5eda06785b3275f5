"""Memory that two processes share: what is left there is what is taken, and nothing stays behind."""

from __future__ import annotations

import pickle

import pytest

from bgit_desktop.exchange.payload import Lines
from bgit_desktop.services.shelf import Shelf, leave

PIECES = [b"", b"m\xe1\xba\xa5y ch\xe1\xbb\xa7", bytes(range(256)) * 40]


def test_pieces_are_taken_as_they_were_left() -> None:
    shelf = Shelf(20_000)
    assert leave(shelf.name, PIECES)
    with shelf.pieces(len(PIECES)) as lying:
        assert list(map(bytes, lying)) == PIECES
    name = shelf.name
    shelf.close()
    with pytest.raises(FileNotFoundError):
        leave(name, PIECES)


def test_what_does_not_fit_is_not_left() -> None:
    shelf = Shelf(4096)
    assert not leave(shelf.name, [bytes(1 << 20)])
    shelf.close()


def test_lines_go_over_as_one_piece() -> None:
    lines = Lines(bytearray(b"m\xe1\xbb\x99t\nhai\n"))
    apart: list[pickle.PickleBuffer] = []
    head = pickle.dumps(lines, protocol=5, buffer_callback=apart.append)
    assert [bytes(each) for each in apart] == [b"m\xe1\xbb\x99t\nhai\n"]
    assert list(pickle.loads(head, buffers=apart)) == ["một".encode(), b"hai"]
