"""Numbers of nobody, computed so that no file of the repository need hold one."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person(seed: int) -> str:
    """Return a valid ID number of somebody born before 1910."""
    stem = f"110101190{seed % 10}0{1 + seed % 9}1{seed % 9}{100 + seed}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]
