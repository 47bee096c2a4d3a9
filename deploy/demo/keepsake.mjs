import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What one start leaves for the next: the API key, the secret of end users' tokens, and a digest of what was set up. It
 * lies beside the database it belongs to, readable by its owner alone.
 */
export function openKeepsake(dataFolder) {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const file = join(dataFolder, "demo.json");
  let kept = read(file);
  const set = (change) => {
    kept = { ...kept, ...change };
    writeFileSync(`${file}.new`, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  if (kept.jwtSecret === undefined) set({ jwtSecret: randomBytes(32).toString("base64url") });
  return { get: (name) => kept[name], set };
}

/** A file that was lost or cut short costs a new setup, nothing else. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
