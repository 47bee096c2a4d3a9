import { writeAudit } from "../../features/audit/audit-writer.store.ts";
import {
  createControlsStore,
  type ConnectionControls,
} from "../../features/providers/connection-controls.store.ts";
import { withPool } from "./with-pool.ts";

/** Gives the work the controls of connections, as whoever runs the command. */
export function withConnectionControls(work: (controls: ConnectionControls) => Promise<void>): Promise<void> {
  return withPool(({ pool }, actor) => work(createControlsStore({ pool, writeAudit }, actor)));
}
