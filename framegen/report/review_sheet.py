"""ReviewSheet: every avatar of a batch on pages of HTML that need nothing else, to look through.

What a person has to look at comes first. They print on A4, hold no script and load nothing.
"""

import base64
import html
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from framegen.avatar.whole_file import write_whole
from framegen.batch.places.store import Store
from framegen.batch.result import BY_NAME_ONLY, Result, Tally
from framegen.report.thumbnail import thumbnail
from framegen.report.words import NO_UNIT, found_by, remarks_on, state_of, to_do_for

# Of a file with more pictures, 20 MB and more, browsers on office machines make hard work.
MOST_PICTURES = 1000
MOST_ROWS = 1000
# Of more avatars than somebody looks through, only the doubtful ones are shown.
MOST_SHOWN = 20_000
LARGE, SMALL = 320, 192
MANY = "Vì có rất nhiều ảnh, trang này chỉ đưa ra những ảnh cần xem lại."

STYLE = """
:root { --red: #a8121b; --ink: #222; --soft: #5c5c5c; --line: #dcd6d0; --paper: #fffdfb; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 3rem; color: var(--ink);
  background: var(--paper);
  font: 16px/1.45 "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header { border-bottom: 3px solid var(--red); padding-bottom: .8rem; }
h1 { margin: 0; color: var(--red); font-size: 1.7rem; line-height: 1.2; }
header p { margin: .25rem 0 0; color: var(--soft); }
h2 { margin: 2.2rem 0 .3rem; font-size: 1.2rem; color: var(--red); break-after: avoid; }
h2 + p { margin: 0 0 .9rem; color: var(--soft); break-after: avoid; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0 0; padding: 0; }
.figures div { flex: 1 1 7rem; border: 1px solid var(--line); border-radius: .5rem;
  padding: .5rem .8rem; background: #fff; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 700; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; background: #fff; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { background: #f6ece9; font-weight: 600; white-space: nowrap; }
td:first-child { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
h3 { margin: 1.4rem 0 .6rem; font-size: 1rem; break-after: avoid; }
h3 small { color: var(--soft); font-weight: 400; }
.doubts, .all { display: grid; gap: .9rem; }
.doubts { grid-template-columns: repeat(auto-fill, minmax(min(25rem, 100%), 1fr)); }
.all { grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); }
figure { margin: 0; break-inside: avoid; background: #fff; border: 1px solid var(--line);
  border-radius: .5rem; overflow: hidden; }
.doubts figure { display: grid; grid-template-columns: 11rem 1fr; border-color: #e3b7b4; }
figure img { display: block; width: 100%; aspect-ratio: 1; background: #eee; }
figcaption { padding: .45rem .6rem .55rem; font-size: .85rem; line-height: 1.3;
  overflow-wrap: anywhere; }
figcaption b { display: block; font-size: .95rem; }
figcaption span { display: block; color: var(--soft); }
figcaption ul { margin: .35rem 0 .2rem; padding-left: 1rem; color: var(--red); }
nav a { margin-right: 1rem; color: var(--red); }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) {
  body { padding: 1rem .8rem 2rem; }
  .doubts figure { grid-template-columns: 8rem 1fr; }
  :is(td, th):is(:nth-child(3), :nth-child(4)) { display: none; }
  td, th { padding: .35rem .4rem; }
}
@page { size: A4; margin: 12mm; }
@media print {
  html { font-size: 11px; }
  body { max-width: none; padding: 0; background: none; font-size: 1rem; }
  .figures { flex-wrap: nowrap; }
  * { print-color-adjust: exact; }
  .all { grid-template-columns: repeat(7, 1fr); gap: 3mm; }
  .doubts { grid-template-columns: 1fr 1fr; gap: 3mm; }
  .doubts figure { grid-template-columns: 34mm 1fr; }
  nav { display: none; }
}
"""


def write_review(
    folder: Path,
    name: str,
    results: Callable[[], Iterable[Result]],
    *,
    title: Sequence[str],
    whole: Tally,
    store: Store,
) -> list[Path]:
    """Write the sheet, on several pages where there are many avatars; say where.

    Args:
        folder: where to.
        name: the pages' name without ending; the second one gets "-2".
        results: gives everyone anew each time it is called.
        title: the heading and the lines below it.
        whole: the figures.
        store: where the avatars are.

    Raises:
        AvatarUnwritable: no right or no room.
    """
    asked = (each for each in results() if not each.ok and to_do_for(each))
    open_ = list(itertools.islice(asked, MOST_ROWS))
    done = [each for each in results() if each.is_doubtful]
    shown = whole.done <= MOST_SHOWN
    if shown:
        done += [each for each in results() if each.ok and not each.is_doubtful]
    starts = range(0, max(1, len(done)), MOST_PICTURES)
    paths = [folder / f"{name}{f'-{at + 1}' if at else ''}.html" for at in range(len(starts))]
    for at, start in enumerate(starts):
        part = done[start : start + MOST_PICTURES]
        body = [
            _header(title, whole) if not at else _header([f"{title[0]} – trang {at + 1}"], None),
            _links(paths, at),
            _open(open_, whole.open) if not at else "",
            *_doubtful([each for each in part if each.is_doubtful], store),
            *_fine([each for each in part if not each.is_doubtful], store),
            "" if shown else f"<p>{MANY}</p>",
            "<footer>Ảnh được khớp và ghép khung tự động; xin xem lại trước khi gửi đi. "
            "Trang này có ảnh và tên của người thật: chỉ gửi cho người cần xem.</footer>",
        ]
        write_whole(paths[at], _page(title[0], body).encode())
    for stale in folder.glob(f"{name}-*.html"):
        if stale not in paths and stale.stem.removeprefix(f"{name}-").isdigit():
            stale.unlink()
    return paths


