"""Cells: files of any office become rows of cells, within limits."""
