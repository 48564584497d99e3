// What scripts/lint/deploy.sh holds of the files in deploy/ beside their own grammar. NODE_MODULES is where packages are.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const packages = process.env.NODE_MODULES;
const require = createRequire(`${packages}/`);
const { Ajv } = require("ajv");
const { parse } = require("yaml");

const read = (path) => readFileSync(path, "utf8");
const [image, caddy, example, unit] = ["Containerfile", "Caddyfile", ".env.example", "wpp-panel.service"].map((name) =>
  read(`deploy/${name}`),
);
const text = read("deploy/compose.yaml");
const compose = parse(text, { merge: true });
const settings = [...read("src/config/environment.rs").matchAll(/^ +"([A-Z_]+)",$/gm)].map(([, name]) => name);

const wrong = [];
const want = (fine, ...what) => fine || wrong.push(what.join(" "));
const all = (words, pattern) => [...words.matchAll(pattern)].map(([, found]) => found);
const seconds = (time) => (/^\d+m$/.test(time) ? 60 : 1) * parseInt(time, 10);
// by number or name, and not by whatever is newest
const tagged = (name) => /:[^:/]+$/.test(name) && !name.endsWith(":latest");
const isSetting = (file) => (name) => want(settings.includes(name), file, "sets", name, "which the panel does not read");

// the image
const lines = image.replaceAll(/\\\n\s*/g, "").split("\n").filter((line) => /^[A-Z]/.test(line));
const last = (word) => lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? "";
const stages = all(image, /^FROM .* AS (\S+)$/gm);
for (const from of all(image, /^FROM (\S+)/gm)) want(stages.includes(from) || tagged(from), "Containerfile:", from, "has no tag");
want(/^[1-9]\d*(:[1-9]\d*)?$/.test(last("USER")), "Containerfile: USER is not the number of somebody other than root");
for (const word of ["ENTRYPOINT", "CMD"]) want(last(word).startsWith("["), `Containerfile: ${word} is not a list, and there is no shell`);
want(!lines.some((line) => /^(RUN|ADD) /.test(line)), "Containerfile: RUN needs a shell, ADD downloads");
all(last("ENV"), /([A-Z_]+)=/g).forEach(isSetting("Containerfile"));

// compose.yaml by itself
// the schema of the specification is a file in a linter's package, which does not export it
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const schema = JSON.parse(read(`${packages}/dclint/schemas/compose.schema.json`));
const isCompose = ajv.compile({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });
want(isCompose(compose), "compose.yaml:", ajv.errorsText(isCompose.errors, { dataVar: "", separator: "\n  " }));

const services = Object.entries(compose.services ?? {});
const isPanel = (service) => `${service.image}`.includes("PANEL_IMAGE");
for (const [name, service] of services) {
  const must = (fine, what) => want(fine, "compose.yaml:", name, what);
  must(service.read_only === true, "can write to its image");
  must(`${service.cap_drop}` === "ALL", "does not drop ALL capabilities");
  must(service.security_opt?.includes("no-new-privileges:true"), "may gain privileges");
  must(!service.privileged && !service.network_mode, "is not kept to itself");
  must(service.restart, "stays down when it fails");
  must(service.healthcheck, "has no healthcheck");
  must(isPanel(service) || tagged(service.image), "has an image without a tag");
  must(name === "caddy" || !service.ports, "is published, which only Caddy should be");
  for (const network of service.networks ?? []) must(network in compose.networks, `is in ${network}, which is no network`);
  for (const other of Object.keys(service.depends_on ?? {})) must(other in compose.services, `waits for ${other}, which is no service`);
  for (const volume of service.volumes ?? []) {
    const [from] = volume.split(":");
    must(from.startsWith("./") || from in compose.volumes, `mounts ${from}, which is no volume`);
  }
}
const { database, caddy: front } = compose.services ?? {};
want(database?.networks?.every((network) => compose.networks[network]?.internal), "compose.yaml: the database is in a network that leads out");

// what one file says of another
const given = all(example, /^([A-Z_]+)=/gm);
const used = [...new Set(all(text, /\$\{([A-Z_]+)/g))];
for (const name of used) want(given.includes(name), name, "is in compose.yaml and not in .env.example");
for (const name of given) want(used.includes(name), name, "is in .env.example and not in compose.yaml");
for (const name of all(example, /^(\w*(?:KEY|SECRET|PASSWORD)\w*)=./gm)) want(false, ".env.example has a value for", name);
for (const name of all(caddy, /\{\$([A-Z_]+)/g)) want(name in (front?.environment ?? {}), name, "is in the Caddyfile, and compose.yaml does not pass it on");

const panels = services.filter(([, service]) => isPanel(service));
const port = /LEPTOS_SITE_ADDR=\S+:(\d+)/.exec(image)?.[1];
const upstreams = (/reverse_proxy ([^{]*)\{/.exec(caddy)?.[1] ?? "").trim().split(" ");
want(`${upstreams}` === `${panels.map(([name]) => `${name}:${port}`)}`, "Caddyfile: leads to", upstreams, "and not to all panels");
const option = (name) => seconds(new RegExp(`^\\s*${name} (\\S+)`, "m").exec(caddy)?.[1]);
for (const [name, { environment, stop_grace_period: grace }] of panels) {
  Object.keys(environment).forEach(isSetting("compose.yaml"));
  const drain = Number(environment.APP_DRAIN_SECONDS);
  want(drain > option("health_interval") + option("health_timeout"), name, "stops before Caddy knows of it (APP_DRAIN_SECONDS)");
  want(seconds(grace) > drain + 10, name, "is killed before it has stopped (stop_grace_period)");
  want(environment.APP_BEHIND_PROXY === "true", name, "takes all clients for Caddy (APP_BEHIND_PROXY)");
}
want(all(caddy, /(\{)$/gm).length === all(caddy, /^\s*(\})$/gm).length, "Caddyfile: a block is not closed");
const probe = `${front?.healthcheck?.test}`.match(/http:[^/]*\/\/[^/]+/)?.[0];
want(caddy.includes(`\n${probe} {`), "Caddyfile: nothing answers the health check at", probe);
const filters = ["request>uri regexp \\?.* ?", "request>headers>Referer delete", "resp_headers>Location delete"];
for (const filter of filters) want(caddy.includes(`\t${filter}\n`), "Caddyfile: the log lacks", filter);
all(unit, /^Environment=([A-Z_]+)/gm).forEach(isSetting("wpp-panel.service"));

for (const what of wrong) console.error(what);
process.exit(wrong.length > 0 ? 1 : 0);
