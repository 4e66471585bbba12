"""Visit: who looks at a page, and how they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from fastapi import Request

from framegen import Campaign

from ..language import page_language


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at a page, and how they came.

    Attributes:
        language: the page's.
        query: what links carry on: the language where the address has it, and the unit's code.
        base: the service's own address, for readers elsewhere.
        inviter: the unit that invites, by name or code.
    """

    language: str
    query: Mapping[str, str]
    base: str
    inviter: str | None

    @classmethod
    def of(cls, request: Request, campaign: Campaign) -> Self:
        """The visit that a request belongs to."""
        code = request.query_params.get("dv", "")
        inviter = campaign.inviter(code)
        language = page_language(request)
        asked = {"lang": language} if "lang" in request.query_params else {}
        unit = {"dv": code} if inviter else {}
        return cls(language, {**asked, **unit}, str(request.base_url).rstrip("/"), inviter)

    def link(self, path: str, **more: str) -> str:
        """A link that carries on the query."""
        query = urlencode({**self.query, **more})
        return f"{path}?{query}" if query else path
