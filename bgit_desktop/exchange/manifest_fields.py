"""Single fields of a manifest, each read with its type and its bounds; anything else is ``rejected-corrupt``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from bgit_desktop.core.i18n import tr
from bgit_desktop.exchange.verdicts import corrupt

CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
HASH = re.compile(r"[0-9a-f]{64}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def inner_of(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Read an object.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not dict:
        wrong(key)
    return data


def objects_of(found: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Read a list of objects.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not list or not all(type(each) is dict for each in data):
        wrong(key)
    return data


def int_of(found: Mapping[str, Any], key: str, least: int) -> int:
    """Read an integer that is not below a least one.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not int or data < least:
        wrong(key)
    return data


def text_of(found: Mapping[str, Any], key: str, most: int) -> str:
    """Read a text of at most so many characters.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not str or len(data) > most:
        wrong(key)
    return data


def one_line_of(found: Mapping[str, Any], key: str, most: int) -> str:
    """Read a text without control characters.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = text_of(found, key, most)
    # A control character could paint over what the operator reads on a terminal.
    if CONTROL.search(data):
        wrong(key)
    return data


def code_of(found: Mapping[str, Any], key: str) -> str:
    """Read a code.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not str or not CODE.fullmatch(data):
        wrong(key)
    return data


def hash_of(found: Mapping[str, Any], key: str) -> str:
    """Read a hash, 64 lowercase hex digits.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    data = found.get(key)
    if type(data) is not str or not HASH.fullmatch(data):
        wrong(key)
    return data


def wrong(key: str) -> NoReturn:
    """Refuse a field.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    raise corrupt(tr("Bản kê của gói (manifest.json) thiếu hoặc sai mục «{key}».", key=key))
