from django.urls import path

from criteria.views import evidence, papers, periods, pledge_lists, pledges, programmes

app_name = "criteria"

urlpatterns = [
    path("tieu-chi/", periods.criteria_page, name="criteria_page"),
    path("quan-tri/ky/", periods.period_list, name="period_list"),
    path("quan-tri/ky/moi/", periods.period_new, name="period_new"),
    path("quan-tri/ky/<int:pk>/", periods.period_detail, name="period_detail"),
    path("quan-tri/ky/<int:pk>/moc/", periods.period_edit, name="period_edit"),
    path("quan-tri/ky/<int:pk>/chuyen/", periods.period_move, name="period_move"),
    path("don-vi/chuong-trinh/", programmes.programme_list, name="programme_list"),
    path("don-vi/<int:unit_pk>/chuong-trinh/lap/", programmes.programme_start, name="programme_start"),
    path("don-vi/chuong-trinh/<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("don-vi/chuong-trinh/<int:pk>/sua/", programmes.programme_edit, name="programme_edit"),
    path("don-vi/giai-phap/<int:pk>/tien-do/", programmes.solution_progress, name="solution_progress"),
    path("don-vi/giai-phap/<int:pk>/minh-chung/", evidence.solution_evidence_add, name="solution_evidence_add"),
    path("don-vi/minh-chung/<int:pk>/", evidence.solution_evidence_file, name="solution_evidence_file"),
    path("don-vi/minh-chung/<int:pk>/go/", evidence.solution_evidence_take_down, name="solution_evidence_take_down"),
    path("dang-ky/", pledges.pledge_mine, name="pledge_mine"),
    path("dang-ky/bat-dau/", pledges.pledge_start, name="pledge_start"),
    path("dang-ky/tien-do/", pledge_lists.pledge_panel, name="pledge_panel"),
    path("dang-ky/in-ca-don-vi/", papers.pledge_book_new, name="pledge_book_new"),
    path("dang-ky/danh-sach/", pledge_lists.pledge_list, name="pledge_list"),
    path("dang-ky/noi-dung/<int:pk>/tien-do/", pledges.item_progress, name="item_progress"),
    path("dang-ky/noi-dung/<int:pk>/minh-chung/", evidence.item_evidence_add, name="item_evidence_add"),
    path("dang-ky/minh-chung/<int:pk>/", evidence.item_evidence_file, name="item_evidence_file"),
    path("dang-ky/minh-chung/<int:pk>/go/", evidence.item_evidence_take_down, name="item_evidence_take_down"),
    path("dang-ky/<int:pk>/", pledges.pledge_detail, name="pledge_detail"),
    path("dang-ky/<int:pk>/lich-su/", pledges.pledge_history, name="pledge_history"),
    path("dang-ky/<int:pk>/in/", papers.pledge_print, name="pledge_print"),
    path("dang-ky/<int:pk>/word/", papers.pledge_word, name="pledge_word"),
    path("dang-ky/<int:pk>/nop/", pledges.pledge_submit, name="pledge_submit"),
    path("dang-ky/<int:pk>/huy/", pledge_lists.pledge_cancel, name="pledge_cancel"),
    path("dang-ky/<int:pk>/<str:step>/", pledges.pledge_step, name="pledge_step"),
]
