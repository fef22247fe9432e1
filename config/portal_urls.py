from django.urls import path

from config import administration, exports, first_week, help_pages, own_account, portal, search, viewing

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("cho-duyet/", portal.inbox, name="inbox"),
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
    path("hien-thi/", viewing.view_settings, name="view_settings"),
]
