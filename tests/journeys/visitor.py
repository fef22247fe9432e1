"""A person at a browser without JavaScript: reads a page, fills in one of its forms, presses one of its buttons."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client


class Forms(HTMLParser):
    """The forms of a page: where they go, their fields as the browser would send them, their buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.by_id: dict[str, dict] = {}
        self._open: dict | None = None
        self._button: dict | None = None
        self._select: dict | None = None
        self._textarea: dict | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        a = {key: value or "" for key, value in attributes}
        if tag == "form":
            self._open = {"action": a.get("action", ""), "method": a.get("method", "get"), "fields": {}, "buttons": []}
            self.forms.append(self._open)
            self.by_id[a.get("id", "")] = self._open
            return
        form = self.by_id.get(a["form"]) if "form" in a else self._open
        if form is None:
            return
        if tag == "input" and a.get("name"):
            is_box = a.get("type") in {"checkbox", "radio"}
            if a.get("type") not in {"file", "submit"} and (not is_box or "checked" in a):
                form["fields"].setdefault(a["name"], []).append(a.get("value", "on" if is_box else ""))
        elif tag == "button":
            self._button = {"name": a.get("name"), "value": a.get("value", ""), "label": "", "to": a.get("formaction")}
            form["buttons"].append(self._button)
        elif tag == "select":
            self._select = {"form": form, "name": a.get("name", ""), "first": None, "chosen": False}
        elif tag == "option" and self._select:
            if self._select["first"] is None:
                self._select["first"] = a.get("value", "")
            if "selected" in a:
                self._select["chosen"] = True
                form["fields"].setdefault(self._select["name"], []).append(a.get("value", ""))
        elif tag == "textarea":
            self._textarea = {"form": form, "name": a.get("name", ""), "text": ""}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "button":
            self._button = None
        elif tag == "select" and self._select:
            if not self._select["chosen"] and self._select["first"] is not None:
                self._select["form"]["fields"].setdefault(self._select["name"], []).append(self._select["first"])
            self._select = None
        elif tag == "textarea" and self._textarea:
            fields = self._textarea["form"]["fields"]
            fields.setdefault(self._textarea["name"], []).append(self._textarea["text"].lstrip("\n"))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button["label"] += data
        if self._textarea is not None:
            self._textarea["text"] += data


class Visitor:
    """Signs in, opens pages and presses buttons by their words; every answer must be a page, not an error."""

    def __init__(self, username: str, password: str) -> None:
        self.client = Client()
        self.sign_in(username, password)

    @classmethod
    def anonymous(cls) -> "Visitor":
        visitor = cls.__new__(cls)
        visitor.client = Client()
        return visitor

    def sign_in(self, username: str, password: str) -> None:
        self.open("/dang-nhap/")
        self.press("Đăng nhập", login=username, password=password)
        assert self.client.session.get("_auth_user_id"), f"{username} could not sign in"
        if self.page.request["PATH_INFO"] == "/du-lieu-ca-nhan/":
            self.press("Tiếp tục", has_read="on")

    def open(self, url: str) -> str:
        if hasattr(self, "page"):
            url = urljoin(self.page.request["PATH_INFO"], url)
        self.page = self.client.get(url, follow=True)
        assert self.page.status_code == 200, (url, self.page.status_code)
        return self.text

    def follow(self, words: str) -> str:
        """Go where the first link of the page's main part leads whose words hold these."""
        return self.open(self.link(words))

    def link(self, words: str) -> str:
        """Address of the first link in the page's main part whose words hold these."""
        main = self.text.split("<main", 1)[1]
        links = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', main, re.DOTALL)
        found = [url for url, inside in links if words in " ".join(re.sub(r"<[^>]+>", " ", inside).split())]
        assert found, f"no link “{words}” here"
        return unescape(found[0])

    @property
    def text(self) -> str:
        return self.page.text

    def press(self, label: str, *, in_form: str = "", **changes) -> str:
        """Press the first button whose words begin with `label`, after changing fields; None leaves a field out.

        `in_form` narrows it to a form whose address contains it.
        """
        form, button = self._find(label, in_form)
        fields = dict(form["fields"])
        for name, value in changes.items():
            fields[name] = value
        if button["name"]:
            fields[button["name"]] = button["value"]
        data = {name: value for name, value in fields.items() if value is not None}
        url = button["to"] or form["action"] or self.page.request["PATH_INFO"]
        self.page = getattr(self.client, form["method"].lower())(url, data, follow=True)
        assert self.page.status_code == 200, (label, url, self.page.status_code, _errors(self.text))
        return self.text

    def _find(self, label: str, in_form: str) -> tuple[dict, dict]:
        forms = Forms(self.text).forms
        for form in forms:
            for button in form["buttons"]:
                if " ".join(button["label"].split()).startswith(label) and in_form in form["action"]:
                    return form, button
        seen = [" ".join(b["label"].split()) for form in forms for b in form["buttons"]]
        raise AssertionError(f"no button “{label}” on {self.page.request['PATH_INFO']}, only {seen}")


def _errors(html: str) -> list[str]:
    return [line.strip() for line in html.splitlines() if "invalid-feedback" in line or "is-bad" in line][:5]
