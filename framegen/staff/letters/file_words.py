"""FileWords: the words in names of photo files that are not of a person's name, as tables."""

import re

# How cameras, phones and messengers name files; their numbers are not staff codes.
CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|mvimg|fb_img|received|screenshot|screen|vid|wp|cam|pict|gopr|dji|image|"
    r"photo|picture|zalo|z|scan|snapchat|viber|messenger|whatsapp|untitled|p|c360|beauty|b612)"
    r"(?:[ _.-]*(?:img|image|wa|photo))*[ _.-]*\(?\d[\d _.()-]*(?:wa\d+|[a-f0-9_-]*)?\)?"
    r"(?:[ _-].*)?",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:19|20)\d\d[ ._-]?(?:0[1-9]|1[0-2])[ ._-]?(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?:0[1-9]|[12]\d|3[01])[ ._-]?(?:0[1-9]|1[0-2])[ ._-]?(?:19|20)\d\d(?!\d)"
)
COPY = re.compile(
    r"(?:\s*\(\d{1,3}\)|\s*\[\d{1,3}\]|[\s_-]+(?:copy|bản sao|ban sao|sao chép|sao chep)(?:\s*\d+)?"
    r"|[\s_-]+copy(?:\s*\(\d+\))?)+$",
    re.IGNORECASE,
)
# Words about the picture. "Anh", "The" and "Moi" are given names too: these count as such words
# only before a name, or as a pair.
BEFORE = (
    *(("anh", "the"), ("anh", "chan", "dung"), ("anh", "dai", "dien"), ("hinh", "the")),
    *(("dong", "chi"), ("chan", "dung"), ("d", "c"), ("anh",), ("hinh",), ("dc",), ("ong",)),
    *(("ba",), ("chi",), ("co",), ("thay",), ("ths",), ("ts",), ("pgs",), ("gs",), ("bs",)),
    *(("ks",), ("cn",), ("avatar",), ("photo",), ("image",), ("img",), ("scan",)),
    *(("mr",), ("mrs",), ("ms",), ("portrait",), ("pic",), ("picture",), ("stt",), ("nv",)),
    ("cb",),
)
BEHIND = (
    *(("anh", "the"), ("anh", "chan", "dung"), ("anh", "dai", "dien"), ("hinh", "the")),
    *(("chan", "dung"), ("ban", "sao"), ("ban", "chinh"), ("ca", "nhan"), ("chinh", "sua")),
    *(("nen", "xanh"), ("nen", "trang"), ("nen", "do"), ("phong", "xanh"), ("phong", "trang")),
    *(("ao", "dai"), ("ao", "trang"), ("ao", "vest"), ("vest",), ("anh", "moi"), ("anh", "goc")),
    *(("hinh", "moi"), ("ok",)),
    *(("copy",), ("new",), ("final",), ("edit",), ("edited",), ("scan",), ("avatar",)),
    *(("photo",), ("image",), ("img",), ("zalo",), ("fb",), ("facebook",), ("jpg",), ("jpeg",)),
    *(("png",), ("hd",), ("portrait",), ("cropped",), ("crop",), ("resize",)),
    *(("resized",), ("removebg", "preview"), ("removebg",), ("v2",), ("v1",), ("v3",), ("min",)),
)
# Where a name in camel case begins right behind a number: "CB0001NguyenVanAn".
NAME_BEGINS = re.compile(r"(?<=\d)(?=[A-ZĐ][a-z\u00e0-\u1ef9])")
PRINT_SIZE = re.compile(r"\b[2-6]\s?x\s?[3-9](?:\s?cm)?\b", re.IGNORECASE)
# A print size with the word for photo, which by itself may be the given name Anh.
PRINT = re.compile(
    rf"(?<![^\W\d_])(?:ảnh|anh|hình|hinh)\s+(?:(?:thẻ|the)\s+)?{PRINT_SIZE.pattern}"
    rf"|{PRINT_SIZE.pattern}\s+(?:ảnh|anh|hình|hinh)(?![^\W\d_])"
    # With its mark the word is not a name.
    r"|(?<![^\W\d_])ảnh(?![^\W\d_])",
    re.IGNORECASE,
)
