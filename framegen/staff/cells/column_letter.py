"""ColumnLetter: columns by their letters, as spreadsheets show them."""

BASE = ord("Z") - ord("A") + 1


def letter_of(column: int) -> str:
    """The letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, BASE)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The column of letters A to Z in either case, counted from 0; -1 for no letters."""
    column = 0
    for letter in letters.upper():
        column = column * BASE + ord(letter) - ord("A") + 1
    return column - 1