def _page(title: str, body: Iterable[str]) -> str:
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>{STYLE}</style></head>\n"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _header(title: Sequence[str], whole: Tally | None) -> str:
    line = " · ".join(_text(line) for line in title[1:] if line)
    head = f"<header><h1>{_text(title[0])}</h1><p>{line}</p></header>"
    if whole is None:
        return head
    told = {
        "Số người": whole.people,
        "Đã có ảnh": whole.done,
        "Cần xem lại": whole.look,
        "Thiếu ảnh": whole.missing,
        "Chưa rõ ảnh nào": whole.ambiguous,
        "Ảnh lỗi": whole.failed,
        "Bỏ qua": whole.skipped,
        "Chưa làm tới": whole.waiting,
    }
    always = {"Số người", "Đã có ảnh", "Cần xem lại", "Thiếu ảnh"}
    cells = "".join(
        f"<div><dt>{word}</dt><dd>{number:,}</dd></div>".replace(",", ".")
        for word, number in told.items()
        if number or word in always
    )
    return f'{head}<dl class="figures">{cells}</dl>'


def _links(paths: Sequence[Path], at: int) -> str:
    if len(paths) == 1:
        return ""
    links = (
        f'<a href="{path.name}">Trang {number}</a>'
        for number, path in enumerate(paths, 1)
        if number != at + 1
    )
    return f"<nav><p>{''.join(links)}</p></nav>"


def _open(results: Sequence[Result], people: int) -> str:
    if not results:
        return ""
    rows = "".join(
        f"<tr><td>{each.order}</td><td>{_text(each.person.name)}</td>"
        f"<td>{_text(each.person.unit)}</td><td>{_text(state_of(each))}</td>"
        f"<td>{_text('; '.join(remarks_on(each)))}</td><td>{_text(to_do_for(each))}</td></tr>"
        for each in results
    )
    rest = people - len(results)
    more = f"<p>Và {rest} người nữa: xem trang “Việc cần làm” của bao-cao.xlsx.</p>"
    head = "".join(
        f"<th>{word}</th>"
        for word in ("TT", "Họ và tên", "Đơn vị", "Tình trạng", "Vì sao", "Việc cần làm")
    )
    return (
        f"<h2>Chưa có ảnh: {people} người</h2><p>Những người này cần có người lo tiếp.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"{more if rest > 0 else ''}"
    )


def _doubtful(results: Sequence[Result], store: Store) -> Iterator[str]:
    if not results:
        return
    yield f"<h2>Cần xem lại: {len(results)} ảnh</h2>"
    yield "<p>Ảnh đã làm xong nhưng có điều chưa chắc; xin xem kỹ từng ảnh.</p>"
    yield '<div class="doubts">'
    for each in results:
        doubts = "".join(f"<li>{_text(words)}</li>" for words in remarks_on(each))
        name = PurePosixPath(each.match.photo or "").name
        photo = f"<span>Ảnh gốc: {_text(name)}</span>"
        unit = f"<span>{_text(each.person.unit)}</span>"
        more = f"{unit}<ul>{doubts}</ul>{photo}<span>{found_by(each)}</span>"
        yield _figure(each, store, LARGE, more)
    yield "</div>"


def _fine(results: Sequence[Result], store: Store) -> Iterator[str]:
    if not results:
        return
    yield f"<h2>Đã xong: {len(results)} ảnh</h2>"
    yield "<p>Dấu * là ảnh chỉ khớp theo họ tên: hãy chắc rằng không phải người trùng tên.</p>"
    units: dict[str, list[Result]] = {}
    for each in results:
        units.setdefault(each.person.unit, []).append(each)
    for unit, people in units.items():
        if len(units) > 1 or unit:
            yield f"<h3>{_text(unit or NO_UNIT)} <small>{len(people)} ảnh</small></h3>"
        yield '<div class="all">'
        for each in people:
            yield _figure(each, store, SMALL, "")
        yield "</div>"


def _figure(result: Result, store: Store, side: int, more: str) -> str:
    small = thumbnail(store.read(result.name), side) if result.path else None
    code = base64.b64encode(small).decode() if small else ""
    person = result.person
    mark = " *" if result.match.rule in BY_NAME_ONLY else ""
    name = _text(person.name)
    return (
        f'<figure><img alt="{name}" src="data:image/jpeg;base64,{code}">'
        f"<figcaption><b>{result.order}. {name}{mark}</b>{more}</figcaption></figure>"
    )


def _text(words: str) -> str:
    return html.escape(words)
