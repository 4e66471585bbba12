"""Self-check: the settings as they are, and whether they work, before the service starts."""

import asyncio
import dataclasses

from framegen.language import N_, SOURCE, Message

from .app import create_app
from .language import for_members
from .settings import Settings, variable_of
from .work import studio
from .work.catalog import Catalog
from .work.workers import Workers

DEFAULT, EMPTY = N_("(default {value})"), N_("empty")


def table_of(settings: Settings, language: str = SOURCE) -> str:
    """Every setting with its value, its meaning, and its default where that differs."""
    rows = []
    for known in dataclasses.fields(settings):
        value = _text(getattr(settings, known.name))
        default = _text(known.default)
        meaning = for_members(known.metadata["doc"], language)
        if value != default:
            usual = default or for_members(EMPTY, language)
            meaning += "  " + for_members(DEFAULT, language).format(value=usual)
        rows.append((variable_of(known.name), value or "-", meaning))
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"{name:{wide[0]}}  {value:{wide[1]}}  {doc}" for name, value, doc in rows)


def check(settings: Settings) -> Message:
    """Make an avatar with every frame in a worker; a summary of what works.

    Raises:
        SettingInvalid, FramegenError: what does not work.
    """
    create_app(settings)
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> Message:
    workers = Workers(settings, lambda _code: None)
    try:
        catalog = Catalog(settings, workers)
        for frame in catalog.frames:
            await workers.run(studio.sample, settings, frame.name, frame.size)
    finally:
        workers.close()
    values = {
        "workers": settings.worker_count,
        "frames": len(catalog.frames),
        "megabytes": settings.max_megabytes,
        "megapixels": settings.max_megapixels,
    }
    return Message(
        "All good: {workers} workers, {frames} frames, {megabytes} MB and "
        "{megapixels} megapixels a photo.",
        values,
    )


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
