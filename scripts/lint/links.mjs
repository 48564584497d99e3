// Follows every link in the repository's Markdown that leads to a file or a heading, and fails for one that leads nowhere.
// A link to a package registry is refused: what is meant has a page of its own.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const REGISTRIES =
  /^(?:[\w-]+\.)*(?:crates\.io|npmjs\.(?:com|org)|yarnpkg\.com|pypi\.org|pythonhosted\.org|rubygems\.org|proxy\.golang\.org|deb\.debian\.org|snapcraft\.io|ghcr\.io|docker\.io|gcr\.io|quay\.io)$/;

const listed = (...args) => execFileSync("git", ["ls-files", "-z", ...args], { cwd: ROOT, encoding: "utf8" }).split("\0");
const files = [...new Set([...listed("*.md"), ...listed("--others", "--exclude-standard", "*.md")])]
  // a file that was removed and not yet committed is still listed
  .filter((name) => name && existsSync(join(ROOT, name)) && !/(^|\/)(node_modules|target)\//.test(name))
  .sort();

/** The lines of a file; those of code blocks are empty, and so is what stands in `…`, unless `withCode`. */
function prose(text, withCode = false) {
  let fence;
  return text.split("\n").map((line) => {
    const mark = /^ *(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence ? mark?.startsWith(fence) : mark) {
      fence = fence ? undefined : mark;
      return "";
    }
    if (fence) return "";
    return withCode ? line : line.replaceAll(/(`+)(?:(?!\1).)+?\1/g, (code) => " ".repeat(code.length));
  });
}

/** What a heading is called in an address, as GitHub has it. */
function slug(heading) {
  const shown = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/<[^>]+>/g, "");
  return shown.trim().toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
}

const known = new Map();
function anchors(path) {
  if (!known.has(path)) {
    const text = readFileSync(path, "utf8");
    const found = new Map();
    for (const line of prose(text, true)) {
      const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
      if (heading === undefined) continue;
      const name = slug(heading);
      const before = found.get(name) ?? 0;
      found.set(name, before + 1);
      if (before > 0) found.set(`${name}-${before}`, 1);
    }
    for (const [, name] of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) found.set(name, 1);
    known.set(path, found);
  }
  return known.get(path);
}

/** Every target on a line: [text](target), ![text](target), [name]: target, <target>, href="target", and a bare address. */
function targets(line) {
  const inline = line.matchAll(/\]\(\s*(?:<([^>]*)>|((?:[^\s()]|\([^()]*\))+))(?:\s+"[^"]*")?\s*\)/g);
  const named = line.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g);
  const tags = line.matchAll(/(?:href|src)="([^"]+)"/g);
  const bare = line.matchAll(/https?:\/\/[^\s<>()"'`\]]+/g);
  return [
    ...[...inline].map(([, quoted, plain]) => quoted ?? plain),
    ...[...named, ...tags].map(([, target]) => target),
    ...[...bare].map(([target]) => target),
  ];
}

function wrong(file, target) {
  if (/^https?:/i.test(target)) {
    const host = URL.canParse(target) ? new URL(target).hostname : undefined;
    if (host === undefined) return "is no address";
    return REGISTRIES.test(host) ? "is a package registry" : undefined;
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return undefined;
  const [path, anchor] = target.split("#");
  if (path.startsWith("/")) return "begins at no folder of the repository";
  const place = path === "" ? join(ROOT, file) : resolve(ROOT, dirname(file), decodeURI(path.split("?")[0]));
  if (relative(ROOT, place).startsWith("..")) return "leads out of the repository";
  if (!existsSync(place)) return "is not there";
  if (anchor === undefined) return undefined;
  if (statSync(place).isDirectory() || !place.endsWith(".md")) return "has no headings";
  return anchors(place).has(decodeURIComponent(anchor)) ? undefined : "has no such heading";
}

let [links, broken] = [0, 0];
for (const file of files) {
  prose(readFileSync(join(ROOT, file), "utf8")).forEach((line, at) => {
    for (const target of new Set(targets(line))) {
      links += 1;
      const why = wrong(file, target);
      if (why === undefined) continue;
      broken += 1;
      console.error(`${file}:${at + 1}: ${target} ${why}`);
    }
  });
}
if (links === 0) console.error("no link was found, which cannot be");
process.exitCode = broken > 0 || links === 0 ? 1 : 0;
