"""When two written names are the same person’s, for rules that forbid somebody to sign."""

import re
import unicodedata

# After NFKC the wide round and square ones are among these.
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉|《[^《》]*》|「[^「」]*」")
_BETWEEN = re.compile(r"[\W_]+")


def spellings_of(name: str) -> set[str]:
    """The name without case, width, blanks, marks and what stands in brackets; as it is, and with its words in the order of the alphabet.

    Of a name that stands in brackets as a whole what is in them. Empty for an empty name.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = _words(_BRACKETED.sub(" ", plain)) or _words(plain)
    return {"".join(words), "".join(sorted(words))} if words else set()


def _words(text: str) -> list[str]:
    return _BETWEEN.sub(" ", text).split()


def is_same_name(one: str, other: str) -> bool:
    """“林 晓”, “林晓（代）” and “林晓”; “LIN Xiao”, “Xiao Lin” and “lin xiao”."""
    return not spellings_of(one).isdisjoint(spellings_of(other))
