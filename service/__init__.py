"""The web service: the member's page and the HTTP API, over the library's front door."""
