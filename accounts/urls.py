from django.urls import path

from accounts.views import notices, privacy, runs

app_name = "accounts"
urlpatterns = [
    path("thong-bao/", notices.notification_list, name="notification_list"),
    path("thong-bao/da-doc/", notices.notification_read_all, name="notification_read_all"),
    path("thong-bao/<int:pk>/", notices.notification_open, name="notification_open"),
    path("du-lieu-ca-nhan/", privacy.notice, name="privacy_notice"),
    path("tac-vu/", runs.run_list, name="run_list"),
    path("tac-vu/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("tac-vu/<uuid:pk>/dung/", runs.run_stop, name="run_stop"),
    path("tac-vu/<uuid:pk>/chay-lai/", runs.run_again, name="run_again"),
    path("tac-vu/<uuid:pk>/tep/", runs.run_file, name="run_file"),
]
