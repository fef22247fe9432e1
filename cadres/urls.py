from django.urls import path

from cadres.views import accounts, hand_decisions, imports, people, reorganisations, trees, units

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
    path("don-vi/cay/", trees.unit_tree, name="unit_tree"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<int:pk>/ma-kich-hoat/", accounts.code_issue_unit, name="code_issue_unit"),
    path("don-vi/<int:pk>/sap-xep/<slug:verb>/", reorganisations.unit_change, name="unit_change"),
    path("don-vi/<int:pk>/sau-sap-nhap/", units.unit_after_merger, name="unit_after_merger"),
    path("quan-tri/sap-xep/", reorganisations.reorganisation_list, name="reorganisation_list"),
    path("quan-tri/sap-xep/tep-mau/", reorganisations.reorganisation_template, name="reorganisation_template"),
    path("quan-tri/sap-xep/<uuid:pk>/", reorganisations.reorganisation_detail, name="reorganisation_detail"),
    path(
        "quan-tri/sap-xep/<uuid:pk>/xac-nhan/",
        reorganisations.reorganisation_confirm,
        name="reorganisation_confirm",
    ),
    path("quan-tri/sap-xep/<uuid:pk>/huy/", reorganisations.reorganisation_cancel, name="reorganisation_cancel"),
    path("quan-tri/sap-xep/<uuid:pk>/xem-lai/", reorganisations.reorganisation_renew, name="reorganisation_renew"),
    path("quan-tri/can-sap-xep/", hand_decisions.hand_decision_list, name="hand_decision_list"),
    path("quan-tri/can-sap-xep/<int:pk>/", hand_decisions.hand_decision, name="hand_decision"),
    path("kich-hoat/", accounts.activate, name="activate"),
]
