from django.urls import path

from fieldvisits.views import follow_ups, photos, plans, quotas, visit_lists, visits

app_name = "fieldvisits"
urlpatterns = [
    path("di-co-so/", plans.plan_mine, name="plan_mine"),
    path("di-co-so/bang/moi/", plans.plan_start, name="plan_start"),
    path("di-co-so/bang/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("di-co-so/bang/<int:pk>/lich-su/", plans.plan_history, name="plan_history"),
    path("di-co-so/bang/<int:pk>/sua/", plans.plan_edit, name="plan_edit"),
    path("di-co-so/bang/<int:pk>/nop/", plans.plan_submit, name="plan_submit"),
    path("di-co-so/bang/<int:pk>/in/", plans.plan_print, name="plan_print"),
    path("di-co-so/muc/<int:pk>/hoan-huy/", plans.item_drop, name="item_drop"),
    path("di-co-so/chuyen-di/", visit_lists.visit_list, name="visit_list"),
    path("di-co-so/chuyen-di/moi/", visits.visit_new, name="visit_new"),
    path("di-co-so/chuyen-di/<int:pk>/", visits.visit_detail, name="visit_detail"),
    path("di-co-so/chuyen-di/<int:pk>/bao-cao/", visits.visit_report, name="visit_report"),
    path("di-co-so/chuyen-di/<int:pk>/anh/", photos.photo_add, name="photo_add"),
    path("di-co-so/anh/<int:pk>/", photos.photo_file, name="photo_file"),
    path("di-co-so/anh/<int:pk>/bo/", photos.photo_remove, name="photo_remove"),
    path("di-co-so/kien-nghi/", follow_ups.followup_list, name="followup_list"),
    path("di-co-so/kien-nghi/<int:pk>/", follow_ups.followup_detail, name="followup_detail"),
    path("di-co-so/kien-nghi/<int:pk>/cap-nhat/", follow_ups.followup_move, name="followup_move"),
    path("di-co-so/dinh-muc/", quotas.quota_list, name="quota_list"),
    path("di-co-so/dinh-muc/<int:pk>/mac-dinh/", quotas.quota_defaults, name="quota_defaults"),
    path("di-co-so/can-bo/<int:pk>/", visit_lists.visit_panel, name="visit_panel"),
]
