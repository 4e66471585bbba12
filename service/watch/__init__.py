"""Watch: logs, metrics, health and headers."""
