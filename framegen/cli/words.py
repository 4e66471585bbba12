"""CliWords: what the command line says, in Vietnamese, by its English."""

from framegen.vietnamese import RULES, STATUSES

# Sentences. What stands in braces is known later, and is the same in both.
PHRASES = {
    "Error: {what}\nHint: {hint}": "Lỗi: {what}\nGợi ý: {hint}",
    "the command is not complete or not right": "lệnh chưa đúng hoặc chưa đủ",
    "Interrupted.": "Đã dừng.",
    "Photos": "Ảnh",
    "note: {message} ({code})": "lưu ý: {message} ({code})",
    "row {row}: {told}": "dòng {row}: {told}",
    # make
    "{made} made, {look} to look at, {failed} failed.": (
        "{made} ảnh đã làm, {look} cần xem lại, {failed} lỗi."
    ),
    # staff
    'sheet "{name}"': "trang tính “{name}”",
    "encoding {name}": "bảng mã {name}",
    "heading in row {row}": "tiêu đề ở dòng {row}",
    "heading in rows {first} to {last}": "tiêu đề từ dòng {first} đến dòng {last}",
    "no heading": "không có tiêu đề",
    "  columns: {columns}": "  các cột: {columns}",
    "  people: {people:,}, units: {units:,}": "  {people:,} người, {units:,} đơn vị",
    # batch
    "note: {count} earlier decisions still hold.": "lưu ý: {count} quyết định trước vẫn giữ.",
    "{people} people: {told}; {left} files left over.": (
        "{people} người: {told}; {left} tệp thừa."
    ),
    "{intent} {why}": "{intent} – {why}",
    "To make: {told}.": "Sẽ làm: {told}.",
    "To decide: fill in {path} and give it back with --decisions.": (
        "Cần quyết định: điền vào {path} rồi chạy lại, thêm --decisions và tên tệp đó."
    ),
    "Interrupted: {seen} of {people} seen to; run it again to go on.": (
        "Đã dừng: xong {seen} trên {people} người; chạy lại lệnh để làm tiếp."
    ),
    "Finishing what is begun; Ctrl-C once more stops at once.": (
        "Đang làm nốt phần dở; bấm Ctrl-C lần nữa để dừng ngay."
    ),
    "{made} made, {kept} kept, {look} to look at, {failed} failed, {missing} missing, "
    "{ambiguous} ambiguous.": (
        "{made} ảnh đã làm, {kept} ảnh giữ nguyên, {look} cần xem lại, {failed} lỗi, "
        "{missing} người thiếu ảnh, {ambiguous} người chưa rõ ảnh nào."
    ),
}
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
# Of each command its help; of the group, what stands before the commands.
COMMANDS = {
    "": """Đặt khung của chiến dịch quanh ảnh đại diện, khuôn mặt nằm đúng chỗ.

    \b
    framegen frames list                                có những khung nào
    framegen make an.jpg -f vong-sang-kien              một ảnh
    framegen make anh/ -f dai-lua-do -o ra/             cả một thư mục ảnh
    cat an.jpg | framegen make - -f dai-lua-do > a.jpg  nối lệnh
    framegen faces an.jpg -o o-mat.png                  máy thấy những khuôn mặt nào
    framegen frames add khung.png --name cua-toi        thêm khung của bạn
    framegen frames preview -o khung.png                mọi khung trên một tờ
    framegen staff danh-sach.xlsx                       danh sách được hiểu thế nào
    framegen batch danh-sach.xlsx --photos anh/ -f the-doan-vien -o ra/    mọi người trong danh sách
    framegen report ra/                                 làm lại báo cáo

    \b
    Mã kết thúc: 0 tốt cả, 1 xong nhưng có chỗ cần xem, 2 lệnh hoặc đầu vào chưa đúng,
    3 do máy (ổ đĩa, quyền), 130 bị dừng.
    """,
    "make": """Làm ảnh đại diện từ mỗi PHOTO: tệp, thư mục ảnh, hoặc - là đầu vào chuẩn.

    Không có -o thì một ảnh thành PHOTO-FRAME.jpg ở đây, nhiều ảnh vào ./avatars. Mỗi ảnh làm ra in
    một dòng đường dẫn. Một ảnh hỏng chỉ hỏng riêng nó: ảnh khác vẫn làm, mã kết thúc là 1.
    """,
    "faces": "Cho biết mỗi PHOTO có những khuôn mặt nào, đánh số từ 0, và mặt nào sẽ vào khung.",
    "frames": "Xem, kiểm tra và thêm khung.",
    "frames list": "Kể các khung đang có.",
    "frames show": "Cho biết mọi điều về một khung FRAME.",
    "frames check": """Xét khung theo các quy tắc: tất cả, hoặc từng FRAME, hoặc từng thư mục DIR.

    Lỗi làm khung hỏng hoặc xấu, cảnh báo thì nên xem qua. Có lỗi thì mã kết thúc là 1.
    """,
    "frames add": """Làm một khung từ ARTWORK: PNG vuông có cửa sổ trong suốt, hoặc SVG.

    Máy tìm cửa sổ, tính chỗ của khuôn mặt, rồi ghi một thư mục có tệp khai báo kèm giải thích và
    một ảnh xem trước có đường gióng.
    """,
    "frames preview": "Vẽ một tờ mọi khung, hoặc từng FRAME: vuông, tròn, và nhỏ như ở bình luận.",
    "staff": """Cho biết danh sách LIST được hiểu thế nào: CSV mọi bảng mã, XLSX, XLS hoặc ODS.

    Máy tự tìm dòng tiêu đề và biết cột nào là gì; điều gì phải đoán hoặc bỏ qua đều được nói ra.
    """,
    "batch": """Làm ảnh đại diện cho mọi người trong danh sách LIST, kèm tên và đơn vị.

    Trước hết chạy với --dry-run: máy cho biết ảnh nào của ai và ghi DIR/can-quyet-dinh.xlsx gồm
    những gì cần người quyết định; điền xong thì đưa lại bằng --decisions. Sau đó chạy không có
    --dry-run. Phần đã xong được giữ: cứ chạy lại sau khi dừng, có ảnh mới hoặc quyết định mới. Ảnh
    nằm trong DIR/anh-dai-dien, kèm báo cáo, trang để xem lại và một tệp ZIP.
    """,
    "report": "Ghi lại báo cáo, trang xem lại và tệp ZIP của đợt đã làm trong DIR.",
    "doctor": "Kiểm tra bản cài này: thư viện, phông chữ, bộ tìm mặt, khung, và làm thử một ảnh.",
}
# Of each option its help.
OPTIONS = {
    "Show this message and exit.": "Hiện trang này.",
    "Show the version and exit.": "Hiện phiên bản.",
    "-vv shows where in the code an error arose.": "-vv cho biết lỗi ở đâu trong mã.",
    "What it speaks.  [default: as this machine]": "Ngôn ngữ.  [mặc định: theo máy này]",
    "The frame: framegen frames list.": "Khung: framegen frames list.",
    "A file, a folder, or - for stdout.": "Tệp, thư mục, hoặc - là đầu ra chuẩn.",
    "Side in pixels.  [default: the frame's, 1080]": (
        "Cạnh, bằng điểm ảnh.  [mặc định: của khung, 1080]"
    ),
    "[default: by OUT, or jpeg]": "[mặc định: theo OUT, hoặc jpeg]",
    "[default: 92 for JPEG, 90 for WebP]": "[mặc định: 92 cho JPEG, 90 cho WebP]",
    "As name='Lê An'.": "Như name='Lê An'.",
    "As org=logo.svg.": "Như org=logo.svg.",
    "The square to show, in pixels of the photo.": "Vùng cắt vuông, bằng điểm ảnh của ảnh gốc.",
    "With --crop: degrees to turn the photo clockwise.": (
        "Cùng --crop: xoay ảnh theo chiều kim đồng hồ, bằng độ."
    ),
    "Which face: framegen faces PHOTO.": "Khuôn mặt số mấy: framegen faces PHOTO.",
    "Turn a tilted head upright.": "Dựng thẳng đầu bị nghiêng.",
    "No face, or several, is a failure, not a note.": (
        "Không có mặt hoặc có nhiều mặt là lỗi, không chỉ là lưu ý."
    ),
    "One JSON object a photo on stdout.": "Mỗi ảnh một dòng JSON ở đầu ra chuẩn.",
    "A folder of frames of your own. [env: FRAMEGEN_FRAMES]": (
        "Thư mục khung của bạn. [biến: FRAMEGEN_FRAMES]"
    ),
    "The photo with boxes drawn.": "Ảnh có vẽ ô quanh các mặt.",
    "One JSON object a frame on stdout.": "Mỗi khung một dòng JSON ở đầu ra chuẩn.",
    "One JSON object a finding on stdout.": "Mỗi điều tìm thấy một dòng JSON ở đầu ra chuẩn.",
    "Its folder's name: a-z, 0-9 and hyphens.": "Tên thư mục của khung: a-z, 0-9 và gạch nối.",
    "Its title as people read it.  [default: the name]": (
        "Tên khung để người đọc.  [mặc định: tên thư mục]"
    ),
    "Where to put it.  [default: ./frames]": "Đặt ở đâu.  [mặc định: ./frames]",
    "The sheet.": "Tờ ảnh xem trước.",
    "Instead of the sample.": "Thay cho ảnh mẫu.",
    "One JSON object on stdout.": "Một dòng JSON ở đầu ra chuẩn.",
    "The sheet of a workbook, by its name.": "Trang tính nào của tệp, bằng tên.",
    "Name a column by letter or heading: name=C, code=B, unit=D, photo=F.": (
        "Chỉ cột bằng chữ cái hoặc tiêu đề: name=C (họ tên), code=B (mã), unit=D (đơn vị), "
        "photo=F (ảnh)."
    ),
    "Where the photos are.": "Ảnh nằm ở đâu: thư mục, tệp ZIP hoặc URL.",
    "DIR.": "Thư mục kết quả DIR.",
    "Put avatars there, not into DIR.": "Đặt ảnh đại diện ở đó, không ở DIR.",
    "Processes.  [default: all cores]": "Số tiến trình.  [mặc định: mọi nhân]",
    "Make them on Dask's workers.": "Làm trên các worker của Dask.",
    "Only account for every row and every file.": "Chỉ cho biết từng dòng, từng tệp thế nào.",
    "Try what failed before once more.": "Thử lại những gì lần trước bị lỗi.",
    "What somebody decided.": "Tệp quyết định đã điền.",
    '[default: "{order} {name}"]': '[mặc định: "{order} {name}"]',
    "[default: jpeg]": "[mặc định: jpeg]",
    "Turn tilted heads upright.": "Dựng thẳng những đầu bị nghiêng.",
    "Seconds for one photo.": "Số giây cho một ảnh.",
    "As name=C.": "Như name=C (họ tên ở cột C).",
    "Write people and outcomes as Parquet as well.": "Ghi thêm người và kết quả dạng Parquet.",
    "One JSON object a person on stdout.": "Mỗi người một dòng JSON ở đầu ra chuẩn.",
    "Write everyone's outcome as Parquet as well.": "Ghi thêm kết quả của mọi người dạng Parquet.",
}
# What click itself writes about all these.
CLICK = {
    "Usage: ": "Cách dùng: ",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH [THAM SỐ]...",
    "[required]": "[bắt buộc]",
    "[default: ": "[mặc định: ",
}
