from django.urls import path, re_path

from evaluations.views import breaches, results, sheets, steps

app_name = "evaluations"
urlpatterns = [
    path("danh-gia/", results.mine, name="mine"),
    path("danh-gia/danh-sach/", results.evaluation_list, name="list"),
    path("danh-gia/cho-danh-gia/", steps.inbox, name="inbox"),
    path("danh-gia/hang-loat/", steps.bulk, name="bulk"),
    path("danh-gia/mo/<int:period_pk>/", steps.open_period, name="open"),
    path("danh-gia/cua/<int:cadre_pk>/", results.result_panel, name="result_panel"),
    path("danh-gia/vi-pham/", breaches.breach_list, name="breach_list"),
    path("danh-gia/vi-pham/moi/", breaches.breach_new, name="breach_new"),
    path("danh-gia/vi-pham/<int:pk>/", breaches.breach_detail, name="breach_detail"),
    path("danh-gia/vi-pham/<int:pk>/ket-luan/", breaches.breach_conclude, name="breach_conclude"),
    path("danh-gia/<int:pk>/", results.detail, name="detail"),
    path("danh-gia/<int:pk>/lich-su/", results.evaluation_history, name="history"),
    path("danh-gia/<int:pk>/in/", results.print_sheet, name="print"),
    path("danh-gia/<int:pk>/tu-danh-gia/", sheets.self_assess, name="self_assess"),
    path("danh-gia/<int:pk>/cap-bo-doan/", sheets.union_assess, name="union_assess"),
    path("danh-gia/<int:pk>/cap-uy/", sheets.party_assess, name="party_assess"),
    path("danh-gia/<int:pk>/mien-nguon/", steps.waive, name="waive"),
    path("danh-gia/<int:pk>/xem-xet-lai/", steps.reconsider, name="reconsider"),
    path("danh-gia/<int:pk>/tra-loi/", steps.answer, name="answer"),
    re_path(r"^danh-gia/(?P<pk>\d+)/buoc/(?P<verb>appraise|decide|notify|lock)/$", steps.step, name="step"),
]
