"""The key that confirms leads through what is left, from the top again, and ends at the signature."""

from playwright.sync_api import expect

from e2e.acting import Review

NOTICE = "关于报送联络员名单的通知\n\n各单位：\n请于五月底前报送联络员名单。\n要加强值班备勤。\n天气晴朗。\n"


def test_behind_the_last_card_a_goes_on_with_what_was_left(person):
    page = person("clerk")
    page.goto("/documents/new/")
    page.locator("textarea[name=text]").fill(NOTICE)
    page.locator(".form .button-primary").click()
    page.wait_for_url("**/review/**")
    review, cards = Review(page), page.locator(".clause")
    cards.last.focus()
    review.press("a")
    expect(cards.first).to_be_focused()
    cards.last.focus()
    page.keyboard.press("a")  # decided already: nothing to confirm, so it leads on
    expect(cards.first).to_be_focused()
    while review.undecided:
        review.press("a")
    signature = page.locator("#bar .button-primary")
    expect(signature).to_be_focused()
    cards.first.focus()
    page.keyboard.press("a")
    expect(signature).to_be_focused()
