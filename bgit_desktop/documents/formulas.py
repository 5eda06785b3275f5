"""Formulas that no spreadsheet program has calculated yet: made by another program, their result is not in the file.

Read as they stand they would be empty cells, and an empty cell says nothing; the person would never learn that a
column of dates was lost.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

from bgit_desktop.core.text import nfc

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_UNCALCULATED = re.compile(
    rb"<c\b([^>]*)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>",
)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_EMPTY_TEXT = b't="str"'  # calculated: the result is a text without letters
_CHUNK = 1 << 20
_OVERLAP = 1 << 14
"""Longer than any formula (8,192 characters), so that none is lost between two chunks."""


def uncalculated(data: bytes) -> dict[str, set[tuple[int, int]]]:
    """Find the cells of an .xlsx whose formula has no result.

    Args:
        data: the file, looked at before for what makes it unreadable.

    Returns:
        Title of the sheet → row and column, counted from 0; nothing of a file that is no .xlsx.
    """
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
            return {}
        found = {}
        for title, part in _titles(archive):
            if part in parts and (cells := _cells(archive, part)):
                found[title] = cells
        return found


def _titles(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Give title and part of each sheet."""
    relations = {}
    for match in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        values = dict(_ATTRIBUTE.findall(match[1]))
        target = values.get("Target", "")
        relations[values.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    found = []
    for match in _SHEET.finditer(archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        values = dict(_ATTRIBUTE.findall(match[1]))
        relation = next((value for name, value in values.items() if name.endswith(":id")), "")
        found.append((nfc(unescape(values.get("name", ""))), relations.get(relation, "")))
    return found


def _cells(archive: zipfile.ZipFile, part: str) -> set[tuple[int, int]]:
    found = set()
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            for match in _UNCALCULATED.finditer(text) if b"<f" in text else ():
                address = _ADDRESS.search(match[1])
                if address and _EMPTY_TEXT not in match[1]:
                    found.add((int(address[2]) - 1, column_number(address[1]) - 1))
            tail = text[-_OVERLAP:]
    return found


def column_number(letters: bytes) -> int:
    """Give the number of a column by its letters, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
