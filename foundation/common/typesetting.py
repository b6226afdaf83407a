"""Documents as PDF, set by typst: the layout is a file of ours, what is set comes as data and is never read as markup."""

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.common.errors import Invalid

# Both weights whole, not the subsets that browsers get: rare characters of names are in them.
FONTS = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf")
# Read out by screen readers and kept by archives: tags, a title, a language, alternative texts.
STANDARD = "ua-1"


def typeset(layout: Path, data: dict) -> bytes:
    """The PDF of a typst file that reads `data` by `json(bytes(sys.inputs.data))`. Nothing else is read, and nothing fetched.

    Raises Invalid where the fonts are not installed.
    """
    import typst  # half a second, and only for who prints

    fonts = [settings.FONTS_DIR / name for name in FONTS]
    if not all(font.is_file() for font in fonts):
        raise Invalid(
            _("The fonts for PDF files are not installed. Starting the portal once by bin/start brings them.")
        )
    return typst.compile(
        str(layout),
        root=str(layout.parent),
        font_paths=[str(font.parent) for font in fonts],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        format="pdf",
    )
