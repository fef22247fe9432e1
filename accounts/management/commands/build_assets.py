"""Takes Bootstrap and the two fonts out of their wheels, cut down to what the pages use, and compiles translations."""

import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import main as subset

from accounts.catalogue import compile_catalogue

LATIN_AND_VIETNAMESE = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0323,U+1EA0-1EF9,U+2010-2026,U+20AB"
)
DIGITS = "U+0030-0039"
STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")


def _wheel(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"Package {name} is not installed; run script/run or script/test once.")
    return Path(spec.submodule_search_locations[0])


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def _cut(source: Path, target: Path, characters: str) -> bool:
    if _is_fresh(target, source):
        return False
    subset(
        [str(source), f"--unicodes={characters}", "--flavor=woff2", "--layout-features=*", f"--output-file={target}"]
    )
    target.touch()
    return True


class Command(BaseCommand):
    help = "Chép Bootstrap và cắt phông chữ vào static/vendor (bỏ qua tệp đã có)."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        vendor = settings.BASE_DIR / "static" / "vendor"
        fonts = vendor / "fonts"
        fonts.mkdir(parents=True, exist_ok=True)
        made = int(self._copy_bootstrap(vendor / "bootstrap.min.css"))
        family = _wheel("fontpkg_be_vietnam_pro") / "files"
        for style in STYLES:
            made += _cut(
                family / f"BeVietnamPro-{style}.ttf", fonts / f"BeVietnamPro-{style}.woff2", LATIN_AND_VIETNAMESE
            )
        digits = next((_wheel("fontpkg_inter") / "files").glob("Inter[[]*.ttf"))
        made += _cut(digits, fonts / "Inter-digits.woff2", DIGITS)
        made += self._compile_messages()
        if options["verbosity"]:
            self.stdout.write(f"static/vendor, locale: {made} tệp mới.")

    def _compile_messages(self) -> int:
        made = 0
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).glob("*/LC_MESSAGES/django.po"):
                target = source.with_suffix(".mo")
                if not _is_fresh(target, source):
                    compile_catalogue(source, target)
                    made += 1
        return made

    def _copy_bootstrap(self, target: Path) -> bool:
        source = _wheel("bootstrap") / "css" / "bootstrap.min.css"
        if _is_fresh(target, source):
            return False
        # The source map stays in the wheel, so the pointer to it goes.
        css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", source.read_text(encoding="utf-8"))
        target.write_text(css, encoding="utf-8")
        return True
