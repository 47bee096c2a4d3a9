import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import type { ProbeReport } from "./import-probe.ts";

const execute = promisify(execFile);
const isFromSource = import.meta.url.endsWith(".ts");
const probeFile = new URL(`./import-probe.${isFromSource ? "ts" : "js"}`, import.meta.url);
const deadlineMs = 60_000;

export const importGroup: CheckGroup = {
  id: "import",
  title: "import and connect",
  advice:
    "Do nothing at the top level of a module but define things, and nothing in connect but keep its arguments: work begins with a call.",
  list: (subject) => ({
    checks: [
      {
        name: "imports alone, in a process of its own, and ends",
        run: async () => void (await probe(subject)),
      },
      {
        name: "has its adapter as the default export",
        run: async () => checkExport(subject, await probe(subject)),
      },
      {
        name: "has no side effect when it is imported",
        run: async () => refuseEffects("importing it", (await probe(subject)).onImport),
      },
      {
        name: "has no side effect when it connects",
        run: async () => refuseEffects("connect", (await probe(subject)).onConnect),
      },
    ],
  }),
};

const probes = new WeakMap<PreparedSubject, Promise<ProbeReport>>();

/** Imports the entry in a process whose every way out is watched. Once for all checks. */
function probe(subject: PreparedSubject): Promise<ProbeReport> {
  const known = probes.get(subject) ?? runProbe(subject);
  probes.set(subject, known);
  return known;
}

async function runProbe({ entry, samples }: PreparedSubject): Promise<ProbeReport> {
  const conditions = isFromSource ? ["--conditions=@kyc-gateway/source"] : [];
  const args = [
    ...conditions,
    "--disable-warning=ExperimentalWarning",
    fileURLToPath(probeFile),
    entry.href,
    JSON.stringify(samples.settings),
  ];
  try {
    const { stdout } = await execute(process.execPath, args, { timeout: deadlineMs, env: nodesOwnCache() });
    return JSON.parse(stdout.slice(stdout.lastIndexOf("\n{"))) as ProbeReport;
  } catch (error) {
    const { stderr = "", killed } = error as { readonly stderr?: string; readonly killed?: boolean };
    return refuse(
      killed === true
        ? `the process did not end within ${deadlineMs} ms`
        : `it cannot be imported by Node itself: ${stderr.trim().slice(-600)}`,
    );
  }
}

/** Nothing else of this process's environment. */
function nodesOwnCache(): Record<string, string> {
  const folder = process.env["NODE_COMPILE_CACHE"];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function checkExport({ adapter }: PreparedSubject, { adapterId }: ProbeReport): void {
  if (adapterId !== adapter.manifest.id)
    refuse(`the default export of the entry is not this adapter (its id is ${adapterId ?? "absent"})`);
}

function refuseEffects(when: string, effects: readonly string[]): void {
  refuseAll(effects.map((effect) => `${when} ${effect}`));
}
