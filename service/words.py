"""Words: what a member reads: of pages in both languages, of errors the Vietnamese.

The English of errors is the library's own.

The pages' words are data: `web/vi.json` and `web/en.json`, with the same keys.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path

from .language import Language

WEB = Path(__file__).parent / "page"

PROBLEMS = {
    "photo-unreadable": (
        "Tệp này không mở được.",
        "Có vẻ đây không phải là ảnh. Bạn chọn giúp một tấm ảnh trong thư viện nhé: "
        "JPG, PNG, WebP hoặc HEIC đều được.",
    ),
    "photo-too-large": (
        "Ảnh lớn quá.",
        "Bạn chọn ảnh khác, hoặc chụp màn hình tấm ảnh này rồi dùng ảnh chụp.",
    ),
    "photo-too-small": ("Ảnh nhỏ quá.", "Bạn chọn ảnh lớn hơn nhé, cạnh ngắn từ 500 điểm ảnh."),
    "photo-missing": ("Chưa có ảnh.", "Bạn bấm “Chọn ảnh” rồi chọn một tấm ảnh nhé."),
    "frame-not-found": ("Không có khung này.", "Bạn chọn một khung trong danh sách nhé."),
    "crop-invalid": ("Vùng ảnh không hợp lệ.", "Bạn bỏ phần căn chỉnh rồi thử lại nhé."),
    "size-invalid": ("Cỡ ảnh không hợp lệ.", "Bạn dùng cỡ 1080 điểm ảnh là vừa cho mọi nơi."),
    "format-unknown": ("Chưa có loại tệp ảnh này.", "Bạn chọn jpeg, png hoặc webp nhé."),
    "text-invalid": (
        "Có chữ không vẽ được.",
        "Bạn chỉ dùng chữ cái thường, không dùng biểu tượng.",
    ),
    "text-missing": ("Khung này cần có chữ.", "Bạn điền họ tên hoặc đơn vị vào nhé."),
    "text-too-long": ("Chữ dài quá.", "Bạn viết tắt bớt cho vừa khung nhé."),
    "logo-invalid": ("Biểu trưng không dùng được.", "Hãy dùng tệp SVG hoặc PNG."),
    "not-found": ("Không có trang này.", "Bạn về trang đầu nhé."),
    "avatar-gone": ("Ảnh này đã tự xóa.", "Bạn làm lại nhé, chỉ mất vài giây."),
    "photo-gone": ("Ảnh này đã tự xóa.", "Bạn chọn lại ảnh nhé, chỉ mất vài giây."),
    "photo-too-slow": (
        "Ảnh này mở lâu quá.",
        "Bạn lưu lại ảnh bằng một ứng dụng ảnh, hoặc chụp màn hình rồi dùng ảnh chụp nhé.",
    ),
    "photo-crashed": (
        "Ảnh này bị hỏng.",
        "Bạn lưu lại ảnh bằng một ứng dụng ảnh, hoặc chụp màn hình rồi dùng ảnh chụp nhé.",
    ),
    "body-too-slow": (
        "Đường truyền chậm quá.",
        "Bạn thử lại ở chỗ sóng tốt hơn, hoặc chọn ảnh nhỏ hơn nhé.",
    ),
    "body-unsupported": (
        "Chưa nhận được kiểu dữ liệu này.",
        "Hãy gửi biểu mẫu multipart/form-data có trường photo, hoặc gửi thẳng tệp ảnh.",
    ),
    "key-unknown": (
        "Khóa truy cập không đúng.",
        "Hãy gửi Authorization: Bearer kèm khóa đã được cấp, hoặc bỏ hẳn dòng này.",
    ),
    "too-many-requests": (
        "Bạn gửi nhiều ảnh quá.",
        "Bạn chờ một phút rồi gửi tiếp nhé.",
    ),
    "busy": (
        "Đang có nhiều người dùng cùng lúc.",
        "Bạn chờ vài giây rồi bấm lại nhé.",
    ),
    "worker-lost": ("Máy chủ vừa ngắt giữa chừng.", "Bạn gửi lại ảnh nhé."),
    "request-unreadable": ("Yêu cầu không đọc được.", "Hãy kiểm tra chương trình gửi yêu cầu."),
    "method-not-allowed": ("Trang này không nhận yêu cầu đó.", "Bạn về trang đầu nhé."),
    "request-invalid": ("Yêu cầu chưa đúng.", "Bạn về trang đầu rồi thử lại nhé."),
}
OTHERWISE = (
    "Có lỗi xảy ra.",
    "Bạn thử lại sau ít phút nhé. Lỗi này là của trang, không phải của bạn.",
)


def problem_words(code: str) -> tuple[str, str]:
    """The Vietnamese title and hint of an error's code."""
    return PROBLEMS.get(code, OTHERWISE)


@functools.cache
def page_words(language: Language) -> Mapping[str, str]:
    """What the pages say, by key; {names} stand for what is known later."""
    words: dict[str, str] = json.loads((WEB / f"{language}.json").read_text(encoding="utf-8"))
    return words
