"""Load and resilience of the web service, measured from outside: `python -m tests.bench.load -h`."""
