from django.urls import path

from config import administration, first_week, help_pages, portal, search, viewing

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("cho-duyet/", portal.inbox, name="inbox"),
    path("quan-tri/", administration.administration, name="administration"),
    path("tuan-dau/", first_week.first_week, name="first_week"),
    path("can-bo/<int:pk>/ho-so-dang-lam/", first_week.consequences, name="consequences"),
    path("tim/", search.search, name="search"),
    path("tro-giup/", help_pages.help_home, name="help"),
    path("tro-giup/<slug:slug>/", help_pages.help_page, name="help_role"),
    path("hien-thi/", viewing.view_settings, name="view_settings"),
]
