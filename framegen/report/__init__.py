"""Report: what a batch has to show: review sheet, workbook, archive, Parquet."""

from framegen.extras import require

require("office")
