import pytest

from accounts.devices import device_of, is_phone

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
OLD_VIEW = f"Mozilla/5.0 (Linux; Android 7.1.2; SM-J250F; wv) {WEBKIT} Version/4.0 Chrome/119.0 Mobile Safari/537.36"
AGENTS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/120.0 Safari/537.36": "Chrome trên máy tính Windows",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/120.0 Safari/537.36 Edg/120.0": "Edge trên máy tính Windows",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} coc_coc_browser/120 Chrome/114.0": "Cốc Cốc trên máy tính Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1": "Safari trên iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko Firefox/130.0": "Firefox trên máy Mac",
    OLD_VIEW: "Trình duyệt trong ứng dụng trên Android",
    "curl/8.0": "Trình duyệt lạ trên máy chưa rõ",
    "": "Trình duyệt lạ trên máy chưa rõ",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_named_as_people_know_it(agent, words):
    assert device_of(agent) == words


def test_phones_are_told_from_computers():
    assert [is_phone(agent) for agent in AGENTS] == [False, False, False, True, False, True, False, False]
