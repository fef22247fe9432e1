import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from config import urls
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree


def conflict(request):
    raise StaleDocument(User.objects.get(pk=request.GET["pk"]))


def forbidden(request):
    raise PermissionDenied(request.GET.get("reason", ""))


def suspicious(request):
    raise SuspiciousOperation


def broken(request):
    raise RuntimeError("bí mật của máy chủ")


urlpatterns = [
    *urls.urlpatterns,
    path("xung-dot/", conflict),
    path("cam/", forbidden),
    path("la/", suspicious),
    path("hong/", broken),
    path("nhan/", lambda request: HttpResponse("đã nhận")),
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500


@pytest.fixture
def user(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    user = tree().base_secretary.user
    client.force_login(user)
    return user


def test_400(client, user):
    response = client.get("/la/")
    assert response.status_code == 400
    assert "Chưa có gì thay đổi" in response.content.decode()


def test_403_gives_the_reason_of_the_rule(client, user):
    response = client.get("/cam/", {"reason": "Chỉ Bí thư Thành đoàn duyệt được."})
    assert response.status_code == 403
    assert "Chỉ Bí thư Thành đoàn duyệt được." in response.content.decode()


def test_403_without_a_reason_says_who_can(client, user):
    assert "dành cho Bí thư" in client.get("/cam/").content.decode()


def test_404_offers_search_and_home(client, user):
    response = client.get("/khong-co/")
    text = response.content.decode()
    assert response.status_code == 404
    assert 'action="/tim/"' in text
    assert 'href="/"' in text


def test_409_says_who_changed_what_and_keeps_what_was_typed(client, user):
    document = UserFactory(full_name="Trần Ngọc Hân")
    audit.record("user.changed", document, by=user)
    response = client.post(
        f"/xung-dot/?pk={document.pk}", {"reason": "Sáng tạo cần việc <b>đo</b> được.", "version": "3"}
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "Trần Ngọc Hân" in text
    assert f"do đồng chí {user.full_name}" in text
    assert "Sáng tạo cần việc &lt;b&gt;đo&lt;/b&gt; được." in text


def test_409_shows_both_values_of_a_field(client, user):
    document = UserFactory(full_name="Trần Ngọc Hân", email="moi@example.org")
    typed = {"full_name": "Hân", "email": "cu@example.org", "password": "không hiện", "act": "draft"}
    text = client.post(f"/xung-dot/?pk={document.pk}", typed).content.decode()
    assert ">Hân</pre>" in text
    assert "“Trần Ngọc Hân”" in text
    assert ">cu@example.org</pre>" in text
    assert "“moi@example.org”" in text
    assert "không hiện" not in text
    assert ">draft<" not in text


def test_500_gives_a_reference_that_the_log_has_too_and_no_secret(client, user, caplog):
    with caplog.at_level(logging.ERROR, logger="portal.errors"):
        response = client.get("/hong/")
    text = response.content.decode()
    reference = next(record.args[0] for record in caplog.records if record.name == "portal.errors")
    assert response.status_code == 500
    assert len(reference) == 12
    assert reference in text
    assert "bí mật" not in text


def test_form_without_token_keeps_what_was_typed(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    response = client.post("/nhan/", {"reason": "Một đoạn khá dài đã viết"})
    text = response.content.decode()
    assert response.status_code == 403
    assert "Trang đã mở quá" in text
    assert "Một đoạn khá dài đã viết" in text


def test_errors_before_anybody_signed_in(client, settings):
    settings.ROOT_URLCONF = __name__
    assert client.get("/khong-co/").status_code in {302, 404}
