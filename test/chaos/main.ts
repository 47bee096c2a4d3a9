import { parseArgs } from "node:util";
import { proveCanaryShift } from "./proofs/canary-shift.proof.ts";
import { proveConfigurationChange } from "./proofs/configuration-change.proof.ts";
import { proveDatabaseFaults } from "./proofs/database-faults.proof.ts";
import { proveCrash } from "./proofs/crash.proof.ts";
import { proveFloodingTenant } from "./proofs/flooding-tenant.proof.ts";
import { proveHangingProvider } from "./proofs/hanging-provider.proof.ts";
import { proveLedger } from "./proofs/ledger.proof.ts";
import { proveLowTraffic } from "./proofs/low-traffic.proof.ts";
import { proveRouteDecision } from "./proofs/route-decision.proof.ts";
import { proveRollingChange } from "./proofs/rolling-change.proof.ts";
import { proveTotalOutage } from "./proofs/total-outage.proof.ts";
import type { Finding, Scale } from "./report/finding.ts";
import { describeNoise, formatTable } from "./report/table.ts";
import { openTheatre, type Stage, type Theatre } from "./stage/stage.ts";

const usage = `Usage: pnpm chaos [--short] [--only <proof>]… [--sessions <number>] [--previous <ref>]
Proofs: hanging-provider, low-traffic, total-outage, crash, flooding-tenant, configuration-change, canary-shift,
        route-decision, database-faults, ledger, rolling-change
`;

type Proof = (scale: Scale, openShared: () => Promise<Theatre>) => Promise<readonly Finding[]>;

/** On a stage of the server that all of these share. */
const onStage =
  (prove: (stage: Stage, scale: Scale) => Promise<readonly Finding[]>): Proof =>
  async (scale, openShared) =>
    (await openShared()).withStage((stage) => prove(stage, scale));

const proofs = {
  "hanging-provider": onStage(proveHangingProvider),
  "low-traffic": onStage(proveLowTraffic),
  "total-outage": onStage(proveTotalOutage),
  crash: onStage(proveCrash),
  "flooding-tenant": onStage(proveFloodingTenant),
  "configuration-change": onStage(proveConfigurationChange),
  "canary-shift": onStage(proveCanaryShift),
  "route-decision": proveRouteDecision,
  "database-faults": proveDatabaseFaults,
  ledger: proveLedger,
  "rolling-change": proveRollingChange,
} as const satisfies Record<string, Proof>;
type ProofName = keyof typeof proofs;

function isProofName(name: string): name is ProofName {
  return Object.hasOwn(proofs, name);
}

function readArguments(): { names: readonly ProofName[]; scale: Scale } {
  const { values } = parseArgs({
    options: {
      short: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: Object.keys(proofs) },
      sessions: { type: "string" },
      previous: { type: "string" },
    },
  });
  const unknown = values.only.filter((name) => !isProofName(name));
  if (unknown.length > 0) throw new Error(`There is no proof ${unknown.join(", ")}.\n${usage}`);
  const sessions = values.sessions === undefined ? undefined : Number(values.sessions);
  if (sessions !== undefined && (!Number.isInteger(sessions) || sessions < 1))
    throw new Error(`--sessions is no number.\n${usage}`);
  return {
    names: values.only.filter(isProofName),
    scale: {
      isShort: values.short,
      crashSessions: sessions ?? (values.short ? 20 : 1000),
      previous: values.previous,
      ledgerSessions: sessions ?? (values.short ? 200 : 5000),
    },
  };
}

async function run(): Promise<void> {
  const { names, scale } = readArguments();
  let theatre: Promise<Theatre> | undefined;
  const openShared = (): Promise<Theatre> => (theatre ??= openTheatre());
  const findings: Finding[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`${name} … (${describeNoise()})\n`);
      const found = await proofs[name](scale, openShared).catch((error: unknown) => [
        describeFailure(name, error),
      ]);
      for (const { proof, seen, isShown } of found)
        process.stderr.write(`  ${isShown ? "shown" : "NOT SHOWN"}  ${proof}: ${seen}\n`);
      findings.push(...found);
    }
  } finally {
    await (await theatre)?.close();
  }
  process.stdout.write(`${formatTable(findings)}\n\n${describeNoise()}\n`);
  if (findings.some(({ isShown }) => !isShown)) process.exitCode = 1;
}

/** A proof that breaks shows nothing; the others still run. */
function describeFailure(name: ProofName, error: unknown): Finding {
  const seen = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? error.stack : seen}\n`);
  return { proof: name, mustShow: "the proof comes to its end", seen, isShown: false };
}

// The processes of a proof end with this one.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

run()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  })
  // As the gateway's own command line does: a job runner that a broken connection left behind keeps no process.
  .finally(() => process.exit());
