"""The district's report of 50 pages against the same pages drawn on a bare reportlab canvas.

Ours: from the report's values to the file (composing, setting, painting). Baseline: the same lines
of text and rules, at the places ours came out, drawn with ``Canvas.drawString`` and
``Canvas.lines``; its charts with ``Drawing.drawOn``. Prints the medians, and the ratio, which must
not exceed 2.

    python tests/bench/bench_report.py [ROUNDS]

"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

# A script is started by path, so neither the project nor its samples are on the path yet.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1] / "documents")]

import samples  # noqa: E402

from bgit_desktop.documents import fonts  # noqa: E402
from bgit_desktop.documents.nd30.compose import set_pages, write_document  # noqa: E402
from bgit_desktop.documents.nd30.strips import Page  # noqa: E402
from bgit_desktop.documents.reports import periodic  # noqa: E402

LIMIT = 2.0


def bare(pages: list[Page]) -> bytes:
    """Draw pages with the calls one would use by hand."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pageCompression=1, initialFontName=fonts.SERIF)
    for page in pages:
        canvas.setPageSize((page.geometry.width, page.geometry.height))
        if page.number:
            canvas.setFont(fonts.SERIF, 13)
            canvas.drawCentredString(page.geometry.width / 2, page.geometry.height - 35, page.number)
        face = ("", 0.0)
        lines = []
        for strip, distance in page.placed:
            top = page.geometry.height - distance
            for shade in strip.shades:
                canvas.setFillGray(shade.grey)
                canvas.rect(shade.x, top - shade.drop - shade.height, shade.width, shade.height, stroke=0, fill=1)
                canvas.setFillGray(0)
            for picture in strip.pictures:
                picture.drawing.drawOn(canvas, picture.x, top - picture.drop)
                face = ("", 0.0)
            for x, drop, font, size, text, spread in strip.texts:
                if (font, size) != face:
                    canvas.setFont(font, size)
                    face = (font, size)
                canvas.drawString(x, top - drop, text, wordSpace=spread or None)
            lines += [(rule.x1, top - rule.drop1, rule.x2, top - rule.drop2) for rule in strip.rules]
        canvas.lines(lines)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def timed(action: Callable[[], object]) -> float:
    """Run once; give milliseconds."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def main(rounds: int) -> int:
    """Measure and print; give 1 where the ratio is above the limit."""
    report = samples.periodic(tasks=370, repeat=9)
    pages = set_pages(periodic.build(report))
    write_document(periodic.build(report), io.BytesIO())
    bare(pages)
    ours = statistics.median(timed(lambda: write_document(periodic.build(report), io.BytesIO())) for _ in range(rounds))
    base = statistics.median(timed(lambda: bare(pages)) for _ in range(rounds))
    ratio = ours / base
    print(f"report of {len(pages)} pages, medians of {rounds}: ours {ours:.0f} ms, bare canvas {base:.0f} ms, ", end="")
    print(f"ratio {ratio:.2f} (limit {LIMIT:g})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
