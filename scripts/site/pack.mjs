// Puts the site together: pack.mjs FOLDER-OF-GLUE-AND-WASM SITE

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** New enough for light-dark(), nesting and popovers, which must reach the browser as they are written. */
const BROWSERS = ["chrome125", "firefox129", "safari18"];
/** Endings in public/ that compression makes smaller; images are compressed already. */
const TEXT = [".css", ".js", ".json", ".svg", ".txt", ".webmanifest"];

/** url(/…) is an address on our server, a file of public/, and stays as it is written. */
const addresses = {
  name: "addresses",
  setup({ onResolve }) {
    onResolve({ filter: /^\// }, ({ path, kind }) => (kind === "url-token" ? { path, external: true } : undefined));
  },
};

const [work, site] = process.argv.slice(2);
const pkg = join(site, "pkg");

async function bundled(entry, options) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: BROWSERS,
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  if (result.warnings.length > 0) {
    process.exit(1);
  }
  return result.outputFiles[0].contents;
}

/** Writes a file and its compressed copies; returns the sizes. */
function writeAll(path, bytes) {
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(path, bytes);
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  return { raw: bytes.length, brotli: brotli.length };
}

function writeHashed(kind, bytes, stem = "wpp-panel") {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const name = `${stem}.${hash}.${kind}`;
  const { raw, brotli } = writeAll(join(pkg, name), bytes);
  console.log(`  ${name.padEnd(28)} ${String(raw).padStart(8)} bytes, ${String(brotli).padStart(7)} as Brotli`);
  return name;
}

rmSync(site, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });

const manifest = {
  css: writeHashed("css", await bundled("style/start.css", { plugins: [addresses] })),
  pages: writeHashed("css", await bundled("style/pages.css", { plugins: [addresses] }), "wpp-pages"),
  js: writeHashed("js", await bundled(join(work, "wpp-panel.js"), { format: "esm" })),
  wasm: writeHashed("wasm", readFileSync(join(work, "wpp-panel.wasm"))),
};
writeFileSync(join(pkg, "manifest.json"), `${JSON.stringify(manifest)}\n`);

cpSync("public", site, { recursive: true });
for (const file of readdirSync("public", { recursive: true, withFileTypes: true })) {
  if (file.isFile() && TEXT.includes(extname(file.name))) {
    const path = join(file.parentPath ?? file.path, file.name);
    writeAll(join(site, path.slice("public/".length)), readFileSync(path));
  }
}
