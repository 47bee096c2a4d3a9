import type { KvaryConfig } from "../features/kvary/kvary.config.ts";
import { parseKvaryConfig } from "../features/kvary/kvary.config.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { ConfigurationError, parseConfig, type Environment } from "../platform/config/parse-config.ts";

/** What `start` reads from the environment, and `doctor` with it. One `ConfigurationError` names the mistakes of both parts. */
export function readStartConfiguration(environment: Environment): {
  readonly config: Config;
  readonly kvary: KvaryConfig | undefined;
} {
  const isProduction = (environment["NODE_ENV"] ?? "production") === "production";
  const mistakes: string[] = [];
  const collect = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      mistakes.push(...error.mistakes);
      return undefined;
    }
  };
  const config = collect(() => parseConfig(environment, process.cwd()));
  const kvary = collect(() => parseKvaryConfig(environment, isProduction));
  if (config === undefined || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return { config, kvary };
}
