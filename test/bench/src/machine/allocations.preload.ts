import { createAllocationCounter } from "../../../support/count-allocations.ts";
import type { AllocationMessage } from "./allocations.ts";

/** Loaded before a server that is measured (`--import`): it tells what the server allocates. */
const counter = createAllocationCounter();

process.on("message", (message) => {
  if (message === ("allocations:start" satisfies AllocationMessage)) counter.start();
  if (message === ("allocations:stop" satisfies AllocationMessage))
    process.send?.({ allocatedBytes: counter.stop() });
});
// The channel alone is no reason to live on.
process.channel?.unref();
