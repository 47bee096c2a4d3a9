import { fileURLToPath } from "node:url";

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** Files of the repository that the bench starts or writes. Everything started is a build. */
export const places = {
  root: inRepository("."),
  /** What a production user starts: the bundle, which finds its adapters in its own folder. */
  bundle: inRepository("gateway/dist/bundle"),
  gateway: inRepository("gateway/dist/bundle/main.js"),
  simulators: inRepository("test/simulators/dist/cli.js"),
  generator: inRepository("test/bench/src/load/generator.main.ts"),
  baseline: inRepository("test/bench/src/baseline/baseline.main.ts"),
  openGateway: inRepository("test/bench/src/baseline/open-gateway.main.ts"),
  results: inRepository("test/bench/results"),
  table: inRepository("test/bench/RESULTS.md"),
} as const;
