"""Tries out every call for a CRM: what its OpenAPI document allows and what it does not, against `wpp-panel serve` on a
fresh SQLite file with the simulated platform behind it. Run with the Python of scripts/setup/schemathesis.sh:

    run.py PATH/OF/wpp-panel

Fails on a 5xx, on a status, a content type or a body that the document does not know, and if a call never succeeded.
The same requests each time. At the end stands how often each call was answered with which status.
"""

import base64
import collections
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

PATIENCE_S = 20
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# the simulator's own, which opens nothing else
CLIENT_SECRET = "sim-client-secret-demo"


def token(secret: str, user: str) -> str:
    """A token as Supabase gives its users, good for ten minutes."""

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"sub": user, "aud": "authenticated", "role": "authenticated", "iat": now, "exp": now + 600}
    body = ".".join(part(json.dumps(piece).encode()) for piece in ({"alg": "HS256", "typ": "JWT"}, claims))
    return body + "." + part(hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest())


def request(address: str, body: dict | None = None, bearer: str = "") -> dict | list:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {bearer}"}
    asked = urllib.request.Request(address, data=data, headers=headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


class Panel:
    """The program, in a folder of its own and with no other settings."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.running: list[subprocess.Popen] = []
        self.jwt_secret = secrets.token_hex(32)
        self.settings = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "DATABASE_URL": f"sqlite://{folder}/panel.db",
            "SUPABASE_JWT_SECRET": self.jwt_secret,
            "RUST_LOG": "info",
        }

    def run(self, *arguments: str, given: str = "") -> str:
        """Runs a command to its end; the last line that it printed."""
        done = subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=self.settings, input=given, text=True, stdout=subprocess.PIPE
        )
        if done.returncode != 0:
            raise SystemExit(f"wpp-panel {' '.join(arguments)} ended with {done.returncode}")
        return done.stdout.strip().splitlines()[-1]

    def start(self, name: str, *arguments: str) -> Path:
        """Starts a command that goes on; the file of what it prints."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            settings = self.settings
            process = subprocess.Popen([self.program, *arguments], cwd=self.folder, env=settings, stdout=out, stderr=out)
        self.running.append(process)
        return log

    def address(self, log: Path) -> str:
        """The first address of this machine in what a command prints."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and all(process.poll() is None for process in self.running):
            for word in log.read_text().replace('"', " ").split():
                if word.startswith("http://127.0.0.1:") and not word.startswith("http://127.0.0.1:0"):
                    return word.split("/setup")[0].rstrip("/")
            time.sleep(0.05)
        raise SystemExit(f"it did not start:\n{log.read_text()}")

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def known_values(server: str, sim: str, bearer: str) -> str:
    """Settings of the trial: rows and keys that are there, for what could not be guessed."""
    call = f"{server}/functions/v1"
    request(f"{call}/wpp-provision", {}, bearer)
    [account] = request(f"{sim}/control/accounts")
    key = urllib.parse.parse_qs(urllib.parse.urlparse(account["webhook"]).query)["key"][0]

    def row(provider: str, settings: dict) -> str:
        order = {"provider": provider, "settings": settings}
        return request(f"{call}/messenger-integrations", order, bearer)["integration"]["id"]

    values = [
        ("change-integration", "query.id", row("green_api", {"idInstance": "1101000001", "token": "d75b3a66374942c5"})),
        ("delete-integration", "query.id", row("wappi", {"profileId": "e9f1c4a2-77d0", "token": "d75b3a66374942c5"})),
        ("wpp-qr", "query.session", account["number"]),
        ("wpp-webhook", "query.key", key),
    ]
    known = '[[operations]]\ninclude-operation-id = "{}"\nparameters = {{ "{}" = "{}" }}\n'
    return "".join(known.format(*value) for value in values)


def answers(log: str) -> dict[str, collections.Counter]:
    """How often each call was answered with which status, from the server's log."""
    line = re.compile(r'method=(\w+) path="(/functions/v1/[\w-]+)"\}.* answered status=(\d+)')
    found: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for method, path, status in line.findall(log):
        found[f"{method} {path}"][status] += 1
    return found


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="wpp-panel-rest-"))
    panel = Panel(Path(sys.argv[1]).resolve(), folder)
    try:
        organization = panel.run("admin", "create-organization", "--name", "Школа 57")
        who = ("--organization", organization, "--email", "crm@example.org", "--role", "admin", "--password-stdin")
        user = panel.run("admin", "create-user", *who, given="correct horse battery")
        sim = panel.address(panel.start("sim", "sim", "--listen", "127.0.0.1:0"))
        request(f"{sim}/control/settings", {"qr_delay_ms": 0, "link_ms": 0})
        panel.settings |= {"WPP_BASE_URL": sim, "WPP_SECRET": CLIENT_SECRET, "LEPTOS_SITE_ADDR": "127.0.0.1:0"}
        log = panel.start("serve", "serve")
        server = panel.address(log)
        bearer = token(panel.jwt_secret, user)
        (folder / "schemathesis.toml").write_text(known_values(server, sim, bearer))
        command = [Path(sys.executable).with_name("schemathesis"), "run", f"{server}/openapi.json"]
        command += ["--header", f"Authorization: Bearer {bearer}", "--checks", CHECKS]
        command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "60", "--generation-deterministic"]
        command += ["--workers", "1", "--request-timeout", "30", "--warnings", "off", "--no-color", *sys.argv[2:]]
        ended = subprocess.run(command, cwd=folder).returncode
        documented = request(f"{server}/openapi.json")["paths"]
        said = log.read_text()
        answered = answers(said)
        calls = [f"{method.upper()} {path}" for path, item in documented.items() for method in item]
        for call in calls:
            print(f"{call}:", *(f"{status}×{count}" for status, count in sorted(answered[call].items())))
        never = [call for call in calls if not any(status.startswith("2") for status in answered[call])]
        if never:
            print("never answered with a success:", *never, sep="\n  ")
        if ended != 0:
            print("what the server said:", *[line for line in said.splitlines() if "ERROR" in line][-20:], sep="\n")
        return ended or int(bool(never))
    finally:
        panel.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
