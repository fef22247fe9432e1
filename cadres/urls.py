from django.urls import path

from cadres.views import accounts, data_requests, histories, imports, people, trails, units

app_name = "cadres"
urlpatterns = [
    path("can-bo/", people.cadre_list, name="cadre_list"),
    path("can-bo/nhap/", imports.import_new, name="import_new"),
    path("can-bo/nhap/tep-mau/", imports.import_template, name="import_template"),
    path("can-bo/nhap/<uuid:pk>/", imports.import_detail, name="import_detail"),
    path("can-bo/nhap/<uuid:pk>/nhan/", imports.import_apply, name="import_apply"),
    path("can-bo/nhap/<uuid:pk>/dong-sai/", imports.import_wrong_rows, name="import_wrong_rows"),
    path("can-bo/<int:pk>/", people.cadre_detail, name="cadre_detail"),
    path("can-bo/<int:pk>/lien-he/", people.cadre_contacts, name="cadre_contacts"),
    path("can-bo/<int:pk>/ma-kich-hoat/", accounts.code_issue, name="code_issue"),
    path("du-lieu-cua-toi/yeu-cau/moi/", data_requests.data_request_new, name="data_request_new"),
    path("du-lieu-cua-toi/yeu-cau/<int:pk>/", data_requests.data_request_detail, name="data_request_detail"),
    path("quan-tri/du-lieu-ca-nhan/", data_requests.data_request_list, name="data_request_list"),
    path("quan-tri/du-lieu-ca-nhan/<int:pk>/tra-loi/", data_requests.data_request_answer, name="data_request_answer"),
    path("quan-tri/du-lieu-ca-nhan/can-bo/<int:pk>/xoa/", data_requests.data_forget, name="data_forget"),
    path("can-bo/<int:pk>/lich-su/", histories.cadre_history, name="cadre_history"),
    path("don-vi/<int:pk>/lich-su/", histories.unit_history, name="unit_history"),
    path("can-bo/<int:pk>/qua-trinh/", trails.cadre_trail, name="cadre_trail"),
    path("quan-tri/nhat-ky/", trails.trail_list, name="trail_list"),
    path("quan-tri/nhat-ky/in/", trails.trail_print, name="trail_print"),
    path("quan-tri/nhat-ky/<int:pk>/", trails.trail_detail, name="trail_detail"),
    path("quan-tri/nhat-ky/doi-tuong/<str:target>/<str:target_id>/", trails.trail_thing, name="trail_thing"),
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/cay/", units.unit_tree, name="unit_tree"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<int:pk>/ma-kich-hoat/", accounts.code_issue_unit, name="code_issue_unit"),
    path("kich-hoat/", accounts.activate, name="activate"),
]
