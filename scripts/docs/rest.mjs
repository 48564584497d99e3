// Writes the table of calls in docs/rest.md from the OpenAPI document: node scripts/docs/rest.mjs openapi.json
// With --check it writes nothing and fails if the table is another one. `-` reads the document from standard input.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = join(import.meta.dirname, "../../docs/rest.md");
const [BEGIN, END] = ["<!-- calls: made by scripts/docs/rest.mjs -->", "<!-- end of calls -->"];
const METHODS = ["get", "post", "put", "delete"];

const cell = (text) => text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim();

/** Who may call, in words. */
function who({ security, responses }) {
  if (security?.some((one) => "webhook_key" in one)) return "the platform";
  return "403" in responses ? "administrators" : "everybody";
}

/** Names of what may stand in the query and in the head. */
const named = (call, where) => (call.parameters ?? []).filter((one) => one.in === where).map((one) => `\`${one.name}\``);

/** Names of the fields that the body may have. */
function fields(document, call) {
  const schema = call.requestBody?.content?.["application/json"]?.schema;
  const name = schema?.$ref?.split("/").at(-1);
  const properties = (name ? document.components.schemas[name] : schema)?.properties ?? {};
  return Object.keys(properties).map((field) => `\`${field}\``);
}

/** Every call of the document: method, path and the call itself. */
export function calls(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({ method: method.toUpperCase(), path, call: item[method] })),
  );
}

/** A row for each call. */
export function table(document) {
  const rows = calls(document).map(({ method, path, call }) => {
    const given = [
      ["query", named(call, "query")],
      ["body", fields(document, call)],
      ["head", named(call, "header")],
    ];
    const takes = given.filter(([, names]) => names.length > 0).map(([where, names]) => `${where}: ${names.join(", ")}`);
    const refusals = Object.keys(call.responses).filter((status) => status >= "400");
    const text = call.summary ?? call.description ?? "";
    return `| \`${method} ${path}\` | ${who(call)} | ${cell(text)} | ${takes.join("; ") || "nothing"} | ${refusals.join(" ")} |`;
  });
  return ["| call | who | what it does | takes | refusals |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** The page with this document's table in it. */
export function written(page, document) {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/rest.md lacks ${BEGIN} or ${END}`);
  return `${before}${BEGIN}\n${table(document)}\n${END}${after}`;
}

if (import.meta.filename === process.argv[1]) {
  const args = process.argv.slice(2);
  const file = args.find((arg) => arg !== "--check");
  if (file === undefined) {
    console.error("which document? node scripts/docs/rest.mjs openapi.json");
    process.exit(2);
  }
  const page = readFileSync(PAGE, "utf8");
  const wanted = written(page, JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")));
  if (page !== wanted && args.includes("--check")) {
    console.error("docs/rest.md has another table of calls than the document: run scripts/docs/rest.mjs");
    process.exit(1);
  }
  if (page !== wanted) writeFileSync(PAGE, wanted);
}
