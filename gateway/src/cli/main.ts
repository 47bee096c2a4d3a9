#!/usr/bin/env node
import { provideHome } from "../platform/config/environment.ts";
import { printError } from "./print.ts";
import { surviveClosedOutput } from "./survive-closed-output.ts";

const neededMajor = 24;

surviveClosedOutput();
// Checked before anything is loaded that an older Node cannot even parse.
if (Number(process.versions.node.split(".")[0]) < neededMajor) {
  printError(`kyc-gateway needs Node ${neededMajor} or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else {
  provideHome();
  const { runProgram } = await import("./program.ts");
  const code = await runProgram();
  if (code !== undefined) process.exitCode = code;
  // Whatever a broken connection has left behind does not keep a process whose work has ended.
  process.exit();
}
