"""Trial: the settings as they are, and whether they work, before anybody comes."""

import asyncio
import dataclasses

from .app import create_app
from .settings import Settings, variable_of
from .work import studio
from .work.catalog import Catalog
from .work.workers import Workers


def table_of(settings: Settings) -> str:
    """Every setting with its value, its default where that differs, and its meaning."""
    rows = []
    for known in dataclasses.fields(settings):
        value = _text(getattr(settings, known.name))
        default = _text(known.default)
        usual = "" if value == default else f"  (default {default or 'empty'})"
        rows.append((variable_of(known.name), value or "-", known.metadata["doc"] + usual))
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"{name:{wide[0]}}  {value:{wide[1]}}  {doc}" for name, value, doc in rows)


def check(settings: Settings) -> str:
    """Make an avatar in a worker with every frame; what was seen.

    Raises:
        SettingInvalid, FramegenError: what does not work.
    """
    create_app(settings)
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> str:
    workers = Workers(settings, lambda _code: None)
    try:
        catalog = Catalog(settings, workers)
        for frame in catalog.frames:
            await workers.run(studio.sample, settings, frame.name, frame.size)
    finally:
        workers.close()
    return (
        f"All good: {settings.worker_count} workers, {len(catalog.frames)} frames, "
        f"{settings.max_megabytes} MB and {settings.max_megapixels} megapixels a photo."
    )


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
