"""The album: what may be given as a batch's photos."""

import pytest

from framegen import open_album
from framegen.errors import AlbumUnreadable, PhotoNotFound


def test_no_folder_and_no_photos_are_told(tmp_path):
    with pytest.raises(PhotoNotFound, match="no such folder"):
        open_album(tmp_path / "none")
    with pytest.raises(AlbumUnreadable, match="no photos"):
        open_album(tmp_path)
