"""The web service: the member's page and the HTTP API, built on the framegen library."""
