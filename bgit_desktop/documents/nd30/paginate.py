"""Setting strips on pages.

Strips bound by ``keep_with_next`` go to a new page together; only a chain longer than a whole page
is divided. A page that begins inside a table begins with the table's header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bgit_desktop.documents.nd30.strips import Geometry, Page, Strip

# Rounding of sums of line heights must not push a line to the next page.
_SLACK = 0.01


def paginate(strips: Sequence[Strip], geometry: Geometry, *, number_first: bool = False) -> list[Page]:
    """Set strips on pages numbered from 1.

    Args:
        strips: in reading order.
        geometry: of every page.
        number_first: print the number on page 1 too (NĐ 30 hides it).

    Returns:
        At least one page.
    """
    pages: list[Page] = []
    limit = geometry.height - geometry.bottom + _SLACK
    y = limit

    def new_page() -> float:
        number = len(pages) + 1
        pages.append(Page(geometry, str(number) if number > 1 or number_first else ""))
        return geometry.top

    y = new_page()
    for chain in _chains(strips):
        page = pages[-1]
        # A chain that fits no page at all fills this one first, unless little room is left.
        crowded = y + _height(chain, top=False) > limit and (
            _height(chain, top=True) <= geometry.text_height or limit - y < geometry.text_height / 3
        )
        if page.placed and (chain[0].page_break or crowded):
            y = new_page()
        for strip in chain:
            page = pages[-1]
            if page.placed and y + strip.before + strip.height > limit:
                y = new_page()
                page = pages[-1]
            if page.placed:
                y += strip.before
            else:
                for repeated in strip.header:
                    page.placed.append((repeated, y))
                    y += repeated.height
            page.placed.append((strip, y))
            y += strip.height
    for page in pages:
        _close(page)
    return pages


def _chains(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Split the strips into chains that should stay on one page."""
    chain: list[Strip] = []
    for strip in strips:
        if strip.page_break and chain:
            yield chain
            chain = []
        chain.append(strip)
        if not strip.keep_with_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Strip], *, top: bool) -> float:
    """Height of a chain; at the top of a page without the room above it, but with the table's header."""
    height = sum(strip.before + strip.height for strip in chain)
    if top:
        height += sum(repeated.height for repeated in chain[0].header) - chain[0].before
    return height


def _close(page: Page) -> None:
    """Draw the line that closes a table row divided at the foot of the page."""
    if page.placed and page.placed[-1][0].closing:
        strip, y = page.placed[-1]
        page.placed.append((Strip(0, rules=[strip.closing] if strip.closing else []), y))
