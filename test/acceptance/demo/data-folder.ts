import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that PostgreSQL's own account can enter, as it can a checkout. */
export function createDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kyc-demo-"));
  chmodSync(folder, 0o711);
  return folder;
}

export function removeDataFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
