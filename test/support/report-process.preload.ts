import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

/** Loaded before a program (`--import`): at its end it tells which modules were loaded, and the processor time used. */
const file = process.env["PROCESS_REPORT_FILE"];
const modules = new Set<string>();

if (process.env["PROCESS_REPORT_MODULES"] === "on")
  registerHooks({
    load(url, context, next) {
      modules.add(url);
      return next(url, context);
    },
  });

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  if (file !== undefined)
    writeFileSync(file, JSON.stringify({ cpuMs: (user + system) / 1000, modules: [...modules] }));
});
