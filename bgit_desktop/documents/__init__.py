"""Paper and workbooks: the NĐ 30 layout, reports, lists and charts as PDF; Excel written and read."""
