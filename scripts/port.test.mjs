import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { reservePort } from "./port.mjs";

const MANY = 300;

test("a server can listen there, stop and listen again", async () => {
  const port = await reservePort();
  for (let times = 0; times < 2; times += 1) {
    const server = createServer();
    await once(server.listen(port, "127.0.0.1"), "listening");
    await new Promise((closed) => server.close(closed));
  }
});

test("no two processes get the same one, and all are below what the system hands out", async () => {
  // each holds its ports until all have theirs, which is when its input ends
  const program = `
    import { reservePort } from ${JSON.stringify(join(import.meta.dirname, "port.mjs"))};
    for (let times = 0; times < ${MANY}; times += 1) console.log(await reservePort());
    console.error("all");
    process.stdin.resume();
  `;
  const processes = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]));
  await Promise.all(processes.map(({ child }) => once(child.stderr, "data")));
  for (const { child } of processes) child.stdin.end();
  const ports = (await Promise.all(processes)).flatMap(({ stdout }) => stdout.trim().split("\n").map(Number));
  assert.equal(ports.length, 4 * MANY);
  assert.equal(new Set(ports).size, 4 * MANY);
  assert.ok(ports.every((port) => port >= 20_000 && port < 32_000));
});
