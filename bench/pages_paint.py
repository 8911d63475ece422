"""When Chromium shows something: first contentful paint of a signed-in page on a slow line, with nothing in the cache."""

from __future__ import annotations

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMES, PATIENCE_MS = 5, 20_000
KBITS, LATENCY_MS = 400, 400
LINE = f"{KBITS} kbit/s with {LATENCY_MS} ms delay"
FIRST = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def first_paints(address: str, path: str, cookie: str) -> list[float]:
    """Milliseconds from asking for the page to its first content, TIMES times, each in a browser profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            _once(browser, address, path, cookie)  # the program itself comes off the disk
            return [_once(browser, address, path, cookie) for _ in range(TIMES)]
        finally:
            browser.close()


def _once(browser: Browser, address: str, path: str, cookie: str) -> float:
    pairs = [one.split("=", 1) for one in cookie.split("; ")]
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, locale="zh-CN")
    try:
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
        page = context.new_page()
        speed = KBITS * 1000 / 8
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY_MS, "downloadThroughput": speed, "uploadThroughput": speed},
        )
        page.goto(address + path, timeout=PATIENCE_MS)
        for _ in range(50):  # wait_for_function would need eval(), which the site forbids
            first: float | None = page.evaluate(FIRST)
            if first:
                return first
            page.wait_for_timeout(100)
        raise RuntimeError(f"{path} painted nothing")
    finally:
        context.close()
