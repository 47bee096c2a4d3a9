import { describeConformance } from "@kyc-gateway/conformance";
import { startIdentomatSimulator } from "@kyc-gateway/simulators";
import adapter from "./index.ts";

describeConformance({
  adapter,
  entry: new URL("./index.ts", import.meta.url),
  samples: new URL("./fixtures/conformance.json", import.meta.url),
  matrixRow: new URL("../../../test/conformance/capability-matrix/identomat.json", import.meta.url),
  simulator: {
    start: () =>
      startIdentomatSimulator({
        companies: [
          {
            name: "samples",
            companyKey: "company-key-of-the-samples",
            secretKey: "signing-key-of-the-samples",
            callbackApiKey: "Callback-Key-One-of-the-samples",
          },
        ],
      }),
    settings: (url) => ({ baseUrl: `${url}/external-api`, externalApiBaseUrl: url }),
    operations: { start: "begin", read: "result" },
    acts: { approve: "APPROVED", reject: "REJECTED", manual_check: "PENDING_REVIEW", start: "IN_PROGRESS" },
  },
});
