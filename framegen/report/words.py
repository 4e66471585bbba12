"""ReportWords: what reports say, in Vietnamese, to officers who never saw a command line."""

from framegen.batch.result import DONE, Outcome, Result
from framegen.vietnamese import ERRORS, NOTES, RULES

OUTCOMES = {
    Outcome.MADE: "Đã có ảnh",
    Outcome.KEPT: "Đã có ảnh",
    Outcome.FAILED: "Ảnh lỗi",
    Outcome.MISSING: "Thiếu ảnh",
    Outcome.AMBIGUOUS: "Chưa rõ ảnh nào",
    Outcome.SKIPPED: "Bỏ qua theo quyết định",
    Outcome.WAITING: "Chưa làm tới",
}
# In a batch no face is asked for but by its number.
NUMBER = {"no-face-found": "Không có khuôn mặt mang số đã chọn"}
TO_DO = {
    Outcome.FAILED: "Xin ảnh khác hoặc lưu lại ảnh dưới dạng JPEG, thay vào rồi chạy lại",
    Outcome.MISSING: "Xin ảnh, đặt tên tệp theo mã hoặc họ tên, bỏ vào thư mục ảnh rồi chạy lại",
    Outcome.AMBIGUOUS: "Ghi tên tệp đúng vào cột “Ảnh chọn” của can-quyet-dinh.xlsx rồi chạy lại",
    Outcome.WAITING: "Chạy lại lệnh để làm tiếp",
}
LOOK = "Xem ảnh; nếu chưa đúng, chọn ảnh khác, vùng cắt hoặc khuôn mặt trong can-quyet-dinh.xlsx"
# Of many files that a photo might be, so many are named.
SHOWN = 6
NO_UNIT = "(không ghi đơn vị)"


def state_of(result: Result) -> str:
    """How it stands with a person."""
    looked = " – cần xem lại" if result.is_doubtful else ""
    return f"{OUTCOMES[result.outcome]}{looked}"


def found_by(result: Result) -> str:
    """How the photo was found."""
    rule = result.match.rule
    return f"Theo {RULES[rule]}" if rule and result.match.photo else ""


def remarks_on(result: Result) -> list[str]:
    """The doubts, or why there is no avatar, the gravest first."""
    if result.error:
        code = result.error.code
        return [NUMBER.get(code) or (ERRORS[code][0] if code in ERRORS else result.error.detail)]
    if result.outcome in DONE:
        said = [words for note, words in NOTES.items() if note in result.notes]
        return [*([reason.message.told("vi")] if (reason := result.match.reason) else []), *said]
    if result.outcome is Outcome.MISSING:
        return ["Không có tệp ảnh nào khớp"]
    proposals = result.match.proposals
    more = f" và {len(proposals) - SHOWN} tệp nữa" if len(proposals) > SHOWN else ""
    return [f"Có thể là: {', '.join(proposals[:SHOWN])}{more}"] if proposals else []


def to_do_for(result: Result) -> str:
    """What somebody should do; empty where nothing."""
    return LOOK if result.is_doubtful else TO_DO.get(result.outcome, "")
