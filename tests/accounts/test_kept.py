import pytest
from django.test import RequestFactory

from accounts.kept import Kept, typed_into
from accounts.models import User
from tests.factories.accounts import UserFactory


def typed(document=None, **fields):
    return typed_into(RequestFactory().post("/", fields), document)


@pytest.mark.parametrize("text", ["Một câu", "Họp", "95%", "2026-05-06", "+84 90", "a@b.vn"])
def test_what_somebody_wrote_is_kept(text):
    assert typed(o1_text=text) == [Kept(text)]


@pytest.mark.parametrize(
    "fields",
    [{"kind": "campaign"}, {"picked": "on"}, {"statement": "12"}, {"act": "draft x"}, {"form-TOTAL_FORMS": "a b"}],
)
def test_codes_and_what_the_form_itself_sends_are_not(fields):
    assert typed(**fields) == []


def test_secrets_are_never_kept():
    assert typed(password="mật khẩu", password2="mật khẩu", csrfmiddlewaretoken="a b", submit_key="a b") == []


def test_fields_of_the_document_come_with_what_is_stored():
    user = UserFactory.build(full_name="Lê An")
    assert typed(user, full_name="An") == [Kept("An", User._meta.get_field("full_name").verbose_name, "Lê An")]


def test_a_field_that_was_not_changed_is_left_out():
    assert typed(UserFactory.build(full_name="Lê An"), full_name="Lê An") == []
