from django.urls import path

from config import administration, help_pages, own_data, portal, search, viewing

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("cho-duyet/", portal.inbox, name="inbox"),
    path("quan-tri/", administration.administration, name="administration"),
    path("tim/", search.search, name="search"),
    path("tro-giup/", help_pages.help_home, name="help"),
    path("tro-giup/<slug:slug>/", help_pages.help_page, name="help_role"),
    path("du-lieu-cua-toi/", own_data.own_data, name="own_data"),
    path("du-lieu-cua-toi/tai/", own_data.own_data_export, name="own_data_export"),
    path("hien-thi/", viewing.view_settings, name="view_settings"),
]
