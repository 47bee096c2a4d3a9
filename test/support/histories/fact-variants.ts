import type { ReportFacts } from "@kyc-gateway/core";

const full: ReportFacts = {
  claims: {
    person: { givenName: "Nimushi", familyName: "Satesto", dateOfBirth: "1990-05-13" },
    document: { type: "id_card", number: "A1" },
  },
  checks: [
    { kind: "document", outcome: "passed" },
    { kind: "liveness", outcome: "passed" },
    { kind: "address", outcome: "not_run" },
  ],
  evidence: [{ id: "front", kind: "document_front" }],
};

/** What a provider may say about one person: all of it, more, less, nothing, and something else. */
export const factVariants: readonly ReportFacts[] = [
  full,
  { checks: [], claims: { person: {} } },
  { ...full, claims: { person: { givenName: "Nimushi" } }, evidence: [] },
  {
    claims: {
      person: { ...full.claims?.person, email: "n@product.example" },
      document: { expiresOn: "2030-01-01" },
    },
    checks: [
      { kind: "liveness", outcome: "passed" },
      { kind: "address", outcome: "passed" },
    ],
    evidence: [{ id: "bill", kind: "proof_of_address" }],
  },
  {
    claims: { document: { type: "passport", number: "P2", mrz: "P<GEO" } },
    checks: [
      { kind: "document", outcome: "passed" },
      { kind: "liveness", outcome: "not_run" },
    ],
    technicalDetails: { country: "GEO" },
  },
];
