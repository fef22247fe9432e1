"""Import a list of cadres as an office sent it: script/manage import_cadres FILE --unit CODE."""

from cadres.management.importing import ImportCommand
from cadres.models import Sheet


class Command(ImportCommand):
    help = "Nhập danh sách cán bộ từ tệp Excel vào một đơn vị và các đơn vị bên dưới."
    sheet = Sheet.CADRES
