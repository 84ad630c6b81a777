"""Uploads through the page of docker/web as a person would, and plays S3's part of telling the function.

e2e-page.py PAGE EMULATOR BUCKET BROWSER DRIVER VIDEO SCREENSHOT

PAGE is the page's URL, EMULATOR where events go, BUCKET the bucket's URL. Called by docker/e2e.sh.
"""

import json
import re
import sys
import tempfile
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

page, emulator, bucket, browser, driver_path, video, screenshot = sys.argv[1:]


def uploads():
    with urllib.request.urlopen(f"{bucket}?list-type=2&prefix=uploads/") as listing:
        return set(re.findall("<Key>([^<]*)</Key>", listing.read().decode()))


options = webdriver.ChromeOptions()
options.binary_location = browser
# --no-sandbox: root may not have one.
for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=800,900"]:
    options.add_argument(argument)
driver = webdriver.Chrome(options, webdriver.ChromeService(driver_path))
try:
    wait = WebDriverWait(driver, 30)
    element = lambda name: driver.find_element(By.ID, name)
    driver.get(page)

    with tempfile.NamedTemporaryFile("w", suffix=".txt") as notes:
        notes.write("no video")
        notes.flush()
        element("file").send_keys(notes.name)
        wait.until(lambda _: element("error").is_displayed())
    error = element("error").text
    assert "no type of video" in error, error
    assert not element("result").is_displayed()
    print(f"e2e: a text file: {error}")

    before = uploads()
    element("file").send_keys(video)
    wait.until(lambda _: uploads() - before)
    (key,) = uploads() - before
    assert not element("error").is_displayed()
    assert not element("result").is_displayed(), "a thumbnail before there can be one"
    # What is left to do where no bucket notifies the function.
    event = json.dumps({"Records": [{"s3": {"bucket": {"name": bucket.split("/")[-1]}, "object": {"key": key}}}]})
    with urllib.request.urlopen(emulator, event.encode()) as answer:
        answer = answer.read().decode()
        assert '"result":"created"' in answer, answer

    wait.until(lambda _: element("result").is_displayed())
    size = driver.execute_script("const p = document.getElementById('picture'); return [p.naturalWidth, p.naturalHeight]")
    assert size == [480, 270], size
    assert element("drop").is_displayed(), "no second video can be chosen"
    print(f"e2e: {element('caption').text}")
    assert driver.save_screenshot(screenshot)
    print(f"e2e: {screenshot}")
finally:
    driver.quit()
