import { homedir } from "node:os";
import type { Environment } from "./parse-config.ts";

/**
 * Libraries ask for the home folder while they are loaded, and end the process where there is none: a user id without a
 * name, as containers have it, and no HOME. Nothing of ours is in it.
 */
export function provideHome(): void {
  try {
    homedir();
  } catch {
    process.env["HOME"] = "/";
  }
}

/** The only place where the process's environment is read. */
export function readEnvironment(): Environment {
  return process.env;
}
