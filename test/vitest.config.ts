import { join } from "node:path";
import { fileURLToPath } from "node:url";
import LongestFirst from "./support/longest-first.sequencer.ts";
import ProgressReporter from "./support/progress.reporter.ts";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Node keeps what it compiled between processes: every worker, and every command that a test starts, loads the same. */
process.env["NODE_COMPILE_CACHE"] ??= join(root, ".data/compile-cache");

/** Tests run from the sources of every package, never from a build that may be stale. */
const conditions = ["@kyc-gateway/source", "module", "node", "development|production"];

const nowhere = ["**/node_modules/**", "**/dist/**"];
const withDatabase = "**/*.integration.test.ts";
const withBrowser = "**/*.browser.test.ts";
const database = "test/support/database.global-setup.ts";

type Ring = NonNullable<TestProjectInlineConfiguration["test"]>;

function defineRing(test: Ring): TestProjectInlineConfiguration {
  return {
    root,
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: { exclude: nowhere, ...test },
  };
}

export default defineConfig({
  root,
  test: {
    retry: 0,
    reporters: [new ProgressReporter()],
    // More than there are processors on a small machine: most tests wait for most of their time.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    passWithNoTests: false,
    // No test mocks or resets a module: the files of a worker share what they load, and Node itself loads it.
    isolate: false,
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      defineRing({
        name: "unit",
        include: ["*/src/**/*.test.ts", "*/*/src/**/*.test.ts", "test/support/**/*.test.ts"],
        exclude: [...nowhere, withDatabase, withBrowser],
        testTimeout: 30_000,
      }),
      defineRing({
        name: "integration",
        include: ["test/integration/**/*.test.ts", withDatabase],
        exclude: [...nowhere, withBrowser],
        globalSetup: [database, "test/support/program.global-setup.ts"],
        testTimeout: 90_000,
        hookTimeout: 120_000,
      }),
      defineRing({
        name: "acceptance",
        include: ["test/acceptance/**/*.test.ts"],
        exclude: [...nowhere, withDatabase, withBrowser],
        globalSetup: database,
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      defineRing({ name: "architecture", include: ["test/architecture/**/*.test.ts"], testTimeout: 30_000 }),
      defineRing({
        name: "browser",
        include: [withBrowser],
        globalSetup: [database, "test/support/console.global-setup.ts"],
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
