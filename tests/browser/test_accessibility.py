import pytest

from tests.browser.accessibility import serious_faults

pytestmark = pytest.mark.browser


def test_the_sign_in_page_has_no_serious_fault(page):
    page.goto("/dang-nhap/")

    assert serious_faults(page) == []


def test_a_picture_without_words_and_a_field_without_a_name_are_named(page):
    page.goto("/dang-nhap/")
    page.evaluate("document.querySelector('main').append(new Image(), document.createElement('input'))")

    assert {fault.partition(":")[0] for fault in serious_faults(page)} >= {"image-alt", "label"}
