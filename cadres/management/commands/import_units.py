"""Import a list of units as an office sent it: script/manage import_units FILE --unit CODE."""

from cadres.management.importing import ImportCommand
from cadres.models import Sheet


class Command(ImportCommand):
    help = "Nhập danh sách đơn vị từ tệp Excel vào một đơn vị và các đơn vị bên dưới."
    sheet = Sheet.UNITS
