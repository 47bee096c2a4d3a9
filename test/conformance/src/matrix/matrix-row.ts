import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import type { Deviation } from "../subject/samples.ts";

/** What a conforming run has shown of one adapter. */
export interface MatrixRow {
  readonly id: string;
  readonly displayName: string;
  readonly packageVersion: string;
  readonly specVersion: string;
  readonly launches: readonly string[];
  readonly facets: readonly string[];
  readonly checks: readonly string[];
  readonly webhookSchemes: readonly string[];
  readonly erasesSessions: boolean;
  readonly relaunches: boolean;
  /** Whether the run included a simulator over HTTP. */
  readonly isSimulated: boolean;
  readonly deviations: readonly Deviation[];
}

/** The row of an adapter. Call it after a run without failures only. */
export function buildMatrixRow(
  manifest: Manifest,
  deviations: readonly Deviation[],
  isSimulated: boolean,
): MatrixRow {
  const { id, displayName, packageVersion, specVersion, capabilities } = manifest;
  const { launches, facets, checks, webhookSchemes, erasesSessions, relaunches } = capabilities;
  return {
    id,
    displayName,
    packageVersion,
    specVersion,
    launches,
    facets,
    checks,
    webhookSchemes,
    erasesSessions,
    relaunches,
    isSimulated,
    deviations,
  };
}
