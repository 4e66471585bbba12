"""Ledger: what a batch has done, so that it is not done twice."""
