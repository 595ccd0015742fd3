"""The dashboard in a real browser: clicks, keys, what is on the screen, and what is fetched."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from infra.dashboard.app import create_app
from load.connection import query
from tests.infra.dashboard.browser import HEIGHT, WIDTH, chromium, missing_programs
from tests.infra.dashboard.served import served

pytestmark = pytest.mark.slow

CONTRASTS = """
const shade = (c) => [...c.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
  .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
const ground = (at) => {
  for (; at; at = at.parentElement) {
    const own = shade(getComputedStyle(at).backgroundColor);
    if (own[3] === 1) return own;
  }
  return [255, 255, 255, 1];
};
const poor = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const holder = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || holder.closest("svg") || !holder.offsetParent) continue;
  const text = light(shade(getComputedStyle(holder).color)), back = light(ground(holder));
  const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
  if (ratio < 4.5) poor.push([walk.currentNode.data.trim(), ratio]);
}
return poor;
"""
"""Text whose colour, as the browser computes it, is too close to that of its ground."""

SELECTED = ".selected a[data-key], a.selected"

FOCUSABLE = """
return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((one) => one.type !== "hidden")
  .filter((one) => one.getBoundingClientRect().width || one.closest("svg"))
  .filter((one) => !one.closest("details:not([open])") || one.tagName === "SUMMARY").length;
