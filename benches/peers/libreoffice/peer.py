# LibreOffice behind the protocol of `cargo xtask compare` (benches/protocol); needs Debian's libreoffice-calc and python3-uno.
#
# It runs without a window in a process of its own and is called over a pipe. A call that does nothing is timed too (`call`), and its
# median is taken off each time, since the pipe is no part of a calculation.

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ERRORS = {532: "#DIV/0!", 502: "#VALUE!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 32767: "#N/A"}


def connect(folder):
    pipe = f"compare-{os.getpid()}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
         f"-env:UserInstallation=file://{folder}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise RuntimeError("did not start within a minute")


class Peer:
    def __init__(self, context, folder):
        self.folder = folder
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.context = context
        self.document = None
        self.call = 0.0

    def about(self, _):
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context)
        node = PropertyValue("nodepath", 0, "/org.openoffice.Setup/Product", 0)
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
        return {"name": f"LibreOffice {product.getByName('ooSetupVersionAboutBox')}"}

    def load(self, request):
        # A copy, since it locks what it opens, and an ended run would leave the lock behind.
        copy = shutil.copy(request["xlsx"], self.folder)
        hidden = PropertyValue("Hidden", 0, True, 0)
        seconds = self.timed(lambda: self.open(Path(copy).as_uri(), hidden))
        calls = [self.raw(lambda: self.document.isAutomaticCalculationEnabled()) for _ in range(201)]
        self.call = statistics.median(calls)
        return {"seconds": [seconds]}

    def open(self, url, *options):
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, options)
        if self.document is None:
            raise RuntimeError("cannot open the file")

    @staticmethod
    def raw(run):
        start = time.perf_counter_ns()
        run()
        return (time.perf_counter_ns() - start) / 1e9

    def timed(self, run, calls=1):
        return max(self.raw(run) - calls * self.call, 0.0)

    def repeat(self, often, run, least=1):
        start = time.monotonic()
        times = []
        while len(times) < least or (len(times) < often["runs"] and time.monotonic() - start < often["within"]):
            times.append(run(len(times)))
        return times

    def cell(self, place):
        return self.document.Sheets.getByName(place["sheet"]).getCellByPosition(place["column"], place["row"])

    def change(self, place, value):
        cell = self.cell(place)

        def run():
            if value is None:
                cell.setFormula("")
            elif isinstance(value, str):
                cell.setString(value)
            elif isinstance(value, bool):
                cell.setFormula("=TRUE()" if value else "=FALSE()")
            else:
                cell.setValue(value)
            # Dependents are dirty now; this calculates them.
            self.document.calculate()

        return self.timed(run, 2)

    def read_one(self, place):
        cell = self.cell(place)
        if cell.getError():
            return {"error": ERRORS.get(cell.getError(), f"Err:{cell.getError()}")}
        kind = cell.Type.value
        if kind == "FORMULA":
            kind = {1: "VALUE", 2: "VALUE", 4: "TEXT"}.get(cell.FormulaResultType2, "EMPTY")
        if kind == "VALUE":
            return cell.getValue()
        return cell.getString() if kind == "TEXT" else None

    def calculate(self, _):
        # It believes the values in the file until it is told otherwise.
        return {"seconds": [self.timed(self.document.calculateAll)]}

    def full(self, request):
        return {"seconds": self.repeat(request, lambda _: self.timed(self.document.calculateAll))}

    def edit(self, request):
        answers = []

        def run(turn):
            seconds = self.change(request["cell"], request["values"][turn % len(request["values"])])
            if len(answers) < len(request["values"]):
                answers.append([self.read_one(place) for place in request["reads"]])
            return seconds

        seconds = self.repeat(request, run, len(request["values"]))
        if len(seconds) % len(request["values"]):
            self.change(request["cell"], request["values"][-1])
        return {"seconds": seconds, "values": answers}

    def demand(self, _):
        return {"cannot": "brings all dependents up to date at each edit"}

    def sweep(self, request):
        seconds = []
        for edit in request["edits"]:
            seconds.append(self.change(edit["cell"], edit["value"]))
            self.change(edit["cell"], edit["back"])
        return {"seconds": seconds}

    def read(self, request):
        return {"values": [self.read_one(place) for place in request["cells"]]}

    def memory(self, _):
        # The program that calculates is a child of the one that was started.
        kib = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text()
            except OSError:
                continue
            if text.startswith("Name:\tsoffice.bin") and os.getpgid(int(status.parent.name)) == os.getpgrp():
                kib = max(kib, int(re.search(r"VmHWM:\s+(\d+)", text).group(1)))
        return {"kib": kib} if kib else {"cannot": "does not tell its memory"}


def main():
    with tempfile.TemporaryDirectory() as folder:
        office, context = connect(folder)
        peer = Peer(context, folder)
        try:
            for line in sys.stdin:
                request = json.loads(line)
                work = getattr(peer, request["do"], None)
                try:
                    answer = work(request) if work else {"cannot": f"does not know the work {request['do']}"}
                except Exception as error:  # Whatever a foreign program throws is an answer, not an end.
                    answer = {"cannot": str(error).splitlines()[0] if str(error) else type(error).__name__}
                print(json.dumps(answer), flush=True)
        finally:
            try:
                peer.desktop.terminate()
            except Exception:
                office.terminate()
            office.wait(20)


main()
