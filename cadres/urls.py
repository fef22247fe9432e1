from django.urls import path

from cadres.views import account_list, accounts, factor_resets, imports, people, units

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
    path("quan-tri/tai-khoan/", account_list.account_list, name="account_list"),
    path("quan-tri/tai-khoan/<int:pk>/", account_list.account_detail, name="account_detail"),
    path("quan-tri/tai-khoan/<int:pk>/ngung/", account_list.account_suspend, name="account_suspend"),
    path("quan-tri/tai-khoan/<int:pk>/mo-lai/", account_list.account_restore, name="account_restore"),
    path("quan-tri/tai-khoan/<int:pk>/dang-xuat/", account_list.account_sign_out, name="account_sign_out"),
    path("quan-tri/khoi-phuc/", factor_resets.reset_list, name="reset_list"),
    path("quan-tri/khoi-phuc/<int:pk>/", factor_resets.reset_detail, name="reset_detail"),
    path("quan-tri/khoi-phuc/de-nghi/<int:pk>/", factor_resets.reset_ask, name="reset_ask"),
    path("kich-hoat/", accounts.activate, name="activate"),
]
