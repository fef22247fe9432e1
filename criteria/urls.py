from django.urls import path

from criteria.views import periods, pledge_lists, pledges, programmes

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
    path("dang-ky/", pledges.pledge_mine, name="pledge_mine"),
    path("dang-ky/bat-dau/", pledges.pledge_start, name="pledge_start"),
    path("dang-ky/tien-do/", pledge_lists.pledge_panel, name="pledge_panel"),
    path("dang-ky/danh-sach/", pledge_lists.pledge_list, name="pledge_list"),
    path("dang-ky/noi-dung/<int:pk>/tien-do/", pledges.item_progress, name="item_progress"),
    path("dang-ky/<int:pk>/", pledges.pledge_detail, name="pledge_detail"),
    path("dang-ky/<int:pk>/lich-su/", pledges.pledge_history, name="pledge_history"),
    path("dang-ky/<int:pk>/in/", pledges.pledge_print, name="pledge_print"),
    path("dang-ky/<int:pk>/nop/", pledges.pledge_submit, name="pledge_submit"),
    path("dang-ky/<int:pk>/huy/", pledge_lists.pledge_cancel, name="pledge_cancel"),
    path("dang-ky/<int:pk>/<str:step>/", pledges.pledge_step, name="pledge_step"),
]
