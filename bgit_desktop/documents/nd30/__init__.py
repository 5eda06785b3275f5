"""Administrative documents in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

``model`` says what a document holds, ``wording`` how numbers and dates are written, ``compose``
turns a document into strips, ``paginate`` sets strips on pages and ``paint`` draws the pages. Only
``paint`` and ``measure`` know reportlab.
"""
