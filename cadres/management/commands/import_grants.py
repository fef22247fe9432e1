"""Import a list of roles as an office sent it: script/manage import_grants FILE --unit CODE."""

from cadres.management.importing import ImportCommand
from cadres.models import Sheet


class Command(ImportCommand):
    help = "Nhập danh sách vai trò từ tệp Excel vào một đơn vị và các đơn vị bên dưới."
    sheet = Sheet.GRANTS
