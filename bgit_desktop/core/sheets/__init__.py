"""Excel lists as offices keep them: from the cells of a sheet to a plan of what to create and change.

A sheet is read in four steps, each pure and each to be looked at by itself: :mod:`.headers` finds the table and says
which column is which field; a person may correct that :class:`~.mapping.SheetMapping`; :mod:`.rows` reads the cells
under it, every problem named by its cell; :mod:`.plan` matches the rows with the records there are.
"""
