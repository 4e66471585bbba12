"""Load and resilience of the web service, measured from outside; see `python -m tests.load -h`."""
