"""The service worker sends where no page is open; one without modules keeps the app."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Envelope, Kegiatan
from tests.browser.phone.handset import Handset

Make = Callable[..., Handset]
NO_MODULES = """
  const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
  navigator.serviceWorker.register = (url, options) => options.type === "module"
    ? Promise.reject(new TypeError("no modules here")) : register(url, options);
"""
TAKES_NOTE = "SyncManager.prototype.register = async (tag) => { self.askedFor = tag; };"
"""A window without a profile may not ask for Background Sync; that it does is seen all the same."""


def test_background_sync_delivers_while_the_app_is_closed(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.context.add_init_script(TAKES_NOTE)
    phone.first_visit()
    phone.offline()
    phone.report()
    phone.until("self.askedFor === 'kirim'")
    blank = phone.context.new_page()
    phone.page.close()
    phone.online()
    assert not Envelope.objects.exists()
    browser = phone.context.new_cdp_session(blank)
    known: list[dict[str, Any]] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"])
    )
    browser.send("ServiceWorker.enable")
    blank.goto(f"{phone.url}/statis/ui/logo.svg")
    for _ in range(100):
        if known:
            break
        blank.wait_for_timeout(50)

    browser.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": phone.url,
            "registrationId": known[0]["registrationId"],
            "tag": "kirim",
            "lastChance": True,
        },
    )

    phone.page = blank
    phone.arrived(1)
    assert Kegiatan.objects.count() == Envelope.objects.count() == 1


def test_a_browser_whose_workers_know_no_modules_keeps_the_app_and_sends_from_its_page(
    handset: Make, ani: User
) -> None:
    phone = handset(ani)
    phone.context.add_init_script(NO_MODULES)
    phone.first_visit()
    assert phone.page.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("?klasik")

    phone.offline()
    phone.page.reload()
    expect(phone.page.get_by_role("link", name="Lapor kegiatan")).to_be_visible()
    phone.report()
    phone.online()

    phone.arrived(1)
    assert Kegiatan.objects.count() == Envelope.objects.count() == 1
