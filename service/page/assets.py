"""Assets: the page's static files and the frames' pictures, served from memory."""

import gzip
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from framegen import Logo

from ..services import TheCatalog
from ..watch.headers import AN_HOUR, FOREVER

STATIC = Path(__file__).parent / "static"
SAMPLE_SIZES = {"sample": 360, "large": 720}
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

# The emblem as pictures, for home screens and for platforms that take no SVG.
MARK = "dau.svg"
ICON_SIDES = (192, 512)

COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
LAYOUT = re.compile(rb"\s*([{};])\s*")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory, as it is and compressed."""

    data: bytes
    packed: bytes
    media_type: str


class Assets:
    """The files of a folder, below one address that changes with any of them.

    With one address for all, modules import each other by relative paths.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        files = {
            path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.*"))
        }
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
        """The path of every script."""
        return [name for name in self._files if name.endswith(".js")]

    def scripts(self) -> list[str]:
        """The text of every script."""
        return [self._files[name].data.decode() for name in self.modules()]

    def get(self, mark: str, name: str) -> Asset | None:
        """The file at an address."""
        return self._files.get(name) if mark == self.mark else None


def _read(path: Path) -> bytes:
    """A file as it is served: style sheets go without comments and layout."""
    data = path.read_bytes()
    return LAYOUT.sub(rb"\1", COMMENT.sub(b"", data)).strip() if path.suffix == ".css" else data


def _png(mark: Logo, side: int) -> bytes:
    stream = io.BytesIO()
    mark.drawn(side).save(stream, "PNG", optimize=True)
    return stream.getvalue()


async def _assets(request: Request) -> Assets:
    return cast("Assets", request.app.state.assets)


@router.get("/khung/tat-ca.webp")
async def strip(catalog: TheCatalog) -> Response:
    """Every frame around the sample photo, side by side."""
    return Response(await catalog.strip(), media_type="image/webp", headers=AN_HOUR)


@router.get("/khung/{name}-khung.webp")
async def overlay(catalog: TheCatalog, name: str) -> Response:
    """A frame's artwork."""
    data = await catalog.overlay(catalog.frame(name))
    return Response(data, media_type="image/webp", headers=AN_HOUR)


@router.get("/khung/{name}-the.jpg")
async def card(catalog: TheCatalog, name: str) -> Response:
    """The card that platforms show for a link to the page."""
    data = await catalog.card(catalog.frame(name))
    return Response(data, media_type="image/jpeg", headers=AN_HOUR)


@router.get("/khung/{name}-{kind}.webp")
async def sample(catalog: TheCatalog, name: str, kind: str) -> Response:
    """A frame around the sample photo."""
    if kind not in SAMPLE_SIZES:
        raise HTTPException(404)
    data = await catalog.sample(catalog.frame(name), SAMPLE_SIZES[kind])
    return Response(data, media_type="image/webp", headers=AN_HOUR)


@router.get("/static/{mark}/{name}")
@router.get("/static/{mark}/{folder}/{name}")
async def static(
    request: Request,
    assets: Annotated[Assets, Depends(_assets)],
    mark: str,
    name: str,
    folder: str = "",
) -> Response:
    """A static file, compressed where the client takes it."""
    asset = assets.get(mark, f"{folder}/{name}" if folder else name)
    if asset is None:
        raise HTTPException(404)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    if not packs or len(asset.packed) >= len(asset.data):
        return Response(asset.data, media_type=asset.media_type, headers=FOREVER)
    headers = {**FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(asset.packed, media_type=asset.media_type, headers=headers)
