import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, indexFile, quiet } from "./judge.mjs";

const now = new Date("2026-06-01T00:00:00Z");
const fresh = { name: "alive", version: "1.0.0", direct: true, newest: "1.0.0", at: "2026-01-01T00:00:00Z" };

test("a crate's index lies where cargo keeps it", () => {
  assert.deepEqual(["a", "Md", "Hex", "sqlx"].map(indexFile), ["1/a", "2/md", "3/h/hex", "sq/lx/sqlx"]);
});

test("what has releases is not complained about", () => {
  assert.deepEqual(complaints([fresh], new Set(), now), []);
});

test("one that we chose may be quiet for two years, one that another brought for five", () => {
  const since = (name, direct, at) => ({ ...fresh, name, direct, at });
  const packages = [since("ours", true, "2024-05-01"), since("theirs", false, "2024-05-01"), since("old", false, "2021-05-01")];
  const lines = complaints(packages, new Set(), now);
  assert.deepEqual(lines.map((line) => line.split(" ")[0]), ["ours", "old"]);
  assert.deepEqual(complaints(packages, new Set(["ours", "old"]), now), []);
});

test("a version that was taken back, and a package that nobody knows, are said", () => {
  const [yanked, unknown] = complaints([{ ...fresh, withdrawn: "yanked" }, { ...fresh, name: "lost", at: undefined }], new Set(), now);
  assert.match(yanked, /^alive 1\.0\.0 was taken back: yanked$/);
  assert.match(unknown, /^lost 1\.0\.0 is in no registry/);
});

test("an excuse is for something that is there", () => {
  const page = "## In the program\n\n| crate | why |\n| alive | x |\n\n## Quiet\n\n| package | why |\n|---|---|\n| gone | done |\n\n## Licences\n\n| alive | y |\n";
  assert.deepEqual([...quiet(page)], ["gone"]);
  assert.match(complaints([fresh], quiet(page), now)[0], /excuses gone/);
});
