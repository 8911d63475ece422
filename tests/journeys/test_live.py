"""A live lesson from an encoder to a learner's phone: ffmpeg pushes to a running site, Chromium plays it, the study clock counts it."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ROOT, Site, outside
from tests.journeys.walking import Person
from yunpei.files import cutting

pytestmark = [pytest.mark.req("R16", "R10"), pytest.mark.timeout(300)]


def run(work: str, data: Path) -> None:
    """`python -m tests.journeys.broadcast` on a data folder."""
    command = [sys.executable, "-m", "tests.journeys.broadcast", work, str(data)]
    done = subprocess.run(command, cwd=ROOT, env=outside(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def site(tables: Path, tmp_path: Path) -> Iterator[Site]:
    """The class with its live lesson, served."""
    data = tmp_path / "data"
    shutil.copytree(tables, data)
    run("build", data)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    made = Site(data, port)
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@pytest.fixture
def encoder() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Encoders that were started; ended with the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for one in started:
        one.kill()
        one.wait()


def pushed(address: str) -> subprocess.Popen[bytes]:
    """ffmpeg as the page of the address says it: a moving picture with a tone, a second a segment so that the test is short."""
    made = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10", "-f", "lavfi", "-i", "sine=frequency=440"]
    coded = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 10 -c:a aac -b:a 48k -f hls -hls_time 1 -method PUT"
    command = [cutting.program(), "-loglevel", "error", "-re", *made, *coded.split(), address]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def figures(page: Page) -> tuple[float, int]:
    """Where the film is, seconds; and ms credited."""
    at = page.evaluate("document.querySelector('video').currentTime")
    return float(at), int(page.locator("[data-player]").get_attribute("data-credited") or 0)


def until(page: Page, script: str) -> None:
    """Ask the page until it says yes; its own policy forbids to have it asked from within."""
    for _ in range(300):
        if page.evaluate(script):
            return
        time.sleep(0.1)
    raise AssertionError(script)


def ended_and_kept(teacher: Person, learner: Person, left: dict[str, str], address: str) -> None:
    """The teacher ends it; nothing more is taken in, and the recording can be watched."""
    teacher.go(f"/org/classes/{left['class']}/live/")
    teacher.press("结束直播")
    teacher.expect("正在生成录像")
    for _ in range(60):
        if "录像可看" in teacher.go(f"/org/classes/{left['class']}/live/").inner_text("main"):
            break
        time.sleep(0.5)
    teacher.expect("录像可看")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, data=b"#EXTM3U\n", method="PUT"), timeout=5)
    assert refused.value.code == 409
    page = learner.go(f"/learn/classes/{left['class']}/lessons/{left['lesson']}/")
    until(page, "document.querySelector('video').duration > 5")


def test_a_live_lesson_is_sent_watched_counted_and_kept(
    site: Site, browser: Browser, encoder: list[subprocess.Popen[bytes]]
) -> None:
    left = json.loads((site.data / "broadcast.json").read_text())
    teacher, learner = Person(browser, site, tour=None), Person(browser, site, phone=True, tour=None)
    teacher.enter(left["admin"])
    learner.enter(left["learner"])
    lesson = f"/learn/classes/{left['class']}/lessons/{left['lesson']}/"
    learner.go(f"/learn/classes/{left['class']}/")
    learner.expect("直播答疑", "王老师")
    learner.go(lesson)
    learner.expect("直播还没有开始")
    learner.look_twice("a live lesson before it begins")

    teacher.go(f"/org/classes/{left['class']}/live/")
    teacher.expect("直播答疑", "已预告")
    teacher.look_twice("live lessons of a class")
    teacher.press("生成推流地址")
    teacher.look_twice("the address to push to")
    address = re.findall(r"http\S+/live/\S+/live\.m3u8", teacher.page.inner_text("main"))[0]
    run("begin", site.data)

    page = learner.go(lesson)
    learner.expect("还没有收到画面")
    encoder.append(pushed(address))
    page.locator("video").wait_for(state="visible", timeout=30_000)
    page.evaluate("() => { document.querySelector('video').play().catch(() => {}); }")
    until(page, "document.querySelector('[data-player]').dataset.state === 'running'")
    until(page, "document.querySelector('video').currentTime > 3")
    learner.look_twice("a live lesson")
    page.locator("#ask-now").fill("接地线为什么是黄绿色？")
    page.get_by_role("button", name="提交问题").click()
    page.locator("#asked", has_text="接地线为什么是黄绿色").wait_for()
    until(page, "document.querySelector('video').currentTime > 7")
    page.evaluate("document.querySelector('video').pause()")  # is told at once
    until(page, "Number(document.querySelector('[data-player]').dataset.credited) > 5000")
    at, credited = figures(page)
    assert at * 1000 + 1000 > credited

    encoder[0].kill()  # nothing is sent any more: what is left is played, and then nothing counts
    page.evaluate("() => { document.querySelector('video').play().catch(() => {}); }")
    until(page, "document.querySelector('video').readyState < 3")
    time.sleep(6)  # longer than two heartbeats need to be apart
    page.evaluate("document.querySelector('video').pause()")
    time.sleep(1)
    assert figures(page)[1] <= figures(page)[0] * 1000 + 1000

    ended_and_kept(teacher, learner, left, address)
    assert not learner.faults
    assert not learner.strangers
