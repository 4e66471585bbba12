"""Measured frame: what cannot be read is one error at its file and key, whatever the bytes."""

import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from framegen.design.check import check_frame
from framegen.design.finding import Finding
from framegen.testing import encoded
from tests.support.places import ROOT
from tests.support.small_frame import CIRCLE, DRAWING, MANIFEST, PNG, RECT, changed, png

SHIPPED = sorted(path.parent for path in (ROOT / "frames").glob("*/frame.toml"))


class TestUnreadableFrame:
    @pytest.mark.parametrize(
        ("change", "key", "words"),
        [
            ({"radius = 0.34": "radius = 0.9"}, "window.radius", "0.5, got 0.9"),
            ({"radius = 0.34": "raduis = 0.34"}, "window.raduis", "no such key"),
            ({"size = 0.036": 'size = "big"'}, "text[0].size", 'expected a number, got "big"'),
            ({"schema = 1": "schema = 2"}, "schema", "2"),
            ({'id = "ring"': 'id = "other"'}, "id", '"other"'),
            ({"radius = 0.34": "radius = nan"}, "window.radius", "NaN"),
        ],
        ids=lambda each: each if isinstance(each, str) else "",
    )
    def test_a_wrong_key_is_one_error_with_its_path(self, check, change, key, words, tmp_path):
        (finding,) = check(change)
        assert finding.code == "frame-invalid"
        assert finding.is_error
        assert finding.where == f"{tmp_path}/ring/frame.toml: {key}"
        assert words.lower() in finding.sentence().lower()
        assert not finding.sentence()[0].islower()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"<path": '<image href="file:///etc/passwd"/><path'}, "file:///etc/passwd"),
            ({"<path": "<script>alert(1)</script><path"}, "<script>"),
            ({"<path": "<foreignObject/><path"}, "<foreignObject>"),
            ({'font-weight="900"': 'font-weight="300"'}, "Roboto:300"),
            ({'"Roboto"': '"Arial"'}, "Arial"),
            ({"0 0 1000 1000": "0 0 1000 500"}, "1000 x 500"),
            ({"</svg>": ""}, "not an SVG"),
            ({'height="1000"': 'height="50%"'}, "1080 x 540"),
            ({'viewBox="0 0 1000 1000" width="1000" height="1000"': ""}, "set its viewBox"),
            (
                {
                    "</svg>": 200 * "<text font-family='Roboto' font-weight='700'>a</text>"
                    + "</svg>"
                },
                "201 texts; 100 are the most",
            ),
        ],
        ids=lambda each: each if isinstance(each, str) else "",
    )
    def test_a_hostile_or_broken_drawing_is_one_error(self, check, change, words, tmp_path):
        (finding,) = check(drawing=change)
        assert finding.code == "frame-invalid"
        assert finding.where == f"{tmp_path}/ring/overlay.svg"
        assert words.lower() in finding.sentence().lower()

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (encoded(Image.new("RGB", (1080, 1080)), "PNG"), "no transparent part"),
            (encoded(Image.new("RGBA", (1080, 720)), "PNG"), "1080 x 720"),
            (b"no picture", "not a PNG"),
            (png()[:2000], "not a PNG"),
        ],
        ids=["no alpha", "not square", "no picture", "cut short"],
    )
    def test_a_bad_picture_is_one_error(self, check, data, words, tmp_path):
        (finding,) = check(PNG, overlay_png=data)
        assert finding.where == f"{tmp_path}/ring/overlay.png"
        assert words.lower() in finding.sentence().lower()

    def test_a_missing_overlay_is_one_error(self, check, tmp_path):
        (finding,) = check(PNG)
        assert finding.where == f"{tmp_path}/ring/overlay.png"
        assert "no such file" in finding.sentence()

    def test_a_missing_folder_is_one_error(self, tmp_path):
        (finding,) = check_frame(tmp_path / "none")
        assert finding.where == f"{tmp_path}/none/frame.toml"

    @pytest.mark.parametrize(
        ("data", "words"),
        [(b"", "not a PNG"), (encoded(Image.new("L", (64, 64)), "PNG"), "white")],
        ids=["no picture", "all black"],
    )
    def test_an_unusable_mask_is_one_error(self, check, data, words, tmp_path):
        mask = f'shape = "mask"\nfile = "mask.png"\n{RECT}'
        (finding,) = check({f'shape = "circle"\n{CIRCLE}': mask}, mask_png=data)
        assert finding.where == f"{tmp_path}/ring/mask.png"
        assert words.lower() in finding.sentence().lower()


class TestHostileFiles:
    @pytest.mark.parametrize(
        "manifest",
        [
            b"",
            b"\xff\xfe\x00",
            b"a = " + b"[" * 5000,
            b"a = " + b"{a=" * 5000,
            MANIFEST.encode("utf-16"),
            MANIFEST.replace('"overlay.svg"', '"../overlay.svg"').encode(),
            MANIFEST.replace('"overlay.svg"', '"frame.toml"').encode(),
        ],
        ids=["empty", "no text", "lists", "tables", "UTF-16", "way out", "itself"],
    )
    def test_a_hostile_manifest_is_one_error(self, check, manifest):
        (finding,) = check(frame_toml=manifest)
        assert (finding.code, finding.is_error) == ("frame-invalid", True)

    @pytest.mark.parametrize(
        "head",
        [
            b'<?xml version="1.0" encoding="none-such"?>',
            b'<?xml version="1.0" encoding="utf-32"?>',
            b'<?xml version="1.0" encoding="idna"?>',
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
            b"<g>" * 5000,
        ],
        ids=["no encoding", "wide encoding", "odd encoding", "entity", "depth"],
    )
    def test_a_hostile_prologue_of_a_drawing_is_one_error(self, check, head):
        (finding,) = check(overlay_svg=head + DRAWING.encode())
        assert (finding.code, finding.is_error) == ("frame-invalid", True)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["frame.toml", "overlay.png", "mask.png"])
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(at=st.floats(0, 1, exclude_max=True), patch=st.binary(min_size=1, max_size=8))
    def test_broken_bytes_never_raise(self, tmp_path, name, at, patch):
        folder = tmp_path / "ring"
        folder.mkdir(exist_ok=True)
        mask = f'shape = "mask"\nfile = "mask.png"\n{RECT}'
        manifest = changed(MANIFEST, {**PNG, f'shape = "circle"\n{CIRCLE}': mask})
        small = encoded(Image.new("L", (64, 64), 255), "PNG")
        files = {"frame.toml": manifest.encode(), "overlay.png": png(256), "mask.png": small}
        place = int(at * len(files[name]))
        files[name] = files[name][:place] + patch + files[name][place + len(patch) :]
        for each, data in files.items():
            (folder / each).write_bytes(data)
        findings = check_frame(folder)
        assert findings
        assert all(isinstance(finding, Finding) for finding in findings)

    @pytest.mark.slow
    @pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
    def test_broken_drawings_never_raise(self, folder, tmp_path):
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy)
        whole = (folder / "overlay.svg").read_bytes()
        chance = np.random.default_rng(7)
        for _ in range(12):
            place = int(chance.integers(len(whole)))
            broken = (
                whole[:place] + bytes(chance.integers(32, 127, 3).tolist()) + whole[place + 3 :]
            )
            (copy / "overlay.svg").write_bytes(broken)
            assert all(isinstance(finding, Finding) for finding in check_frame(copy))
