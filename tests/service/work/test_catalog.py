"""Catalog: each picture is drawn once."""

import asyncio
import dataclasses

import pytest

import service.work.catalog
from framegen.errors import FrameInvalid, FrameNotFound
from service.errors import Busy, WorkerLost
from service.settings import Settings
from service.work import studio
from service.work.catalog import CACHED, QUEUE, Catalog
from tests.service.conftest import FRAME


class FakeWorkers:
    """Draws at once, unless it is told to hold or to fail; remembers what it was asked for."""

    def __init__(self):
        self.asked, self.at_once, self.most = [], 0, 0
        self.error = None
        self.held = None

    async def run(self, job, _settings, *args):
        self.asked.append((job, *args))
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.held is not None:
                await self.held.wait()
            if self.error is not None:
                raise self.error
        finally:
            self.at_once -= 1
        return f"{job.__name__} {args}".encode()


@pytest.fixture
def workers():
    return FakeWorkers()


@pytest.fixture
def catalog(workers):
    return Catalog(Settings(), workers)


@pytest.fixture
def frame(catalog):
    return catalog.frame(FRAME)


def test_frames_are_found_by_name_and_listed_in_order(catalog):
    assert catalog.frame(FRAME).name == FRAME
    assert next(frame.name for frame in catalog.frames) == FRAME
    assert sorted(catalog.frames, key=lambda frame: frame.order) == catalog.frames
    with pytest.raises(FrameNotFound):
        catalog.frame("nix")


def test_a_folder_without_a_campaign_is_refused(tmp_path, workers):
    with pytest.raises(FrameInvalid):
        Catalog(Settings(frames=str(tmp_path)), workers)


def test_a_picture_is_drawn_once_though_many_ask_at_once(catalog, workers, frame):
    async def crowd():
        return await asyncio.gather(*(catalog.artwork(frame, 540) for _ in range(10)))

    pictures = asyncio.run(crowd())
    assert workers.asked == [(studio.artwork, FRAME, 540)]
    assert len(set(pictures)) == 1


def test_a_picture_is_remembered(catalog, workers, frame):
    async def twice():
        return [await catalog.sample(frame, 360), await catalog.sample(frame, 360)]

    first, second = asyncio.run(twice())
    assert first == second
    assert workers.asked == [(studio.sample, FRAME, 360)]


def test_pictures_are_told_apart_by_kind_frame_and_size(catalog, workers, frame):
    async def draw():
        other = catalog.frame("dai-lua-do")
        return {
            await catalog.artwork(frame, 360),
            await catalog.sample(frame, 360),
            await catalog.artwork(frame, 720),
            await catalog.artwork(other, 360),
        }

    assert len(asyncio.run(draw())) == len(workers.asked) == 4


def test_pictures_are_drawn_one_after_the_other(catalog, workers, frame):
    async def crowd():
        await asyncio.gather(*(catalog.artwork(frame, 100 + size) for size in range(10)))

    asyncio.run(crowd())
    assert (len(workers.asked), workers.most) == (10, 1)


def test_many_pictures_at_once_are_turned_away(catalog, workers, frame):
    async def crowd():
        workers.held = asyncio.Event()
        tasks = [asyncio.create_task(catalog.artwork(frame, 100 + size)) for size in range(QUEUE)]
        await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            await catalog.artwork(frame, 99)
        again = asyncio.create_task(catalog.artwork(frame, 100))
        workers.held.set()
        await asyncio.gather(*tasks, again)
        assert await catalog.artwork(frame, 99)

    asyncio.run(crowd())


def test_what_is_remembered_is_bounded_and_what_is_asked_for_stays(catalog, workers, frame):
    async def flood():
        for size in range(CACHED * 2):
            await catalog.artwork(frame, 100 + size)
            await catalog.artwork(frame, 99)
        assert len(workers.asked) == CACHED * 2 + 1
        await catalog.artwork(frame, 100)

    asyncio.run(flood())
    assert workers.asked[-1] == (studio.artwork, FRAME, 100)
    assert len(catalog._pictures) == CACHED


@pytest.mark.parametrize(
    "error", [WorkerLost("photo: its worker was killed."), RuntimeError("broken"), OSError()]
)
def test_a_failure_is_told_to_all_who_wait_and_not_remembered(catalog, workers, frame, error):
    async def fail_once():
        workers.error = error
        told = await asyncio.gather(
            *(catalog.artwork(frame, 540) for _ in range(3)), return_exceptions=True
        )
        assert told == [error] * 3
        workers.error = None
        assert await catalog.artwork(frame, 540)

    asyncio.run(fail_once())
    assert len(workers.asked) == 2


def test_who_leaves_does_not_spoil_the_picture_for_others(catalog, workers, frame):
    async def leave():
        workers.held = asyncio.Event()
        first = asyncio.create_task(catalog.artwork(frame, 540))
        second = asyncio.create_task(catalog.artwork(frame, 540))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.wait([first])
        workers.held.set()
        return await second

    assert asyncio.run(leave())
    assert len(workers.asked) == 1


def test_a_failure_that_nobody_waited_for_is_not_remembered(catalog, workers, frame):
    async def leave():
        workers.held, workers.error = asyncio.Event(), WorkerLost("killed")
        only = asyncio.create_task(catalog.artwork(frame, 540))
        await asyncio.sleep(0.01)
        only.cancel()
        await asyncio.wait([only])
        workers.held.set()
        await asyncio.sleep(0.01)
        workers.error = None
        return await catalog.artwork(frame, 540)

    assert asyncio.run(leave())


class TestEtag:
    def test_is_quoted_and_stays(self, catalog, frame):
        assert catalog.etag(frame, 540) == catalog.etag(frame, 540)
        assert catalog.etag(frame, 540)[0] == catalog.etag(frame, 540)[-1] == '"'
        assert len(catalog.etag(frame, 540)) == 22

    def test_changes_with_size_frame_artwork_and_version(self, catalog, frame, monkeypatch):
        drawn = dataclasses.replace(frame.artwork, drawing=frame.artwork.drawing + "<!-- -->")
        marks = [
            catalog.etag(frame, 540),
            catalog.etag(frame, 541),
            catalog.etag(catalog.frame("dai-lua-do"), 540),
            catalog.etag(dataclasses.replace(frame, artwork=drawn), 540),
        ]
        monkeypatch.setattr(service.work.catalog, "__version__", "99")
        marks.append(catalog.etag(frame, 540))
        assert len(set(marks)) == 5
