"""The member's page, in a real browser."""
