"""Fixtures of all tests: a real face, the shipped frames, English, no AWS settings."""

import os

import pytest
import skimage.data
from hypothesis import settings
from PIL import Image

from framegen import Framer, Frames
from framegen.testing import encoded
from tests.support.places import ROOT

# How long an example takes is the machine's business.
settings.register_profile("framegen", settings(), deadline=None)
settings.load_profile("framegen")


@pytest.fixture(scope="session", autouse=True)
def settings_of_s3(tmp_path_factory):
    """A place for s3.py to write them to, in the stead of a developer's own.

    By environment, and this early: a process that is forked has that of its fork server, which runs
    since the first test that wanted one.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        settings = str(tmp_path_factory.mktemp("aws") / "settings")
        patch.setenv("AWS_CONFIG_FILE", settings)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", settings)
        yield


@pytest.fixture(scope="session", autouse=True)
def english():
    """The command line speaks English to tests, whatever a developer's machine is set to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAMEGEN_LANG", "en")
        yield


@pytest.fixture(scope="session")
def astronaut() -> Image.Image:
    """Eileen Collins by NASA, public domain: the one real face that every clone has, 512 x 512."""
    return Image.fromarray(skimage.data.astronaut())


@pytest.fixture(scope="session")
def astronaut_jpeg(astronaut: Image.Image) -> bytes:
    return encoded(astronaut)


@pytest.fixture(scope="session")
def frames() -> Frames:
    return Frames(ROOT / "frames")


@pytest.fixture(scope="session")
def framer(frames: Frames) -> Framer:
    return Framer(frames)
