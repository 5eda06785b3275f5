"""Widths of words and the breaking of lines, fast enough for long tables.

Vietnamese is written in short syllables that come again and again, so each word is measured once per face and
remembered; a line is then broken by adding numbers. Words wider than the line (a hash, an address) are cut.
"""

from __future__ import annotations

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.model import Run


class Face:
    """One face, with the widths of the words it has met.

    Attributes:
        name: the name reportlab knows it by.
        space: width of a blank at size 1.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        face = fonts.font(name).face
        self._glyphs: dict[int, float] = face.charWidths
        self._default: float = face.defaultWidth
        self._words: dict[str, float] = {}
        self.space: float = self.width(" ")

    def width(self, word: str) -> float:
        """Give the width of a word at size 1."""
        known = self._words.get(word)
        if known is None:
            glyphs, default = self._glyphs, self._default
            known = sum(glyphs.get(ord(letter), default) for letter in word) / 1000
            self._words[word] = known
        return known

    def text_width(self, text: str, size: float) -> float:
        """Give the width of a line of text at a size, in points."""
        words = text.split(" ")
        return (sum(map(self.width, words)) + self.space * (len(words) - 1)) * size

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """Break text into lines.

        Args:
            text: printable text; line feeds force a break.
            size: in points.
            width: of the lines, in points.

        Returns:
            At least one line, possibly empty.
        """
        limit = width / size
        lines: list[str] = []
        for part in text.split("\n"):
            words = part.split(" ")
            widths = list(map(self.width, words))
            if sum(widths) + self.space * (len(words) - 1) <= limit:
                lines.append(part)
                continue
            current: list[str] = []
            used = 0.0
            for word, wide in zip(words, widths, strict=True):
                if current and used + self.space + wide <= limit:
                    current.append(word)
                    used += self.space + wide
                    continue
                if current:
                    lines.append(" ".join(current))
                rest = word
                if wide > limit:
                    *heads, rest = self.cut(word, limit)
                    lines.extend(heads)
                    wide = self.width(rest)
                current, used = [rest], wide
            lines.append(" ".join(current))
        return lines

    def cut(self, word: str, limit: float) -> list[str]:
        """Cut a word into pieces no wider than ``limit`` (at size 1), one letter at least."""
        pieces: list[str] = []
        start, used = 0, 0.0
        for index, letter in enumerate(word):
            wide = self.width(letter)
            if index > start and used + wide > limit:
                pieces.append(word[start:index])
                start, used = index, 0.0
            used += wide
        pieces.append(word[start:])
        return pieces


class Faces:
    """The faces of one document, made as they are needed."""

    def __init__(self) -> None:
        self._faces: dict[str, Face] = {}

    def __getitem__(self, name: str) -> Face:
        face = self._faces.get(name)
        if face is None:
            face = self._faces[name] = Face(name)
        return face

    def of(self, run: Run) -> Face:
        """Give the serif face for a run's style."""
        if run.bold:
            return self[fonts.SERIF_BOLD_ITALIC if run.italic else fonts.SERIF_BOLD]
        return self[fonts.SERIF_ITALIC if run.italic else fonts.SERIF]


class SetLine:
    """A broken line of a paragraph: stretches of one face each, and how much room is left.

    Attributes:
        parts: (face name, text) in order; texts carry their own blanks between.
        width: natural width, in points.
        blanks: number of blanks that justification may stretch.
        last: the paragraph ends here, so it is not stretched.
    """

    __slots__ = ("blanks", "last", "parts", "width")

    def __init__(self, parts: list[tuple[Face, str]], width: float, blanks: int, last: bool) -> None:
        self.parts = parts
        self.width = width
        self.blanks = blanks
        self.last = last


def break_runs(faces: Faces, runs: tuple[Run, ...], size: float, width: float, indent: float) -> list[SetLine]:
    """Break a paragraph of several styles into lines.

    Args:
        faces: of the document.
        runs: the paragraph.
        size: in points.
        width: of the lines, in points.
        indent: by which the first line is shorter, in points.

    Returns:
        The lines; a paragraph without words gives one empty line.
    """
    tokens = [
        (face, piece, face.width(piece))
        for run in runs
        for face in (faces.of(run),)
        for word in fonts.printable(run.text, face.name).split(" ")
        if word
        for piece in (face.cut(word, width / size) if face.width(word) * size > width else (word,))
    ]
    lines: list[SetLine] = []
    limit = (width - indent) / size
    words: list[tuple[Face, str]] = []
    used = 0.0
    for face, word, wide in tokens:
        if words and used + face.space + wide > limit:
            lines.append(SetLine(_joined(words), used * size, len(words) - 1, last=False))
            words, used = [], 0.0
            limit = width / size
        used += (face.space if words else 0.0) + wide
        words.append((face, word))
    lines.append(SetLine(_joined(words), used * size, max(len(words) - 1, 0), last=True))
    return lines


def _joined(words: list[tuple[Face, str]]) -> list[tuple[Face, str]]:
    """Join neighbouring words of one face into stretches."""
    parts: list[tuple[Face, list[str]]] = []
    for face, word in words:
        if parts and parts[-1][0] is face:
            parts[-1][1].append(word)
        else:
            parts.append((face, [word]))
    last = len(parts) - 1
    return [(face, " ".join(texts) + ("" if at == last else " ")) for at, (face, texts) in enumerate(parts)]
