"""Watch: logs, metrics, health, and the headers of answers."""
