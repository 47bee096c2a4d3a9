import { describeConformance } from "@kyc-gateway/conformance";
import { startOndatoSimulator } from "@kyc-gateway/simulators";
import adapter from "./index.ts";

describeConformance({
  adapter,
  entry: new URL("./index.ts", import.meta.url),
  samples: new URL("./fixtures/conformance.json", import.meta.url),
  matrixRow: new URL("../../../test/conformance/capability-matrix/ondato.json", import.meta.url),
  simulator: {
    start: () =>
      startOndatoSimulator({
        applications: [
          {
            name: "samples",
            applicationId: "0736cd0c-5a8d-45f8-a000-b5205ff4922d",
            clientId: "client-of-the-samples",
            clientSecret: "Client-Secret-of-the-samples",
          },
        ],
      }),
    settings: (url) => ({ hosts: { token: url, idv: url, kyc: url, page: url } }),
    operations: { start: "create", read: "read" },
    acts: { approve: "APPROVED", reject: "REJECTED", await_review: "PENDING_REVIEW", start: "IN_PROGRESS" },
  },
});
