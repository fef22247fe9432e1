import base64

from accounts import draft_keys
from tests.factories.accounts import UserFactory


def test_a_person_has_one_key_of_256_bits_and_nobody_else_has_it(settings):
    one, other = UserFactory(), UserFactory()

    assert len(base64.b64decode(draft_keys.key_for(one))) == 32
    assert draft_keys.key_for(one) == draft_keys.key_for(one)
    assert draft_keys.key_for(one) != draft_keys.key_for(other)


def test_the_key_hangs_on_the_secret_of_the_server(settings):
    user = UserFactory()
    before = draft_keys.key_for(user)

    settings.SECRET_KEY = "x" * 60

    assert draft_keys.key_for(user) != before


def test_the_page_of_the_person_carries_it_and_is_not_stored(client):
    user = UserFactory()
    client.force_login(user)
    page = client.get("/tro-giup/")

    assert f'data-draft-key="{draft_keys.key_for(user)}"' in page.text
    assert "no-store" in page["Cache-Control"]
