import {
  createConfigurationCommands,
  type ConfigurationCommands,
} from "../../features/configuration/configuration-commands.ts";
import { withConfiguration } from "./with-configuration.ts";

/** Gives the work the ways to make and remove tenants, connections and flows one by one. */
export function withConfigurationCommands<T>(
  work: (commands: ConfigurationCommands) => Promise<T>,
): Promise<T> {
  return withConfiguration((parts) => work(createConfigurationCommands(parts, parts.actor)));
}
