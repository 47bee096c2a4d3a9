#!/usr/bin/env node
import { printError } from "./print.ts";

const neededMajor = 24;

// Checked before anything is loaded that an older Node cannot even parse.
if (Number(process.versions.node.split(".")[0]) < neededMajor) {
  printError(`kyc-gateway needs Node ${neededMajor} or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else {
  const { runProgram } = await import("./program.ts");
  const code = await runProgram();
  if (code !== undefined) process.exitCode = code;
}
