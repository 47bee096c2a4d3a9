import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Tests run from the sources of every package, never from a build that may be stale. */
const conditions = ["@kyc-gateway/source"];
const resolve = {
  resolve: { conditions: [...conditions, "module", "node", "development|production"] },
  ssr: { resolve: { conditions: [...conditions, "module", "node", "development|production"] } },
};
const never = ["**/node_modules/**", "**/dist/**"];
const inBrowser = "**/*.browser.test.ts";

export default defineConfig({
  root,
  test: {
    retry: 0,
    maxWorkers: 2,
    passWithNoTests: true,
    projects: [
      {
        ...resolve,
        root,
        test: {
          name: "unit",
          include: ["*/src/**/*.test.ts", "*/*/src/**/*.test.ts", "test/support/**/*.test.ts"],
          exclude: [...never, inBrowser],
        },
      },
      {
        ...resolve,
        root,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: [...never, inBrowser],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...resolve,
        root,
        test: {
          name: "acceptance",
          include: ["test/acceptance/**/*.test.ts"],
          exclude: [...never, inBrowser],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...resolve,
        root,
        test: { name: "architecture", include: ["test/architecture/**/*.test.ts"], exclude: never },
      },
      {
        ...resolve,
        root,
        test: {
          name: "browser",
          include: [inBrowser],
          exclude: never,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
