"""Tries out every call for a CRM: what its OpenAPI document allows and what it does not, against `wpp-panel serve` on a
fresh SQLite file with the simulated platform behind it. Run with the Python of scripts/setup/schemathesis.sh:

    run.py PATH/OF/wpp-panel

Fails on a 5xx, and on a status, a content type or a body that the document does not know. The same numbers each time.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
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


def request(address: str, body: dict | None = None) -> bytes:
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(address, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return answer.read()


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
        bearer = f"Authorization: Bearer {token(panel.jwt_secret, user)}"
        command = [Path(sys.executable).with_name("schemathesis"), "run", f"{server}/openapi.json", "--header", bearer]
        command += ["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "25"]
        command += ["--seed", "1", "--generation-deterministic", "--generation-database", "none", "--workers", "1"]
        command += ["--request-timeout", "30", "--warnings", "off", "--no-color", *sys.argv[2:]]
        ended = subprocess.run(command, cwd=folder).returncode
        if ended != 0:
            errors = [line for line in log.read_text().splitlines() if "ERROR" in line]
            print("what the server said:", *errors[-20:], sep="\n", file=sys.stderr)
        return ended
    finally:
        panel.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
