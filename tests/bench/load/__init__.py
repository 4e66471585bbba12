"""Load and resilience of the web service, from outside: `python -m tests.bench.load -h`."""
