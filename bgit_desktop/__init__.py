"""bgit-desktop: carrying out QĐ 445/2013/QĐ-UBND of Bắc Giang, offline.

The layers, left may import right: ``app/cli → gui → services → {store, exchange, documents} → core → errors``
(tests/test_architecture.py). ``docs/architecture.md`` is the one page that tells where everything lives.
"""

__version__ = "0.1.0"
