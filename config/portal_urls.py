from django.urls import path

from config import (
    administration,
    exports,
    first_week,
    help_pages,
    inbox_bulk_views,
    inbox_views,
    own_account,
    own_data,
    portal,
    search,
    viewing,
)

app_name = "portal"
# Where each kind had an inbox of its own; mails and notices that were sent still lead there.
MOVED = (
    ("dang-ky/cho-duyet", "dang-ky", "pledges"),
    ("di-co-so/cho-duyet", "di-co-so", "plans"),
    ("don-vi/chuong-trinh/cho-duyet", "chuong-trinh", "programmes"),
    ("di-co-so/chuyen-di/cho-xac-nhan", "chuyen-di", "visits"),
    ("di-co-so/kien-nghi/cho-giai-quyet", "kien-nghi", "follow_ups"),
    ("can-bo/tu-dang-ky", "tai-khoan", "registrations"),
    ("dang-ky/sua-doi", "sua-doi", "amendments"),
    ("mo-hinh-hay/cho-xet", "mo-hinh", "good_models"),
)
urlpatterns = [
    path("", portal.home, name="home"),
    path("cho-duyet/", inbox_views.inbox_list, name="inbox"),
    path("cho-duyet/nhieu/", inbox_bulk_views.inbox_bulk_ask, name="inbox_bulk"),
    path("cho-duyet/nhieu/lam/", inbox_bulk_views.inbox_bulk_do, name="inbox_bulk_do"),
    path("cho-duyet/nhieu/<uuid:pk>/", inbox_bulk_views.inbox_result, name="inbox_result"),
    path("cho-duyet/nhieu/<uuid:pk>/hoan-tac/", inbox_bulk_views.inbox_bulk_undo, name="inbox_bulk_undo"),
    path("cho-duyet/<slug:code>/<int:pk>/", inbox_views.inbox_record, name="inbox_record"),
    path("cho-duyet/<slug:code>/<int:pk>/quyet-dinh/", inbox_views.inbox_decide, name="inbox_decide"),
    path("cho-duyet/<slug:code>/<int:pk>/hoan-tac/", inbox_views.inbox_undo, name="inbox_undo"),
    *(
        path(f"{address}/", inbox_views.inbox_moved, {"code": code}, name=f"inbox_of_{name}")
        for address, code, name in MOVED
    ),
    *(
        path(f"{address}/<int:pk>/", inbox_views.inbox_moved, {"code": code}, name=f"inbox_record_of_{name}")
        for address, code, name in MOVED[:2]
    ),
    path("quan-tri/", administration.administration, name="administration"),
    path("tai-khoan/", own_account.account, name="account"),
    path("tai-khoan/phien/dang-xuat-khac/", own_account.session_end_others, name="session_end_others"),
    path("tai-khoan/phien/<int:pk>/dang-xuat/", own_account.session_end, name="session_end"),
    path("tuan-dau/", first_week.first_week, name="first_week"),
    path("can-bo/<int:pk>/ho-so-dang-lam/", first_week.consequences, name="consequences"),
    path("tim/", search.search, name="search"),
    path("xuat/<slug:code>/", exports.export_new, name="export_new"),
    path("tro-giup/", help_pages.help_home, name="help"),
    path("tro-giup/<slug:slug>/", help_pages.help_page, name="help_role"),
    path("du-lieu-cua-toi/", own_data.own_data, name="own_data"),
    path("du-lieu-cua-toi/tai/", own_data.own_data_export, name="own_data_export"),
    path("hien-thi/", viewing.view_settings, name="view_settings"),
]
