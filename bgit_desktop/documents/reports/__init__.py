"""The reports of QĐ 445/2013/QĐ-UBND as pure builders: from dataclasses of plain values to documents.

``periodic`` is Điều 7.1, ``incident`` Điều 7.2, ``officers`` the list with the verdicts of Điều 4,
``summary`` the province's report over all units (Điều 11.1). Each module has ``build(report) ->
Document`` and, where it holds lists, ``sheets(report)`` for a workbook. Who issues, who signs and
on what basis stands in ``common.Formalities``.
"""
