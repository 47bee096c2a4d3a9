import { spawnSync } from "node:child_process";
import { findUnwelcomeLicences } from "./find-unwelcome-licences.ts";
import { judgeAudit } from "./judge-audit.ts";
import { readSbom } from "./sbom.ts";

/** Licences and known vulnerabilities of what runs in production. Ends with status 1 when something has to be done. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const patienceMs = 60_000;

const { components } = readSbom();
const licences = findUnwelcomeLicences(components);
for (const line of licences) say(`Not on the list of licences: ${line}`);
say(`${components.length} production packages, ${licences.length} under a licence that is not welcome`);

const audit = spawnSync("pnpm", ["audit", "--prod", "--json"], { encoding: "utf8", timeout: patienceMs });
const verdict = judgeAudit(audit.stdout);
if (verdict.kind === "unanswered")
  say(`NOT AUDITED: the registry does not answer audits (${verdict.why.trim()})`);
else if (verdict.kind === "clean") say(`No high or critical vulnerability; milder ones: ${verdict.milder}`);
else for (const line of verdict.findings) say(`Vulnerable: ${line}`);

if (licences.length > 0 || verdict.kind === "vulnerable") process.exitCode = 1;
