from django.urls import path

from reports.views import dashboard, rows, snapshots, workbooks

app_name = "reports"
urlpatterns = [
    path("bao-cao/", dashboard.dashboard, name="dashboard"),
    path("bao-cao/don-vi/<int:pk>/", dashboard.unit_lines, name="unit_lines"),
    path("bao-cao/don-vi/<int:pk>/nhac/", dashboard.unit_remind, name="unit_remind"),
    path("bao-cao/nhac/", dashboard.late_remind, name="late_remind"),
    path("bao-cao/cap-nhat/", dashboard.roll_up_start, name="roll_up_start"),
    path("bao-cao/xuat-excel/", workbooks.workbook_new, name="workbook_new"),
    path("bao-cao/chot/", snapshots.snapshot_new, name="snapshot_new"),
    path("bao-cao/da-chot/", snapshots.snapshot_list, name="snapshot_list"),
    path("bao-cao/da-chot/<int:pk>/", snapshots.snapshot_detail, name="snapshot_detail"),
    path("bao-cao/da-chot/<int:pk>/kiem-tra/", snapshots.snapshot_verify, name="snapshot_verify"),
    path("bao-cao/da-chot/<int:pk>/<slug:code>/", rows.snapshot_rows, name="snapshot_rows"),
    path("bao-cao/<slug:code>/", rows.rows, name="rows"),
]
