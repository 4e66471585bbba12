"""Assets: the page's own files and the frames' samples, served from memory."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from service.catalog import Catalog

STATIC = Path(__file__).parent / "web/static"
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
AN_HOUR = {"Cache-Control": "public, max-age=3600"}
SAMPLE_SIZES = {"sample": 360, "large": 720}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory, under a name that changes with its content."""

    name: str
    data: bytes
    packed: bytes
    media_type: str

    @classmethod
    def load(cls, path: Path) -> "Asset":
        """Read a file once, at the start."""
        data = path.read_bytes()
        mark = hashlib.sha256(data).hexdigest()[:10]
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return cls(
            f"{path.stem}.{mark}{path.suffix}", data, gzip.compress(data, mtime=0), media_type
        )


def load_assets() -> dict[str, Asset]:
    """The page's own files by their plain names."""
    return {path.name: Asset.load(path) for path in STATIC.iterdir()}


def asset_routes(catalog: Catalog, assets: Mapping[str, Asset]) -> APIRouter:
    """The routes of what a page is dressed in."""
    router = APIRouter(include_in_schema=False)
    by_address = {asset.name: asset for asset in assets.values()}

    @router.get("/khung/{name}-{kind}.webp")
    async def sample(name: str, kind: str) -> Response:
        if kind not in SAMPLE_SIZES:
            raise HTTPException(404)
        data = await catalog.sample(catalog.frame(name), SAMPLE_SIZES[kind])
        return Response(data, media_type="image/webp", headers=AN_HOUR)

    @router.get("/static/{name}")
    async def static(request: Request, name: str) -> Response:
        asset = by_address.get(name)
        if asset is None:
            raise HTTPException(404)
        packs = "gzip" in request.headers.get("accept-encoding", "")
        if not packs or len(asset.packed) >= len(asset.data):
            return Response(asset.data, media_type=asset.media_type, headers=FOREVER)
        headers = {**FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(asset.packed, media_type=asset.media_type, headers=headers)

    return router
