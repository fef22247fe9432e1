import gettext

from accounts.catalogue import compile_catalogue, read_catalogue

SOURCE = """# ghi chú
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "New Password"
msgstr "Mật khẩu mới"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d ngày"
"""


def test_compiled_catalogue_is_read_by_gettext(tmp_path):
    source, target = tmp_path / "django.po", tmp_path / "django.mo"
    source.write_text(SOURCE, encoding="utf-8")
    compile_catalogue(source, target)
    with target.open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert translations.gettext("New Password") == "Mật khẩu mới"
    assert translations.ngettext("%d day", "%d days", 3) == "%d ngày"


def test_long_messages_are_joined():
    text = 'msgid ""\n"one "\n"two"\nmsgstr ""\n"một "\n"hai"\n'
    assert read_catalogue(text) == {"one two": "một hai"}
