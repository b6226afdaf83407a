"""What pages show of a customer who must not be shown: 138****5678, 王**."""


def mask_phone(number: str) -> str:
    """The first three and the last four digits of a mobile number; of shorter ones the last two."""
    if not number:
        return ""
    if len(number) >= 11:
        return f"{number[:-8]}****{number[-4:]}"
    return "*" * max(2, len(number) - 2) + number[2:][-2:]


def mask_name(name: str) -> str:
    """The family name in Chinese, the first letter otherwise."""
    name = name.strip()
    return f"{name[0]}**" if name else ""
