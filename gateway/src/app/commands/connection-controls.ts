import {
  createConnectionControls,
  type ConnectionControls,
} from "../../features/providers/connection-controls.ts";
import { withDatabase } from "./with-database.ts";

/** Gives the work the controls of connections, as whoever runs the command. */
export function withConnectionControls(work: (controls: ConnectionControls) => Promise<void>): Promise<void> {
  return withDatabase(({ database, actor }) => work(createConnectionControls(database, actor)));
}
