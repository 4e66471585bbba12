"""`make bench`: the README's figures measured anew, as ratios within one run."""

import functools
import hashlib
import io
import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageCms, ImageOps

from framegen import Crop, Framer, Photo, YuNet, crop_to_face, main_face
from framegen.testing import encoded

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FRAME = "vong-sang-kien"
RUNS = 9


def phone_photo() -> bytes:
    """A portrait of 12 megapixels as a phone writes it: Display P3, lying, upright by EXIF.

    It is the astronaut, enlarged, with a sensor's grain.
    """
    wide = np.pad(skimage.data.astronaut(), ((160, 0), (0, 0), (0, 0)), mode="reflect")
    portrait = Image.fromarray(wide).crop((0, 0, 480, 640)).transpose(Image.Transpose.ROTATE_90)
    large = np.asarray(portrait.resize((4032, 3024), Image.Resampling.BICUBIC), np.int16)
    grain = np.random.default_rng(7).normal(0, 3, large.shape).round().astype(np.int16)
    lying = Image.fromarray(np.clip(large + grain, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(lying, quality=92, subsampling=2, exif=exif, icc_profile=display_p3())


def display_p3() -> bytes:
    """A Display P3 profile (ICC.1:2022): D50 primaries, sRGB's curve; 8 tags, no description."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"para\0\0\0\0\0\3\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = {
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.51512, 0.24120, -0.00105),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.15710, 0.06657, 0.78407),
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.96420, 1.0, 0.82491),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
        b"desc": b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\x14\0\0\0\x1c"
        + "Display P3".encode("utf-16-be"),
    }
    offset, table, data = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", offset + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    header = bytes(8) + b"\4\0\0\0" + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    header += fixed(0.96420, 1.0, 0.82491) + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(data)) + header[4:] + table + data


class PillowScript:
    """What anybody would write with Pillow and the same detector, colours and turning included."""

    def __init__(self, framer: Framer) -> None:
        self._detector = YuNet()
        self._opening = framer.frames[FRAME].opening
        overlay = framer.frames[FRAME].artwork.overlay(1080)
        alpha = 255 - overlay.clear[..., :1].astype(np.int32)
        straight = overlay.color.astype(np.int32) * 255 // np.maximum(alpha, 1)
        self._overlay = Image.fromarray(np.concatenate([straight, alpha], 2).astype(np.uint8))

    def __call__(self, file: bytes) -> bytes:
        """A photo's bytes in, its avatar's out."""
        avatar = self.photo_part(file).convert("RGBA")
        avatar.alpha_composite(self._overlay)
        stream = io.BytesIO()
        avatar.convert("RGB").save(stream, "JPEG", quality=92, subsampling=0)
        return stream.getvalue()

    def photo_part(self, file: bytes, crop: Crop | None = None) -> Image.Image:
        """The photo alone: decoded in full, cut and brought to size by Pillow's Lanczos."""
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        image = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"))
        assert image is not None
        if crop is None:
            photo = Photo.from_image(image)
            face = main_face(self._detector.detect(photo), photo.size)
            assert face is not None
            crop = crop_to_face(face, photo.size, self._opening)
        return image.resize((1080, 1080), Image.Resampling.LANCZOS, box=crop.box.edges)


def cpu_ms(work: Callable[[], object]) -> float:
    """The processor's time for one run, in milliseconds."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def speed(framer: Framer, file: bytes) -> Iterator[tuple[str, str]]:
    """CPU against the plain script, the two in turn."""
    script = PillowScript(framer)

    def ours() -> bytes:
        return framer.make(file, FRAME).encode()

    script(file), ours()
    pairs = [(cpu_ms(lambda: script(file)), cpu_ms(ours)) for _ in range(RUNS)]
    ratio = statistics.median(theirs / mine for theirs, mine in pairs)
    mine = statistics.median(mine for _, mine in pairs)
    yield (
        "12 MP phone JPEG to 1080 JPEG: CPU of a plain Pillow script / of framegen",
        f"{ratio:.1f}x",
    )
    yield "the same, CPU of framegen on this machine", f"{mine:.0f} ms"


def quality(framer: Framer, file: bytes) -> Iterator[tuple[str, str]]:
    """The photo's part of the avatar against full decoding and Pillow's Lanczos."""
    overlay = framer.frames[FRAME].artwork.overlay(1080)
    clear = overlay.clear[..., 0] == 255
    avatar = framer.make(file, FRAME)
    got = np.asarray(avatar.image, np.float64)[clear]
    wanted = np.asarray(PillowScript(framer).photo_part(file, avatar.crop), np.float64)[clear]
    decibels = 10 * np.log10(255**2 / np.mean((got - wanted) ** 2))
    yield "photo area against full decoding + Pillow Lanczos", f"{decibels:.1f} dB PSNR"


def drawing(framer: Framer, file: bytes) -> Iterator[tuple[str, str]]:
    """What a frame costs when it is first drawn, and what a name and a unit cost each time."""
    # A size that nothing else asked for, and as good as 1080.
    slowest = max(
        (cpu_ms(functools.partial(frame.artwork.overlay, 1079)), frame.name)
        for frame in framer.frames.values()
    )
    yield f"the slowest frame drawn for the first time ({slowest[1]}), CPU", f"{slowest[0]:.0f} ms"
    said = {"name": "Nguyễn Thị Quỳnh Hương", "unit": "Công đoàn cơ quan Bộ Khoa học"}
    photo = framer.load(file)
    face = main_face(framer.faces(photo), photo.size)

    def card(text: dict[str, str]) -> float:
        return cpu_ms(lambda: framer.make(photo, "the-doan-vien", face=face, text=text))

    card(said)
    pairs = [(card(said), card({})) for _ in range(RUNS)]
    more = statistics.median(with_text - without for with_text, without in pairs)
    yield "a name and a unit on an avatar, CPU on top", f"{more:.1f} ms"


def threads(framer: Framer, file: bytes) -> Iterator[tuple[str, str]]:
    """One Framer, one thread and four."""

    def digest(_: int) -> str:
        return hashlib.sha256(framer.make(file, FRAME).encode()).hexdigest()

    start = time.perf_counter()
    alone = [digest(n) for n in range(12)]
    middle = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        shared = list(pool.map(digest, range(12)))
    end = time.perf_counter()
    same = "the same bytes" if alone == shared else "OTHER BYTES"
    gain = (middle - start) / (end - middle)
    yield f"4 threads on one Framer, {os.cpu_count()} processors", f"{same}, {gain:.1f}x as fast"


def start_up() -> Iterator[tuple[str, str]]:
    """Import, --help, and the memory of a whole `framegen make`."""

    def run(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        return 1000 * (time.perf_counter() - start)

    bare = statistics.median(run("-c", "pass") for _ in range(RUNS))
    imported = statistics.median(run("-c", "import framegen") for _ in range(RUNS))
    helped = statistics.median(run("-m", "framegen", "--help") for _ in range(RUNS))
    yield "import framegen, beyond Python's own start", f"{imported - bare:.0f} ms"
    yield "framegen --help, Python's start included", f"{helped:.0f} ms"


def memory(file: bytes) -> Iterator[tuple[str, str]]:
    """The peak of a whole process that makes one avatar of 12 megapixels."""
    program = (
        "import sys; from framegen import Crop, Framer;"
        f"Framer().make(sys.stdin.buffer.read(), {FRAME!r}).encode();"
        "print(*(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=file, capture_output=True, check=True
    )
    yield "peak memory of a process that makes one avatar", f"{int(done.stdout) // 1024} MiB"


def placing() -> Iterator[tuple[str, str]]:
    """Faces found and placed on the annotated photos, where they are at hand."""
    photos = SHARED / "photos"
    tool = SHARED / "tools" / "score_faces.py"
    if not tool.is_file():
        yield (
            "faces found and placed",
            "needs the annotated photos, which are not in the repository",
        )
        return
    files = sorted(str(path) for path in photos.iterdir() if path.suffix in (".jpg", ".png"))
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "faces.jsonl")
        found.write_bytes(_framegen("faces", "--json", *files))
        for frame in sorted(path.parent.name for path in (ROOT / "frames").glob("*/frame.toml")):
            made = Path(folder, "made.jsonl")
            made.write_bytes(_framegen("make", "--json", "-f", frame, "-o", folder, *files))
            manifest = ROOT / "frames" / frame / "frame.toml"
            options = ["--photos", photos, "--faces", found, "--made", made, "--manifest", manifest]
            scored = subprocess.run(
                [sys.executable, tool, *options], capture_output=True, check=True
            )
            score = json.loads(scored.stdout)
            faces, avatars = score["faces"], score["made"]
            yield (
                f"{score['photos']} photos, {frame}",
                f"main face {faces['picked']:.3f}, faces where there are none "
                f"{faces['noface_other']:.3f}, placed {avatars['placed']:.3f}, "
                f"head whole {avatars['head_whole']:.3f}, not made {len(avatars['unmade'])}",
            )


def _framegen(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "framegen", *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def main() -> None:
    """Print the table."""
    framer, file = Framer(ROOT / "frames"), phone_photo()
    sys.stdout.write("| what | measured |\n|---|---|\n")
    for rows in (
        speed(framer, file),
        quality(framer, file),
        drawing(framer, file),
        memory(file),
        threads(framer, file),
        start_up(),
        placing(),
    ):
        for what, measured in rows:
            sys.stdout.write(f"| {what} | {measured} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
