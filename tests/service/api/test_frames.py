"""Frames: the campaign, its frames and their artwork, as programs see them."""

import io
import tomllib

import pytest
from PIL import Image

from framegen import render_frame
from tests.service.api.conftest import ARTWORK
from tests.service.conftest import FRAME
from tests.support.places import ROOT


def test_the_service_says_that_it_lives(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


class TestCampaign:
    def test_is_told_as_its_file_says(self, client):
        told = client.get("/v1/campaign").json()
        known = tomllib.loads((ROOT / "frames/campaign.toml").read_text(encoding="utf-8"))
        words = ("title", "full_name", "organisation", "launched_by", "caption", "hashtag")
        for name in (*words, "controller", "contact"):
            assert told[name] == known[name]
        assert told["slogans"] == known["slogans"]
        assert told["documents"] == known["documents"]
        assert told["dates"] == [
            {**phase, "start": str(phase["start"]), "end": str(phase["end"])}
            for phase in known["dates"]
        ]
        assert told["report_to"]["name"] == known["report_to"]["name"]


class TestFrames:
    def test_are_listed_in_their_order(self, client, frames):
        answer = client.get("/v1/frames")
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        assert answer.status_code == 200
        assert [row["name"] for row in answer.json()] == [frame.name for frame in by_order]

    def test_are_told_with_all_that_a_chooser_and_an_editor_need(self, client, frames):
        for row in client.get("/v1/frames").json():
            frame = frames[row["name"]]
            assert row == {
                "name": frame.name,
                "title": frame.title,
                "title_en": frame.title_en,
                "summary": frame.summary,
                "summary_en": frame.summary_en,
                "carries": list(frame.carries),
                "texts": [
                    {"id": text.id, "label": text.label, "required": text.required}
                    for text in frame.texts
                ],
                "size": 1080,
                "max_size": 2048,
                "window": list(frame.opening.box.edges),
                "safe_radius": frame.safe_radius,
                "artwork": f"/v1/frames/{frame.name}/artwork.png",
            }

    def test_are_told_one_by_one_as_in_the_list(self, client):
        for row in client.get("/v1/frames").json():
            assert client.get(f"/v1/frames/{row['name']}").json() == row
            assert client.get(f"{row['artwork']}?size=64").status_code == 200


class TestArtwork:
    @pytest.mark.parametrize("name", [FRAME, "the-doan-vien"])
    @pytest.mark.parametrize("size", [64, 300])
    def test_is_what_the_library_lays_over_a_photo(self, client, frames, name, size):
        answer = client.get(f"/v1/frames/{name}/artwork.png?size={size}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (size, size))
            assert image.tobytes() == render_frame(frames[name], size=size).tobytes()
            assert image.getchannel("A").getextrema() == (0, 255)

    def test_is_of_1080_pixels_unless_asked_otherwise(self, client):
        with Image.open(io.BytesIO(client.get(ARTWORK).content)) as image:
            assert image.size == (1080, 1080)

    def test_may_be_kept_and_asked_for_again_by_its_mark(self, client):
        answer = client.get(f"{ARTWORK}?size=64")
        mark = answer.headers["etag"]
        assert "max-age=" in answer.headers["cache-control"]
        for known in (mark, f'"nix", {mark}', f"W/{mark}", "*"):
            again = client.get(f"{ARTWORK}?size=64", headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == mark

    def test_is_sent_anew_where_another_is_known(self, client):
        mark = client.get(f"{ARTWORK}?size=64").headers["etag"]
        for known, size in [('"nix"', 64), (mark, 65), ("", 64)]:
            answer = client.get(f"{ARTWORK}?size={size}", headers={"If-None-Match": known})
            assert answer.status_code == 200
            assert answer.content
