"""Words for a state, a rule or a reason, in Vietnamese."""

from framegen.vietnamese import RULES, STATUSES

# Words for a state, a rule or a reason; programs get the English in JSON.
WORDS = {
    **STATUSES,
    **{rule: f"theo {words}" for rule, words in RULES.items()},
    "make": "sẽ làm",
    "keep": "giữ nguyên",
    "skip": "bỏ qua",
    "failed before": "lần trước lỗi",
    "new": "mới",
    "photo-changed": "ảnh đã đổi",
    "wish-changed": "khung, chữ hoặc cỡ đã đổi",
    "avatar-gone": "ảnh đại diện không còn",
    "retried": "thử lại",
    "made": "đã làm",
    "kept": "giữ nguyên",
    "failed": "lỗi",
}
