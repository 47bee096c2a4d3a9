import { readFileSync } from "node:fs";

const bytesPerMegabyte = 1_000_000;

/** Resident memory of a process, now and at its highest, in MB (10⁶ bytes). */
export function readMemory(pid: number): { readonly nowMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const read = (name: string): number =>
    (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / bytesPerMegabyte;
  return { nowMb: read("VmRSS"), peakMb: read("VmHWM") };
}
