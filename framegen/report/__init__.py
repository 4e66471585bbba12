"""Report: what a batch has to show: review sheet, workbook, archive, Parquet."""
