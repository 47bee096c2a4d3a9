#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { startIdentomatSimulator } from "./identomat/simulator.ts";
import { startOndatoSimulator } from "./ondato/simulator.ts";

const usage = `Usage: simulators <identomat|ondato> [--port N] [--host H] [--public-url URL] [--options JSON | --options @file]
Prints one JSON line when ready; SIGTERM and SIGINT stop it. Options: see README.md.
`;

const starters = {
  identomat: (options: object) => startIdentomatSimulator(options),
  ondato: (options: object) => startOndatoSimulator(options),
} as const;
type ProviderName = keyof typeof starters;

function isProviderName(name: string | undefined): name is ProviderName {
  return name !== undefined && Object.hasOwn(starters, name);
}

async function readOptions(text: string | undefined): Promise<object> {
  if (text === undefined) return {};
  const json = text.startsWith("@") ? await readFile(text.slice(1), "utf8") : text;
  return JSON.parse(json) as object;
}

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string" },
      host: { type: "string" },
      "public-url": { type: "string" },
      options: { type: "string" },
    },
  });
  const [name] = positionals;
  if (!isProviderName(name)) throw new Error(`which provider?\n${usage}`);
  const simulator = await starters[name]({
    ...(await readOptions(values.options)),
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
  });
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
  process.stdout.write(
    `${JSON.stringify({ ready: true, provider: name, url: simulator.url, pid: process.pid })}\n`,
  );
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
