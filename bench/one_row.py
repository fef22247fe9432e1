"""The least that Django can do for a form: one view that inserts one row, on the database of the environment."""

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench import ONE_ROW

settings.configure(
    SECRET_KEY="no secret is kept here",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": environ.Env().db_url("DATABASE_OWNER_URL") | {"CONN_MAX_AGE": 60}},
)


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {ONE_ROW} (words) VALUES (%s)", [request.POST.get("message", "")])
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("", insert)]
application = get_wsgi_application()
