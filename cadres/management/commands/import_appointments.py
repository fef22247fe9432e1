"""Import a list of appointments as an office sent it: script/manage import_appointments FILE --unit CODE."""

from cadres.management.importing import ImportCommand
from cadres.models import Sheet


class Command(ImportCommand):
    help = "Nhập danh sách bổ nhiệm từ tệp Excel vào một đơn vị và các đơn vị bên dưới."
    sheet = Sheet.APPOINTMENTS
