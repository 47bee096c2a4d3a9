import adapter from "../fixtures/applicant-adapter/src/index.ts";
import { proofloopSample } from "../fixtures/applicant-adapter/simulator.ts";
import { describeConformance } from "./index.ts";

// A fourth dialect: the provider's unit is the applicant, and its verdict can be "try again".
describeConformance({
  adapter,
  entry: new URL("../fixtures/applicant-adapter/src/index.ts", import.meta.url),
  samples: new URL("../fixtures/applicant-adapter/samples.json", import.meta.url),
  simulator: proofloopSample,
});
