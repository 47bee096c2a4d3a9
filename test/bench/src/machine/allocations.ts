import { fileURLToPath } from "node:url";
import { receive, type Child } from "./child.ts";

export type AllocationMessage = "allocations:start" | "allocations:stop";

/** For Node, before the script: the process then answers what it has allocated. */
export const allocationArguments: readonly string[] = [
  `--import=${fileURLToPath(new URL("allocations.preload.ts", import.meta.url))}`,
];

export function startCounting(child: Child): void {
  child.process.send("allocations:start" satisfies AllocationMessage);
}

/** Bytes of the heap that the process has allocated since `startCounting`. */
export async function stopCounting(child: Child): Promise<number> {
  child.process.send("allocations:stop" satisfies AllocationMessage);
  return (await receive<{ readonly allocatedBytes: number }>(child)).allocatedBytes;
}
