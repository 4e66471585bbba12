"""Matching: people and outcomes as short texts, and a made-up campaign."""

from framegen.staff.letters.names import plain
from framegen.staff.match import Status, match
from framegen.staff.people import Person


def listed(*entries):
    """People from "code/name" or "name", with the list's photo behind ">"."""
    people = []
    for row, entry in enumerate(entries, 2):
        who, _, photo = entry.partition(">")
        code, _, name = who.strip().rpartition("/")
        people.append(Person(row, name.strip(), code=code.strip(), photo=photo.strip()))
    return people


def outcome(people, *files):
    """For each person "file by rule", or the status with the proposals."""
    outcomes = []
    for each in match(people, files).people:
        if each.status is Status.MATCHED:
            outcomes.append(f"{each.photo} by {each.rule}")
        else:
            outcomes.append(" ".join([each.status, *each.proposals]))
    return outcomes


SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ"),
    *("Hồ", "Ngô", "Dương", "Lý", "Tô", "Đinh"),
)
MIDDLES = (
    *("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Xuân", "Quốc", "Thu", "Thanh", "Kim", "Công"),
    *("Bá", "Đình", "Mỹ", "Hồng"),
)
GIVEN = (
    *("An", "Anh", "Bình", "Chi", "Dũng", "Đức", "Hà", "Hạnh", "Hoa", "Hòa", "Hùng", "Khánh"),
    *("Lan", "Mai", "Nam", "Phú", "Quỳnh", "Tám", "Thảo", "Ý"),
)


def a_name(rng):
    middles = rng.choices(MIDDLES, k=rng.choice([1, 1, 1, 2]))
    return " ".join([rng.choice(SURNAMES), *middles, rng.choice(GIVEN)])


def a_file(rng, name, code):
    """A file name that somebody might give a photo; a camera's in one case of ten."""
    bare = plain(name)
    words = name.split()
    return rng.choice(
        [
            f"{code}.jpg",
            f"{code.lstrip('0')}.png",
            f"{code}_{bare}.jpg",
            f"{name}.jpg",
            f"{bare}.JPG",
            f"{bare.replace(' ', '_')}.jpg",
            "".join(map(str.title, bare.split())) + ".jpg",
            f"{bare} (1).jpg",
            f"{words[-1]} {' '.join(words[:-1])}.jpg",
            f"IMG_{rng.randrange(10000):04d}.jpg",
        ]
    )


def a_campaign(rng, size):
    """People, files, and the index of each file's person; one file in six is an outsider's."""
    people = [Person(row + 2, a_name(rng), code=f"{row * 7 + 3:05d}") for row in range(size)]
    truth = {}
    for index, person in enumerate(people):
        truth.setdefault(a_file(rng, person.name, person.code), index)
    for number in range(size // 5):
        file = a_file(rng, a_name(rng), f"{number * 7 + 5:05d}")
        truth.setdefault(file if file not in truth else f"x/{file}", None)
    return people, list(truth), truth
