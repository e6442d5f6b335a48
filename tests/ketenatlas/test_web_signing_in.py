"""The page to sign in at: sound like every page, and usable with the keyboard alone, also without script."""

from playwright.sync_api import Browser

from tests.ketenatlas.browsing import Watched, sound


def test_the_page_is_sound(watched: Watched, small_server: str):
    sound(watched, small_server, "/aanmelden")
    sound(watched, small_server, "/aanmelden?lang=en")


def test_a_wrong_token_is_told_to_who_uses_the_keyboard_without_script(browser: Browser, small_server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{small_server}/aanmelden")
    page.get_by_label("Token").focus()
    page.keyboard.type("ketenatlas_wrong")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "werkt niet" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Token").input_value() == ""
    context.close()
