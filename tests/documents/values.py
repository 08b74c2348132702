"""Draws personal values of nobody, and numbers that only look like them, from a seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

# Real codes of districts; who was born before 1910 is nobody any more.
_AREAS = ("110101", "310101", "440103", "360782", "510104", "610102", "420102", "330102")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严金魏陶姜"
_GIVEN = "建国秀英桂兰志强海燕春梅文博立新玉珍庆晓东丽华永福翠萍长生俊杰美玲家兴"
_TOWNS = ("城关镇", "白石镇", "龙潭乡", "清溪镇", "枫林乡")
_VILLAGES = ("荷花村", "东塘村", "石桥村", "柳湾村", "新民村", "大岭村", "红旗村", "上坪村")
_ESTATES = ("滨河路18号", "文昌街66号", "建设东路203号")
_BANKS = ("621799", "622848", "622202", "621700", "623052")
_NETWORKS = ("135", "136", "138", "139", "150", "158", "177", "186", "189", "199")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def id_number(area: str, birthday: str, order: str) -> str:
    """Return the ID number with the check digit of GB 11643."""
    stem = area + birthday + order
    total = sum(int(digit) * weight for digit, weight in zip(stem, _ID_WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def luhn(stem: str) -> str:
    """Return the digits with the Luhn digit behind them."""
    total = 0
    for place, digit in enumerate(reversed(stem + "0")):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return stem + str(-total % 10)


def credit_code(stem: str) -> str:
    """Return the seventeen signs with the check sign of GB 32100 behind them."""
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(stem))
    return stem + _CREDIT_SIGNS[-total % 31]


@dataclass(slots=True)
class Values:
    """Draws values, each only once."""

    random: Random
    _drawn: set[str] = field(default_factory=set)

    def digits(self, count: int) -> str:
        """Return so many digits, the first not 0."""
        more = (str(self.random.randrange(10)) for _ in range(count - 1))
        return str(self.random.randint(1, 9)) + "".join(more)

    def name(self) -> str:
        """Return the name of a person."""
        given = "".join(self.random.sample(_GIVEN, self.random.choice((1, 2, 2, 2))))
        return self.random.choice(_SURNAMES) + given

    def id(self) -> str:
        """Return an ID number of eighteen characters."""
        return self._new(
            lambda: id_number(self.random.choice(_AREAS), self._birthday(), self._order())
        )

    def old_id(self) -> str:
        """Return an ID number of fifteen digits."""
        return self._new(lambda: self.random.choice(_AREAS) + self._birthday()[2:] + self._order())

    def mobile(self) -> str:
        """Return a mobile number."""
        return self._new(lambda: self.random.choice(_NETWORKS) + "0" + self.digits(7))

    def card(self) -> str:
        """Return the number of a bank card."""
        return self._new(lambda: luhn(self.random.choice(_BANKS) + self.digits(12)))

    def passbook(self) -> str:
        """Return an account that is no card: it begins with 1 and has no check digit."""
        return self._new(lambda: "10" + self.digits(self.random.choice((13, 15, 17))))

    def passport(self) -> str:
        """Return the number of a passport."""
        letter = self.random.choice(("E", "G", "EA", "EB", "EJ"))
        return self._new(lambda: letter + self.digits(9 - len(letter)))

    def plate(self) -> str:
        """Return the number plate of a car."""
        head = f"赣{self.random.choice('ABCDEFG')}"
        return self._new(lambda: head + self.random.choice(_LETTERS) + self.digits(4))

    def email(self) -> str:
        """Return a private mail address."""
        host = self.random.choice(("qq.com", "163.com", "sina.com", "126.com"))
        letters = "".join(self.random.choices("abcdefghkmnprstwyz", k=5))
        user = self.digits(9) if host == "qq.com" else letters + self.digits(3)
        return self._new(lambda: f"{user}@{host}")

    def village(self) -> str:
        """Return a place that is not to the door."""
        return self.random.choice(_TOWNS) + self.random.choice(_VILLAGES)

    def address(self) -> str:
        """Return an address to the door."""
        return self._new(self._door)

    def credit_code(self) -> str:
        """Return the code of an enterprise."""
        organisation = "".join(self.random.choices(_CREDIT_SIGNS, k=9))
        return credit_code(self.random.choice(("91", "92", "93")) + "360782" + organisation)

    def office_code(self) -> str:
        """Return the code of an office: eighteen digits that begin as an ID number does."""
        codes = (credit_code("11360782" + self.digits(9)) for _ in range(1000))
        return next(code for code in codes if code.isdecimal())

    def office_phone(self) -> str:
        """Return the telephone of an office."""
        return "0797-" + self.digits(7)

    def account(self) -> str:
        """Return the account of an office, with a valid check digit now and then."""
        return self.digits(16) if self.random.random() < 0.5 else luhn("36050" + self.digits(13))

    def _birthday(self) -> str:
        return f"190{self.random.randrange(10)}{self.random.randint(1, 12):02}" + (
            f"{self.random.randint(1, 28):02}"
        )

    def _order(self) -> str:
        return f"{self.random.randrange(1, 1000):03}"

    def _door(self) -> str:
        town, rnd = self.random.choice(_TOWNS), self.random
        if rnd.random() < 0.6:
            door = f"{rnd.choice(_VILLAGES)}{rnd.randint(1, 15)}组{rnd.randint(1, 99)}号"
        else:
            flat = f"{rnd.randint(1, 20)}栋{rnd.randint(1, 4)}单元{rnd.randint(101, 1802)}室"
            door = f"{rnd.choice(_ESTATES)}{flat}"
        return f"清河县{town}{door}"

    def _new(self, draw: Callable[[], str]) -> str:
        value = draw()
        while value in self._drawn:
            value = draw()
        self._drawn.add(value)
        return value
