import type { KvaryConfig } from "../../features/kvary/kvary.config.ts";
import { parseKvaryConfig } from "../../features/kvary/kvary.config.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import { ConfigurationError, parseConfig, type Environment } from "../../platform/config/parse-config.ts";

/** The gateway's own variables and those of the Kvary integration, if they are set. */
export interface StartConfiguration {
  readonly config: Config;
  readonly kvary: KvaryConfig | undefined;
}

/** What `start` reads from the environment, and `doctor` with it. One `ConfigurationError` names the issues of both parts. */
export function readStartConfiguration(environment: Environment): StartConfiguration {
  const isProduction = (environment["NODE_ENV"] ?? "production") === "production";
  const issues: string[] = [];
  const collect = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      issues.push(...error.issues);
      return undefined;
    }
  };
  const config = collect(() => parseConfig(environment, process.cwd()));
  const kvary = collect(() => parseKvaryConfig(environment, isProduction));
  if (config === undefined || issues.length > 0) throw new ConfigurationError(issues);
  return { config, kvary };
}
