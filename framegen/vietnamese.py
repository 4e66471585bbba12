"""Vietnamese: what errors, notes, states and rules are called, for whoever reads of them."""

# Of each error's code what went wrong, and what to do.
ERRORS = {
    "framegen-error": ("Không làm được", "Hãy xem thông báo; chưa có gì được ghi."),
    "internal": (
        "Lỗi của chính framegen",
        "Hãy gửi cho người phát triển những gì lệnh framegen -vv hiện ra.",
    ),
    "photo-error": ("Ảnh không dùng được", "Hãy chọn ảnh khác."),
    "photo-not-found": (
        "Không mở được tệp ảnh",
        "Hãy xem lại đường dẫn; tên có dấu cách thì đặt trong ngoặc kép.",
    ),
    "photo-unreadable": (
        "Tệp không phải là ảnh hoặc đã hỏng",
        "Hãy xin ảnh gốc dạng JPEG, PNG, WebP hoặc HEIC.",
    ),
    "photo-too-large": ("Ảnh quá lớn", "Hãy thu nhỏ ảnh, hoặc chụp màn hình tấm ảnh rồi dùng."),
    "photo-too-small": (
        "Ảnh quá nhỏ",
        "Hãy dùng ảnh lớn hơn; cạnh ngắn từ 500 điểm ảnh thì đẹp.",
    ),
    "photo-too-slow": (
        "Ảnh làm quá lâu, hai lần đều không xong",
        "Hãy lưu lại ảnh bằng một ứng dụng ảnh, hoặc chụp màn hình tấm ảnh rồi dùng.",
    ),
    "photo-crashed": (
        "Ảnh làm hỏng chương trình đọc nó, hai lần liền",
        "Hãy mở ảnh bằng một chương trình ảnh rồi lưu lại dạng JPEG.",
    ),
    "face-error": ("Chưa rõ khuôn mặt nào", "Hãy tự chọn khuôn mặt hoặc vùng cắt."),
    "no-face-found": (
        "Không thấy khuôn mặt",
        "Hãy dùng ảnh có khuôn mặt lớn, đủ sáng, nhìn thẳng, hoặc tự chọn vùng cắt.",
    ),
    "several-faces": (
        "Có nhiều khuôn mặt",
        "Hãy cho biết khuôn mặt nào, hoặc dùng ảnh chỉ có một người.",
    ),
    "frame-error": ("Khung không dùng được", "Hãy chọn khung khác: framegen frames list."),
    "frame-not-found": ("Không có khung này", "Xem tên các khung bằng: framegen frames list."),
    "frame-invalid": (
        "Khung bị lỗi",
        "Hãy sửa tệp được nêu; frames/README.md nói rõ cách khai báo khung.",
    ),
    "request-invalid": ("Yêu cầu chưa đúng", "Hãy sửa tham số được nêu."),
    "crop-invalid": (
        "Vùng cắt đã chọn không nằm trên ảnh",
        "Hãy cho trái, trên, phải, dưới bằng điểm ảnh của ảnh đã xoay đứng, rộng bằng cao.",
    ),
    "size-invalid": (
        "Cỡ ảnh không hợp lệ",
        "Hãy chọn cỡ trong khoảng cho phép; 1080 vừa cho Facebook và Zalo.",
    ),
    "format-unknown": ("Chưa có loại tệp ảnh này", "Hãy dùng jpeg, png hoặc webp."),
    "ledger-not-found": (
        "Trong thư mục này chưa làm đợt nào",
        "Hãy cho thư mục đã ghi ở tùy chọn -o của lệnh batch.",
    ),
    "text-error": ("Chữ không đặt được lên khung", "Hãy sửa chữ đó."),
    "text-invalid": (
        "Khung không có ô chữ này, hoặc có chữ không vẽ được",
        "Hãy dùng ô chữ của khung (framegen frames show) và chữ thường, không biểu tượng.",
    ),
    "text-missing": (
        "Khung cần chữ mà danh sách không có hoặc chữ không đặt được",
        "Hãy cho chữ được nêu.",
    ),
    "text-too-long": ("Chữ quá dài", "Hãy viết gọn, chẳng hạn bằng các cách viết tắt quen dùng."),
    "staff-error": ("Danh sách không dùng được", "Hãy chọn danh sách khác."),
    "staff-list-not-found": (
        "Không có tệp danh sách này",
        "Hãy xem lại đường dẫn; tên có dấu cách thì đặt trong ngoặc kép.",
    ),
    "staff-list-unreadable": (
        "Danh sách không đọc được",
        "Hãy mở bằng Excel hoặc LibreOffice, bỏ mật khẩu nếu có, lưu thành .xlsx hoặc CSV UTF-8.",
    ),
    "staff-list-too-large": (
        "Danh sách quá lớn",
        "Hãy tách danh sách, mỗi đơn vị một tệp; xóa những ô lạc ở xa phía dưới hoặc bên phải.",
    ),
    "sheet-not-found": ("Không có trang tính này", "Hãy chọn một trang tính nêu trong thông báo."),
    "column-missing": (
        "Không thấy cột họ tên, hoặc cột đã nêu",
        "Hãy cho biết cột họ tên bằng chữ cái hoặc tiêu đề của cột: --column name=C.",
    ),
    "decision-invalid": (
        "Tệp quyết định có dòng chưa hợp lý",
        "Hãy sửa dòng được nêu, hoặc tạo lại tệp bằng --dry-run.",
    ),
    "album-unreadable": (
        "Không dùng được thư mục hoặc tệp nén chứa ảnh",
        "Hãy giải nén ảnh vào một thư mục rồi dùng thư mục đó; nếu là URL, hãy xem lại tên và "
        "các khóa trong biến môi trường.",
    ),
    "logo-invalid": (
        "Biểu trưng không dùng được",
        "Hãy dùng SVG có chữ đã chuyển thành nét, hoặc PNG, và đúng ô biểu trưng của khung.",
    ),
    "cluster-unusable": (
        "Không dùng được cụm máy",
        "Hãy xem scheduler và worker có chạy, cùng bản framegen không, rồi chạy lại để làm tiếp.",
    ),
    "avatar-unwritable": (
        "Không ghi được",
        "Hãy chọn thư mục có thật, được phép ghi và còn chỗ.",
    ),
    "folder-busy": (
        "Một đợt khác đang làm trong thư mục này",
        "Hãy đợi đợt đó xong, hoặc chọn thư mục khác.",
    ),
    "ledger-unusable": (
        "Sổ ghi của đợt làm không đọc hoặc không ghi được",
        "Hãy dọn chỗ trên ổ đĩa; nếu sổ đã hỏng, chọn thư mục mới rồi chạy lại.",
    ),
}
# Of each Note; the gravest first.
NOTES = {
    "no-face": "Không thấy khuôn mặt, đã lấy phần giữa ảnh",
    "several-faces": "Ảnh có nhiều khuôn mặt, hãy xem đã đúng người chưa",
    "turned": "Ảnh nằm ngang, đã xoay cho đứng",
    "blurred": "Khuôn mặt bị mờ",
    "text-left-out": "Tên hoặc đơn vị không đặt được lên khung nên đã bỏ",
    "text-shortened": "Tên hoặc đơn vị quá dài nên đã viết gọn",
    "tilted": "Đầu hơi nghiêng",
    "upscaled": "Ảnh nhỏ nên có thể không nét",
    "extended": "Ảnh chụp sát nên nền được nối thêm",
    "bad-profile": "Hồ sơ màu của ảnh bị hỏng",
}

# Of each Status of a person or a file.
STATUSES = {
    "matched": "đã khớp",
    "missing": "thiếu ảnh",
    "ambiguous": "chưa rõ",
    "proposed": "có gợi ý",
    "spare": "thừa",
}
# Of each Rule: by what a photo was found.
RULES = {
    "column": "tên tệp ghi trong danh sách",
    "code": "mã trong tên tệp",
    "name": "họ tên",
    "name-plain": "họ tên không dấu",
    "name-rotated": "họ tên đảo thứ tự",
    "likeness": "tên gần giống",
}
