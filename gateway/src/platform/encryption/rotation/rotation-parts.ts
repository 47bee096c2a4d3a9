import type { Database } from "../../database/database.ts";
import type { Vault } from "../vault.ts";

/** What a rotation needs. */
export interface RotationParts {
  readonly pool: Database["pool"];
  readonly vault: Vault;
  /** Told after each piece of work: the step, and how much of it is done. */
  readonly onProgress: (progress: { readonly step: string; readonly done: number }) => void;
}

export interface RotationResult {
  /** Keys that were wrapped anew. */
  readonly rewrapped: number;
  /** Values that were sealed anew. */
  readonly resealed: number;
  /** Values that did not open and stayed as they are. */
  readonly unreadable: number;
}
