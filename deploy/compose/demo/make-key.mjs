// Makes the master key of the trial, once: a second start has to open what the first one wrote.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";

try {
  // The gateway's user has to read it; nobody else has this volume.
  writeFileSync("/keys/master-key", `${randomBytes(32).toString("base64")}\n`, { mode: 0o444, flag: "wx" });
} catch (error) {
  if (error.code !== "EEXIST") throw error;
}
