"""Words: what a member reads of errors and notes, in Vietnamese. English is the library's own."""

from framegen import Note

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

NOTES = {
    Note.NO_FACE: "Chưa thấy khuôn mặt nào nên ảnh được lấy ở giữa. "
    "Ảnh này vẫn lưu được bình thường.",
    Note.SEVERAL_FACES: "Ảnh có nhiều khuôn mặt. Nếu chưa đúng người, "
    "bạn cắt ảnh còn một người rồi thử lại.",
    Note.UPSCALED: "Ảnh hơi nhỏ nên có thể không nét. Có ảnh lớn hơn thì đẹp hơn.",
    Note.EXTENDED: "Ảnh chụp sát quá nên nền được nối thêm cho vừa khung.",
    Note.TURNED: "Ảnh nằm ngang đã được xoay lại cho đứng.",
    Note.TILTED: "Đầu hơi nghiêng.",
    Note.BLURRED: "Khuôn mặt hơi mờ. Có ảnh nét hơn thì đẹp hơn.",
    Note.BAD_PROFILE: "Hồ sơ màu của ảnh bị hỏng nên màu có thể hơi khác.",
}


def problem_words(code: str) -> tuple[str, str]:
    """The Vietnamese title and hint of an error's code."""
    return PROBLEMS.get(code, OTHERWISE)