"""


@pytest.fixture(scope="module")
def base(printed: Path, papers: Path) -> Iterator[str]:
    with served(create_app(printed, [papers])) as address:
        yield address


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    missing = missing_programs()
    if missing and not (os.environ.get("CI") and sys.platform == "linux"):
        pytest.skip(f"not installed here: {', '.join(missing)} (make setup-dev, on Linux)")
    assert not missing, f"CI must click for real, and has no {', '.join(missing)}"
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture
def at(browser: Chrome, base: str) -> Iterator[Callable[[str], Chrome]]:
    """Goes to an address; what the browser complained of meanwhile fails the test."""
    for kind in ("browser", "performance"):
        browser.get_log(kind)

    def go(address: str) -> Chrome:
        browser.get(base + address)
        return browser

    yield go
    complaints = [one for one in browser.get_log("browser") if "/favicon.ico" not in one["message"]]
    assert complaints == []
    asked = [json.loads(one["message"])["message"] for one in browser.get_log("performance")]
    urls = {
        one["params"]["request"]["url"]
        for one in asked
        if one["method"] == "Network.requestWillBeSent"
    }
    assert {url for url in urls if not url.startswith((base, "data:,"))} == set()


@pytest.fixture(scope="module")
def cable(printed: Path) -> str:
    """The address of the cable of the sample with two sections, which has four pages."""
    rows = query(printed, "SELECT cable_id FROM cables WHERE mrn = '78 HELSINKI 2673'")
    return f"/cable/{rows[0]['cable_id']}"


def one(driver: Chrome, css: str) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, css)


def on(driver: Chrome) -> list[str]:
    """What is highlighted on the paper, by the keys of its boxes."""
    found: list[str] = driver.execute_script(
        "return [...document.querySelectorAll('#boxes .on')].map((one) => one.dataset.keys)"
    )
    return found


def selected(driver: Chrome) -> str | None:
    return one(driver, SELECTED).get_attribute("data-key")


def until(driver: Chrome, is_so: Callable[[Chrome], object]) -> None:
    WebDriverWait(driver, 10).until(is_so)


def until_at(driver: Chrome, part: str) -> None:
    """Wait for an address, with its page loaded and its script run."""
    until(
        driver,
        lambda d: (
            part in d.current_url and d.execute_script("return document.readyState") == "complete"
        ),
    )


def is_on_screen(driver: Chrome, css: str) -> bool:
    """Whether the middle of an element is in the part of the page that is seen."""
    seen = driver.execute_script(
        "const box = arguments[0].getBoundingClientRect();"
        "const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;"
        "const top = document.elementsFromPoint(x, y); return top.includes(arguments[0]);",
        one(driver, css),
    )
    return bool(seen)


def press(driver: Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(driver).send_keys(key).perform()


def test_from_the_overview_to_the_paper_by_clicks(at: Callable[[str], Chrome]):
    driver = at("/")
    one(driver, ".chart a[aria-label^='1978']").click()
    assert one(driver, "h1").text == "Cables, 1978"
    one(driver, ".chart a").click()
    assert "month=2" in driver.current_url
    one(driver, "tbody th a").click()
    assert one(driver, "h1").text == "78 HELSINKI 2673"
    driver.back()
    driver.back()
    one(driver, ".map a[aria-label^='HELSINKI']").click()
    assert one(driver, "h1").text.startswith("Cables from HELSINKI")


def test_search_by_keyboard_leads_to_the_words_on_the_paper(at: Callable[[str], Chrome]):
    driver = at("/quality")
    press(driver, "/")
    assert driver.switch_to.active_element.get_attribute("id") == "q"
    press(driver, *"postal tariff", Keys.ENTER)
    until_at(driver, "/search?q=postal")
    assert {mark.text.lower() for mark in driver.find_elements(By.TAG_NAME, "mark")} >= {"postal"}
    hit = next(
        link
        for link in driver.find_elements(By.CSS_SELECTOR, ".hit a")
        if "paragraph=" in (link.get_attribute("href") or "")
    )
    hit.send_keys(Keys.ENTER)
    until_at(driver, "/cable/")
    (keys,) = on(driver)
    assert keys.startswith("paragraph:")
    assert selected(driver) == keys
    until(driver, lambda d: is_on_screen(d, "#boxes .on"))
    assert is_on_screen(driver, SELECTED)


def test_a_click_on_a_field_draws_its_box_and_a_click_on_the_paper_finds_the_field(
    at: Callable[[str], Chrome], cable: str
):
    driver = at(cable)
    driver.execute_script("window.isSamePage = true")
    assert on(driver) == []
    one(driver, "a[data-key='field:subject']").click()
    assert {keys.split()[0] for keys in on(driver)} == {"field:subject"}
    assert "field=subject" in driver.current_url
    until(driver, lambda d: is_on_screen(d, "#boxes .on"))
    box = one(driver, "#boxes [data-keys^='field:originator']")
    ActionChains(driver).move_to_element(box).click().perform()
    assert selected(driver) == "field:originator"
    assert driver.switch_to.active_element.get_attribute("data-key") == "field:originator"
    # What lies below is found by clicking again: the post, which is part of the MRN, and the line.
    found = []
    for _ in range(2):
        ActionChains(driver).move_to_element(box).click().perform()
        found.append((selected(driver) or "").partition(":")[0])
    assert found == ["field", "line"]
    assert driver.execute_script("return window.isSamePage") is True


def test_a_click_on_the_rest_of_a_paragraph_stays_on_its_page(
    at: Callable[[str], Chrome], printed: Path
):
    split = query(
        printed,
        "SELECT cable_id, position, page_last FROM paragraphs WHERE page_last > page_first LIMIT 1",
    )[0]
    driver = at(f"/cable/{split['cable_id']}?page={split['page_last']}")
    key = f"paragraph:{split['position']}"
    ActionChains(driver).move_to_element(one(driver, f"#boxes [data-keys='{key}']")).perform()
    found = []
    for _ in range(2):
        ActionChains(driver).click().perform()
        found.append(selected(driver))
    assert key in found
    assert f"page={split['page_last']}" in driver.current_url
    assert one(driver, "#sheet").get_attribute("aria-label") == f"Page {split['page_last']}"


def test_everything_goes_by_keys(at: Callable[[str], Chrome], cable: str):
    driver = at(cable)
    press(driver, "j")
    assert selected(driver) == "field:mrn"
    press(driver, "j")
    second = selected(driver)
    assert second not in (None, "field:mrn")
    press(driver, Keys.ARROW_UP)
    assert selected(driver) == "field:mrn"
    press(driver, "k")
    assert selected(driver) == "field:mrn"
    press(driver, "b")
    assert one(driver, "#boxes").get_attribute("class") == "all"
    press(driver, "n")
    until_at(driver, "page=2")
    # On the page that was turned to the keys go on with what stands there.
    press(driver, "j")
    link = one(driver, SELECTED)
    assert link.get_attribute("data-page") == "2"
    assert is_on_screen(driver, SELECTED)
    press(driver, "p")
    until_at(driver, "page=1")
    press(driver, "t")
    until_at(driver, "turn=90")
    # On to a paragraph of another page: its page is turned to.
    driver.get(driver.current_url.split("?")[0] + "?paragraph=1")
    page = one(driver, "#sheet").get_attribute("aria-label")
    for _ in range(9):
        press(driver, "j")
        until_at(driver, "paragraph=")
        if one(driver, "#sheet").get_attribute("aria-label") != page:
            break
    else:
        pytest.fail("no paragraph of another page was come to")
    assert len(on(driver)) == 1
    until(driver, lambda d: is_on_screen(d, "#boxes .on"))


@pytest.mark.parametrize("address", ["/", "/tags", "/quality", "CABLE"])
def test_tab_comes_to_every_control(at: Callable[[str], Chrome], cable: str, address: str):
    driver = at(cable if address == "CABLE" else address)
    count = driver.execute_script(FOCUSABLE)
    driver.execute_script(
        "window.come = new Set();"
        "document.addEventListener('focusin', (event) => window.come.add(event.target))"
    )
    chain = ActionChains(driver)
    for _ in range(count + 1):
        chain = chain.send_keys(Keys.TAB)
    chain.perform()
    assert driver.execute_script("return window.come.size") >= count
    press(driver, Keys.TAB)
    assert driver.execute_script(
        "const style = getComputedStyle(document.activeElement);"
        "return document.activeElement === document.body || style.outlineStyle !== 'none'"
    )


def test_removed_lines_by_clicks(at: Callable[[str], Chrome], cable: str):
    driver = at(cable)
    label = one(driver, ".layers label")
    driver.execute_script("arguments[0].scrollIntoView()", label)
    label.click()
    one(driver, ".layers button").click()
    until_at(driver, "layer=")
    line = one(driver, "ul.lines a[data-key]")
    key, page_no = line.get_attribute("data-key"), line.get_attribute("data-page")
    line.click()
    until(driver, lambda d: on(d) == [key])
    assert one(driver, "#sheet").get_attribute("aria-label") == f"Page {page_no}"


def test_the_paper_is_on_the_screen_with_its_box_on_the_type(
    at: Callable[[str], Chrome], cable: str, tmp_path: Path
):
    """Where the box of the subject is drawn there is type; left of it, in the margin, is none."""
    driver = at(f"{cable}?field=subject")
    until(
        driver,
        lambda d: d.execute_script(
            "return performance.getEntriesByType('resource')"
            ".some((one) => one.name.endsWith('.png') && one.responseEnd > 0)"
        ),
    )
    until(driver, lambda d: is_on_screen(d, "#boxes .on"))
    x, y, width, height = driver.execute_script(
        "const box = document.querySelector('#boxes .on').getBoundingClientRect();"
        "document.querySelector('#boxes').remove();"
        "return [box.x, box.y, box.width, box.height].map(Math.round)"
    )
    shot = tmp_path / "page.png"
    driver.save_screenshot(str(shot))
    seen = cv2.imread(str(shot), cv2.IMREAD_GRAYSCALE)
    assert seen is not None
    assert seen.shape == (HEIGHT, WIDTH)
    ink = seen < 128
    assert np.mean(ink[y : y + height, x : x + width]) > 0.05
    assert np.count_nonzero(ink[y : y + height, x - 12 : x - 2]) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_laptops_screen_and_can_be_read(
    at: Callable[[str], Chrome], cable: str, scheme: str
):
    for address in ("/", "/cables", "/tags", "/references", "/releases", "/quality", cable):
        driver = at(address)
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= WIDTH, address
        assert driver.execute_script(CONTRASTS) == [], address
    # Both halves of the cable page scroll by themselves.
    assert driver.execute_script("return document.documentElement.scrollHeight") <= HEIGHT


def test_without_scripts_links_do_the_same(at: Callable[[str], Chrome], cable: str):
    driver = at(cable)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.refresh()
        one(driver, "a[data-key='field:originator']").click()
        assert {keys.split()[0] for keys in on(driver)} == {"field:originator"}
        assert selected(driver) == "field:originator"
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
