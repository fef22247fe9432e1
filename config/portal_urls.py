from django.urls import path

from config import administration, exports, help_pages, portal, search, viewing

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("cho-duyet/", portal.inbox, name="inbox"),
    path("quan-tri/", administration.administration, name="administration"),
    path("tim/", search.search, name="search"),
    path("xuat/<slug:code>/", exports.export_new, name="export_new"),
    path("tro-giup/", help_pages.help_home, name="help"),
    path("tro-giup/<slug:slug>/", help_pages.help_page, name="help_role"),
    path("hien-thi/", viewing.view_settings, name="view_settings"),
]
