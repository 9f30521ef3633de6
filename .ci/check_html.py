"""Drives exported pages in headless Chromium with a real mouse and keyboard: clicks, typing, arrows, Enter and Esc."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import websocket

import study

checked = 0


class Page:
    """A page in a browser, spoken to by the DevTools protocol."""

    def __init__(self, folder):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            raise SystemExit("Chromium is missing")
        home = os.path.join(folder, "browser")
        # Chromium refuses its sandbox to root, which is who runs checks in a container.
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--no-first-run",
                   "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   f"--user-data-dir={home}", "--window-size=1200,900", "about:blank"]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port_file = os.path.join(home, "DevToolsActivePort")
        for _ in range(300):
            if os.path.exists(port_file) and open(port_file).read().count("\n") >= 1:
                break
            time.sleep(0.1)
        port, path = open(port_file).read().split("\n")[:2]
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", suppress_origin=True, timeout=60)
        self.number, self.session, self.events = 0, None, []
        target = next(t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.send(f"{domain}.enable")

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer.get("result", {})
            self.events.append(answer)

    def open(self, path, dark=False):
        self.events.clear()
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", media="", features=features)
        self.send("Page.navigate", url=f"file://{path}")
        for _ in range(200):
            if self.ask("document.readyState") == "complete" and self.ask("location.protocol") == "file:":
                return
            time.sleep(0.05)
        raise SystemExit(f"{path} does not load")

    def ask(self, expression):
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def click(self, selector):
        self.ask(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        box = self.ask(f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect(); "
                       "return [b.x + b.width / 2, b.y + b.height / 2]; })()")
        for kind in ["mousePressed", "mouseReleased"]:
            self.send("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def press(self, key, text=None):
        codes = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "ArrowLeft": 37, "ArrowRight": 39, "End": 35}
        more = {"windowsVirtualKeyCode": codes.get(key, ord(key[0].upper()))}
        if text or len(key) == 1:
            more["text"] = text or key
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, **more)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, **more)

    def type(self, words):
        for letter in words:
            self.press(letter)

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=20)


def check(truth, what):
    global checked
    checked += 1
    if not truth:
        raise SystemExit(f"page: {what}")


OPEN = "!document.getElementById('panel').hidden"
SHOWN = "[...document.querySelectorAll('tbody tr.row')].filter(r => !r.hidden).length"
HERE = "document.activeElement.closest('td, th')"


def drive(page, path):
    """The table of the sample study."""
    page.open(path)
    table = json.loads(open(path.replace(".html", ".json"), encoding="utf-8").read())
    rows = table["rows"]
    check(page.ask(SHOWN) == len(rows), "all rows are shown")
    cells = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row["cells"]) if cell["evidence"]]
    r, c = cells[len(cells) // 2]
    page.ask(f"[...document.querySelectorAll('tbody tr.row')][{r}].cells[{c + 1}].id = 'mine'")
    page.click("#mine")
    quotes = [e["quote"] for e in rows[r]["cells"][c]["evidence"]]
    check(page.ask(OPEN), "a click opens the quotes")
    found = page.ask("[...document.querySelectorAll('#panel .words')].map(w => w.textContent)")
    check(found == quotes, f"the panel has the cell's quotes: {found} {quotes}")
    heading = page.ask("document.querySelector('#panel h2').textContent")
    check(rows[r]["label"] in heading and table["columns"][c]["title"] in heading, f"the panel says which cell: {heading}")
    page.press("Escape")
    check(not page.ask(OPEN) and page.ask(f"{HERE}.id") == "mine", "Esc closes and goes back to the cell")
    page.press("Enter")
    check(page.ask(OPEN), "Enter opens")
    page.press("Escape")
    before = page.ask(f"{HERE}.parentElement.rowIndex")
    page.press("ArrowUp")
    check(page.ask(f"{HERE}.parentElement.rowIndex") < before, "the arrow goes up")
    page.press("ArrowDown")
    page.press("ArrowLeft")
    check(page.ask(f"{HERE}.cellIndex") == c, "the arrow goes left")
    page.press("/")
    check(page.ask("document.activeElement.type") == "search", "/ goes to the filter")
    word = rows[3]["cells"][1]["value"].split()[-1][:9]
    page.type(word.lower())
    wanted = sum(word.lower() in (row["label"] + " ".join(c["value"] for c in row["cells"])).lower() for row in rows)
    check(page.ask(SHOWN) == wanted < len(rows), f"typing “{word}” leaves {wanted} rows")
    check(f"{wanted} of {len(rows)}" in page.ask("document.querySelector('output').textContent"), "it says how many")
    page.press("ArrowDown")
    check(page.ask(f"{HERE}.parentElement.hidden") is False, "the arrow goes from the filter into the rows that are left")
    page.press("/")
    page.press("Escape")
    check(page.ask(SHOWN) == len(rows), "Esc shows all rows again")
    page.ask("document.querySelector('.scroll').scrollTop = 400")
    top = page.ask("document.querySelector('thead th').getBoundingClientRect().top - document.querySelector('.scroll').getBoundingClientRect().top")
    check(abs(top) < 4, f"the headings stay in view: {top}")


def quiet(page, path):
    """Nothing was asked of any other place, and no fault was reported."""
    for event in page.events:
        if event.get("method") == "Network.requestWillBeSent":
            url = event["params"]["request"]["url"]
            check(url == f"file://{path}", f"the page asked for {url}")
        check(event.get("method") not in ("Runtime.exceptionThrown", "Log.entryAdded"), json.dumps(event)[:600])


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Page(folder)
        try:
            study.sample(folder)
            for extension in ["html", "json"]:
                study.run(folder, "matrix", "strategies-and-backbones", "--out", f"t.{extension}")
            study.run(folder, "report", "--out", "report.html")
            drive(page, os.path.join(folder, "t.html"))
            quiet(page, os.path.join(folder, "t.html"))
            page.open(os.path.join(folder, "report.html"), dark=True)
            light = page.ask("getComputedStyle(document.body).backgroundColor")
            check(light != "rgb(255, 255, 255)", "a dark page for those who like one")
            check(page.ask("document.querySelectorAll('nav a').length") == 5, "the report has its contents")
            quiet(page, os.path.join(folder, "report.html"))
            odd = os.path.join(folder, "odd")
            os.mkdir(odd)
            for matrix in study.hostile(odd):
                name = matrix.replace(".toml", ".html")
                study.run(odd, "matrix", matrix, "--out", name)
                page.open(os.path.join(odd, name))
                check(page.ask("window.pwned") is None and page.ask("document.images.length") == 0, "nothing in a text runs")
                labels = page.ask("[...document.querySelectorAll('tbody th.label')].map(l => l.textContent)")
                check(all(n.strip() in labels for n in study.NAMES), f"names are shown as they are: {labels}")
                check(page.ask("document.querySelectorAll('tbody th.label')[0].dir") == "auto", "each name runs its own way")
                page.click("tbody td")
                page.press("End")
                page.press("Escape")
                check(page.ask("window.pwned") is None, "nothing in a quote runs")
                quiet(page, os.path.join(odd, name))
        finally:
            page.close()
    print(f"page: {checked} checks")


if __name__ == "__main__":
    sys.exit(main())
