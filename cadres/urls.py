from django.urls import path

from cadres.views import accounts, delegations, grants, imports, people, rights, supervision, units

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
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/cay/", units.unit_tree, name="unit_tree"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<int:pk>/ma-kich-hoat/", accounts.code_issue_unit, name="code_issue_unit"),
    path("don-vi/<int:pk>/quyen/", rights.unit_rights, name="unit_rights"),
    path("don-vi/<int:pk>/phu-trach/", supervision.supervision_new, name="supervision_new"),
    path("quyen-cua-toi/", rights.my_rights, name="my_rights"),
    path("quan-tri/quyen/", grants.grant_list, name="grant_list"),
    path("quan-tri/quyen/moi/", grants.grant_new, name="grant_new"),
    path("quan-tri/quyen/<int:pk>/", grants.grant_detail, name="grant_detail"),
    path("quan-tri/quyen/<int:pk>/thu/", grants.grant_end, name="grant_end"),
    path("quan-tri/quyen/<int:pk>/gia-han/", grants.grant_extend, name="grant_extend"),
    path("quan-tri/uy-quyen/", delegations.delegation_list, name="delegation_list"),
    path("quan-tri/uy-quyen/moi/", delegations.delegation_new, name="delegation_new"),
    path("quan-tri/uy-quyen/<int:pk>/ket-thuc/", delegations.delegation_end, name="delegation_end"),
    path("quan-tri/phu-trach/", supervision.supervision_map, name="supervision_map"),
    path("quan-tri/phu-trach/in/", supervision.supervision_print, name="supervision_print"),
    path("quan-tri/phu-trach/<int:pk>/ket-thuc/", supervision.supervision_end, name="supervision_end"),
    path("kich-hoat/", accounts.activate, name="activate"),
]
