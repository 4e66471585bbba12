"""Assets: the page's own files and the frames' samples, served from memory."""

import gzip
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from framegen import Logo
from ..work.catalog import Catalog

STATIC = Path(__file__).parent / "static"
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
AN_HOUR = {"Cache-Control": "public, max-age=3600"}
SAMPLE_SIZES = {"sample": 360, "large": 720}
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

# The mark as pictures, for home screens and for platforms that take no SVG.
MARK = "dau.svg"
ICON_SIDES = (192, 512)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory, as it is and packed."""

    data: bytes
    packed: bytes
    media_type: str


class Assets:
    """The files of a folder, under one address that changes with any of them.

    One address for all, so that modules find each other by their plain names.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        if MARK in files:
            mark = Logo.load(files[MARK])
            files |= {f"icon-{side}.png": _png(mark, side) for side in ICON_SIDES}
        digest = hashlib.sha256()
        for name, data in files.items():
            digest.update(f"{name} {len(data)} ".encode() + data)
        self.mark = digest.hexdigest()[:10]
        self._files = {
            name: Asset(data, gzip.compress(data, mtime=0), TYPES[Path(name).suffix])
            for name, data in files.items()
        }

    def href(self, name: str) -> str:
        """The address of a file; KeyError where there is none of that name."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.mark}/{name}"

    def modules(self) -> list[str]:
        """The names of every script."""
        return [name for name in self._files if name.endswith(".js")]

    def get(self, mark: str, name: str) -> Asset | None:
        """The file at an address."""
        return self._files.get(name) if mark == self.mark else None


def _png(mark: Logo, side: int) -> bytes:
    stream = io.BytesIO()
    mark.drawn(side).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def asset_routes(catalog: Catalog, assets: Assets) -> APIRouter:
    """The routes of what a page is dressed in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/khung/tat-ca.webp")
    async def strip() -> Response:
        return Response(await catalog.strip(), media_type="image/webp", headers=AN_HOUR)

    @router.get("/khung/{name}-khung.webp")
    async def overlay(name: str) -> Response:
        data = await catalog.overlay(catalog.frame(name))
        return Response(data, media_type="image/webp", headers=AN_HOUR)

    @router.get("/khung/{name}-the.jpg")
    async def card(name: str) -> Response:
        data = await catalog.card(catalog.frame(name))
        return Response(data, media_type="image/jpeg", headers=AN_HOUR)

    @router.get("/khung/{name}-{kind}.webp")
    async def sample(name: str, kind: str) -> Response:
        if kind not in SAMPLE_SIZES:
            raise HTTPException(404)
        data = await catalog.sample(catalog.frame(name), SAMPLE_SIZES[kind])
        return Response(data, media_type="image/webp", headers=AN_HOUR)

    @router.get("/static/{mark}/{name}")
    async def static(request: Request, mark: str, name: str) -> Response:
        asset = assets.get(mark, name)
        if asset is None:
            raise HTTPException(404)
        packs = "gzip" in request.headers.get("accept-encoding", "")
        if not packs or len(asset.packed) >= len(asset.data):
            return Response(asset.data, media_type=asset.media_type, headers=FOREVER)
        headers = {**FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(asset.packed, media_type=asset.media_type, headers=headers)

    return router
