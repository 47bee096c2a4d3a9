/** The test that tells an adapter's authors group by group what is missing. */
export const conformanceTest = `import { describeConformance } from "@kyc-gateway/conformance";
import adapter from "./index.ts";

describeConformance({
  adapter,
  entry: new URL("./index.ts", import.meta.url),
  samples: new URL("./fixtures/conformance.json", import.meta.url),
});
`;
