"""`python -m tests.bench.batch [PHOTOS]`: what a batch costs and what it survives."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from framegen import BatchOptions, Framer, Frames, Person, Result, YuNet, make_all, match
from framegen.batch.fitting import fitted_texts
from framegen.batch.pool import TASKS_PER_PROCESS
from framegen.face.face import Face
from framegen.photo.load import Photo
from framegen.testing import drawn_card
from tests.bench.bench import phone_photo

ROOT = Path(__file__).parents[2]
FRAME = "the-doan-vien"
JOBS = 2
HANG, KILL, EAT = "hang", "kill", "eat"
# Waits, the first time, to be killed from outside.
STALL = "stall"


@dataclass(frozen=True, slots=True)
class Watched:
    """A detector that notes every photo and its process, and suffers from certain names."""

    log: Path
    real: bool = True

    def detect(self, photo: Photo, /) -> Sequence[Face]:
        seen_before = STALL in photo.name and photo.name in seen_in(self.log)
        with self.log.open("a") as file:
            file.write(f"{photo.name} {os.getpid()}\n")
        if HANG in photo.name or (STALL in photo.name and not seen_before):
            time.sleep(3600)
        if KILL in photo.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if EAT in photo.name:
            held = [bytearray(2**26) for _ in range(10_000)]
            raise AssertionError(len(held))
        return YuNet().detect(photo) if self.real else ()


def framer(log: Path, *, real: bool = False) -> Framer:
    return Framer(Frames(ROOT / "frames"), detector=Watched(log, real))


def seen_in(log: Path) -> dict[str, list[int]]:
    """The photos that were begun, each with the processes that began it."""
    seen: dict[str, list[int]] = {}
    for line in log.read_text().splitlines() if log.exists() else ():
        name, pid = line.split()
        seen.setdefault(name, []).append(int(pid))
    return seen


def photos_in(folder: Path, names: Mapping[int, str], count: int) -> list[Person]:
    """A folder of photos, each with bytes of its own, and the people they are of.

    Args:
        folder: made.
        names: what the codes of some begin with.
        count: how many.
    """
    folder.mkdir(parents=True)
    picture = drawn_card(480, 640)
    base = folder / "base.tmp"
    picture.save(base, "JPEG", quality=90)
    data = base.read_bytes()
    base.unlink()
    people = people_of(names, count)
    for person in people:
        # What stands behind a picture's end changes the file and not the picture.
        (folder / f"{person.code}.jpg").write_bytes(data + person.code.encode())
    return people


def people_of(names: Mapping[int, str], count: int) -> list[Person]:
    return [
        Person(n + 2, f"Nguyễn Văn {n}", f"{names.get(n, 'nv')}{n:05d}", f"Tổ {n % 9}")
        for n in range(count)
    ]


def stalls(count: int, number: int) -> dict[int, str]:
    """So many photos that stall, evenly among the others."""
    return {(each + 1) * count // (number + 1): STALL for each in range(number)}


def run(folder: Path, people: list[Person], log: Path, **options: object) -> Counter[str]:
    """One batch in this process; how many people had which outcome."""
    names = sorted(path.name for path in (folder / "photos").iterdir())
    options = BatchOptions(photos=folder / "photos", size=128, jobs=JOBS, **options)
    results = make_all(framer(log), match(people, names).people, FRAME, folder / "out", options)
    return Counter(str(result.outcome) for result in results)


def child(
    folder: Path, names: Mapping[int, str], count: int, cluster: str = ""
) -> subprocess.Popen[str]:
    """The same batch in a process that can be killed; it prints each outcome."""
    told = json.dumps([str(folder), list(names.items()), count, cluster])
    # Of a main module's own classes other machines know nothing.
    code = "import sys; from tests.bench.batch import child_main; child_main(sys.argv[1])"
    command = [sys.executable, "-c", code, told]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def child_main(told: str) -> None:
    folder, names, count, cluster = json.loads(told)
    at, people = Path(folder), people_of(dict(names), count)
    print(json.dumps(run(at, people, at / "log", cluster=cluster)))  # noqa: T201


def process_at(log: Path, number: int) -> int:
    """The process that stalls on the photo of a number, once it does."""
    name = f"{STALL}{number:05d}.jpg"
    deadline = time.monotonic() + 120
    while name not in seen_in(log):
        assert time.monotonic() < deadline, f"{name} was never begun"
        time.sleep(0.01)
    return seen_in(log)[name][0]


def survives_poison(folder: Path, count: int) -> dict[str, object]:
    """A photo that hangs, one that kills its process, one that eats memory: only those fail."""
    poison = {count // 4: HANG, count // 2: KILL, count * 3 // 4: EAT}
    people = photos_in(folder / "photos", poison, count)
    started = time.perf_counter()
    outcomes = run(folder, people, folder / "log", timeout=4.0)
    wall = time.perf_counter() - started
    started = time.perf_counter()
    again = run(folder, people, folder / "log", timeout=4.0)
    return {
        "outcomes": dict(outcomes),
        "seconds": round(wall, 1),
        "again": dict(again),
        "again_share": round((time.perf_counter() - started) / wall, 3),
    }


def survives_killed_workers(folder: Path, count: int, kills: int) -> dict[str, object]:
    """Workers killed from outside at their work, one after the other."""
    names = stalls(count, kills)
    photos_in(folder / "photos", names, count)
    parent = child(folder, names, count)
    for number in names:
        os.kill(process_at(folder / "log", number), signal.SIGKILL)
    outcomes = json.loads(parent.communicate(timeout=600)[0])
    begun = sum(map(len, seen_in(folder / "log").values()))
    return {"outcomes": outcomes, "killed": len(names), "done_again": begun - count}


def survives_a_killed_parent(folder: Path, count: int) -> dict[str, object]:
    """The whole batch killed half-way, then run again."""
    names = stalls(count, 1)
    photos_in(folder / "photos", names, count)
    parent = child(folder, names, count)
    process_at(folder / "log", *names)
    parent.kill()
    parent.communicate()
    workers = {pid for pids in seen_in(folder / "log").values() for pid in pids}
    outcomes = json.loads(child(folder, names, count).communicate(timeout=600)[0])
    seen = seen_in(folder / "log")
    made = sorted(path.name for path in (folder / "out" / "anh-dai-dien").iterdir())
    deadline = time.monotonic() + 10
    while (left := [pid for pid in workers if _lives(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return {
        "outcomes": outcomes,
        "files": len(made),
        "lost": count - len(seen),
        "done_again": sum(map(len, seen.values())) - count,
        "in_flight": TASKS_PER_PROCESS * JOBS,
        "orphans": len(left),
    }


def _lives(pid: int) -> bool:
    try:
        return "forkserver" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def overhead(folder: Path, count: int, rounds: int) -> dict[str, object]:
    """The CPU of a batch with one process against that of a plain loop, in turn."""
    people = _photos_of_a_phone(folder, count)
    bare, pooled = [], []
    for turn in range(rounds):
        bare.append(_bare(folder, people, folder / f"bare{turn}") / count)
        pooled.append(_pooled(folder, people, folder / f"pooled{turn}") / count)
    return _compared("bare", bare, "pooled", pooled)


def overhead_of_a_cluster(folder: Path, rounds: int) -> dict[str, object]:
    """The CPU of a batch on a worker of Dask against that of a process here, in turn.

    Six chunks of 50 photos are weighed, after two others and before the last one.
    """
    people = _photos_of_a_phone(folder, 450)
    here, there = [], []
    for turn in range(rounds):
        for spent, cluster in ((here, ""), (there, "local")):
            marks = {}
            for result in _results(folder, people, folder / f"out{turn}{cluster}", cluster):
                assert result.ok
                if result.order in (101, 401):
                    marks[result.order] = _cpu()
            spent.append((marks[401] - marks[101]) / 300)
    return _compared("pool", here, "cluster", there)


def _compared(
    name: str, base: Sequence[float], other_name: str, other: Sequence[float]
) -> dict[str, object]:
    """The least seconds of two ways, and by what share the second took more in each round."""
    return {
        f"{name}_ms": round(min(base) * 1000, 1),
        f"{other_name}_ms": round(min(other) * 1000, 1),
        "overhead": round(min(other) / min(base) - 1, 3),
        "each_round": [round(b / a - 1, 3) for a, b in zip(base, other, strict=True)],
    }


def _photos_of_a_phone(folder: Path, count: int) -> list[Person]:
    """A folder of photos such as phones take, with a face, and the people they are of."""
    (folder / "photos").mkdir()
    (folder / "full.jpg").write_bytes(phone_photo())
    with Image.open(folder / "full.jpg") as full:
        small = full.resize((1600, 1200)).rotate(-90, expand=True)
    small.save(folder / "small.jpg", quality=90)
    data = (folder / "small.jpg").read_bytes()
    people = []
    for number in range(count):
        (folder / "photos" / f"nv{number:05d}.jpg").write_bytes(data + str(number).encode())
        people.append(Person(number + 2, f"Nguyễn Văn {number}", f"nv{number:05d}", "Tổ 1"))
    return people


def _results(folder: Path, people: list[Person], into: Path, cluster: str = "") -> Iterator[Result]:
    names = [f"{person.code}.jpg" for person in people]
    line, found = Framer(Frames(ROOT / "frames")), match(people, names).people
    options = BatchOptions(photos=folder / "photos", jobs=1, cluster=cluster)
    return make_all(line, found, FRAME, into, options)


def _bare(folder: Path, people: list[Person], into: Path) -> float:
    """CPU seconds of a plain loop, its set-up left out as it is in `_pooled`."""
    import cv2

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    into.mkdir()
    line = Framer(Frames(ROOT / "frames"))
    frame = line.frames[FRAME]
    started = 0.0
    for person in people:
        photo = (folder / "photos" / f"{person.code}.jpg").read_bytes()
        texts, _ = fitted_texts(frame.texts, {"name": person.name, "unit": person.unit})
        line.make(photo, frame, text=texts).save(into / f"{person.code}.jpg")
        started = started or time.process_time()
    cv2.setNumThreads(threads)
    return time.process_time() - started


def _pooled(folder: Path, people: list[Person], into: Path) -> float:
    results = _results(folder, people, into)
    assert next(results).ok
    started = _cpu()
    for _ in people[1:]:
        assert next(results).ok
    spent = _cpu() - started
    assert next(results, None) is None
    return spent


def _cpu() -> float:
    """CPU seconds of this process and of all that live below it."""
    spent: dict[int, float] = {}
    below: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError):
                told = (path / "stat").read_text().rpartition(")")[2].split()
                spent[int(path.name)] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
                below.setdefault(int(told[1]), []).append(int(path.name))
    found = [os.getpid()]
    for pid in found:
        found += below.get(pid, [])
    return time.process_time() + sum(spent[pid] for pid in found[1:])


def memory(folder: Path, count: int) -> float:
    """Megabytes at the most of a process that hands out so many results, none with a photo."""
    code = (
        "from pathlib import Path\n"
        "from framegen import Framer, Frames, Person, PersonMatch, Status, make_all\n"
        f"people = (PersonMatch(Person(n, f'Nguyễn Văn {{n}}', f'c{{n}}', 'Tổ 1'), Status.MISSING)"
        f" for n in range({count}))\n"
        f"framer = Framer(Frames({str(ROOT / 'frames')!r}))\n"
        f"results = make_all(framer, people, {FRAME!r}, {str(folder)!r})\n"
        f"assert sum(1 for _ in results) == {count}\n"
        # What getrusage tells is that of whoever started this process, where it was more.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        at = Path(name)
        for part in ("poison", "workers", "parent", "overhead", "cluster"):
            (at / part).mkdir()
        told = {
            "poison": survives_poison(at / "poison", count),
            "workers": survives_killed_workers(at / "workers", count, 5),
            "parent": survives_a_killed_parent(at / "parent", count),
            "overhead": overhead(at / "overhead", min(count, 150), 3),
            "cluster": overhead_of_a_cluster(at / "cluster", 3),
            "memory_mb": {n: round(memory(at / f"m{n}", n), 1) for n in (1000, 100_000)},
        }
    for key, value in told.items():
        print(f"{key:10} {json.dumps(value, ensure_ascii=False)}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
