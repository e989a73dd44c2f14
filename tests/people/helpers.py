"""Places and numbers that the tests of the register use; nobody real has them."""

from longgang.core.identifiers import credit_check_digit, id_check_digit

DISTRICT = "211403"
LONGWAN = "211403005"
BINHAI = "211403006"


def id_number(serial: int = 1, born: str = "19850615") -> str:
    body = f"{DISTRICT}{born}{serial:03d}"
    return body + id_check_digit(body)


def credit_code(serial: int = 1) -> str:
    body = f"91{DISTRICT}MA{serial:07d}"
    return body + credit_check_digit(body)
