// What is wrong with a dependency, without asking anybody.

const YEAR = 365.25 * 24 * 3600 * 1000;
/** How long one that we chose may be without a release, and one that another brought. */
const DIRECT_YEARS = 2;
const INDIRECT_YEARS = 5;

/** Where cargo keeps the index of a crate. */
export function indexFile(crate) {
  const name = crate.toLowerCase();
  if (name.length < 3) return `${name.length}/${name}`;
  if (name.length === 3) return `3/${name[0]}/${name}`;
  return `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
}

/** The packages that docs/dependencies.md gives a reason for being quiet. */
export function quiet(page) {
  const section = /^## Quiet\n(.*?)(?=^## |(?![\s\S]))/ms.exec(page)?.[1] ?? "";
  return new Set([...section.matchAll(/^\| ([@a-z][\w./-]*) \| (?!why)(.+) \|$/gm)].map(([, name]) => name));
}

/** A sentence for each that was taken back, is not known, or has had no release for so long that nobody may be there. */
export function complaints(packages, excused, now) {
  const lines = packages.flatMap(({ name, version, direct, at, withdrawn }) => {
    const it = `${name} ${version}`;
    const found = withdrawn ? [`${it} was taken back: ${withdrawn}`] : [];
    if (!at) return [...found, `${it} is in no registry that is known here`];
    const years = (now - new Date(at)) / YEAR;
    if (years > (direct ? DIRECT_YEARS : INDIRECT_YEARS) && !excused.has(name)) {
      found.push(`${it} has had no release since ${at.slice(0, 10)}: replace it, or say in docs/dependencies.md why not`);
    }
    return found;
  });
  const used = new Set(packages.map(({ name }) => name));
  return [...lines, ...[...excused].filter((name) => !used.has(name)).map((name) => `docs/dependencies.md excuses ${name}, which is not there`)];
}
