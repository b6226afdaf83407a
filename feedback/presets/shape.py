"""What a preset holds."""

from dataclasses import dataclass

from feedback.content import QuestionContent


@dataclass(frozen=True)
class Preset:
    """`name_zh`, `name_en`: what those who choose it read; the other texts are what customers will read."""

    name_zh: str
    name_en: str
    title_zh: str
    title_en: str
    intro_zh: str
    intro_en: str
    questions: tuple[QuestionContent, ...]
