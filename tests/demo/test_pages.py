"""The pages that a named account comes to first answer on demo data."""

import re

import pytest

from accounts.models import User

LINK = re.compile(r'href="(/[^"#]*)"')
MOST = 14
NEVER = re.compile(r"^/(static|tai-khoan/dang-xuat|dang-xuat)")


@pytest.mark.parametrize("username", ["canbo", "bithu", "tckt", "truongban"])
def test_links_lead_somewhere(world_of_today, client, username):
    client.force_login(User.objects.get(username=username))
    seen, waiting, broken = set(), ["/", "/di-co-so/"], {}

    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path not in seen and not NEVER.match(path):
            seen.add(path)
            response = client.get(path)
            if response.status_code not in {200, 302, 403}:
                broken[path] = response.status_code
            elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                waiting += LINK.findall(response.content.decode().replace("&amp;", "&"))

    assert broken == {}
