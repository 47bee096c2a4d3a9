import type { ErasureService } from "./erasure/erasure-service.ts";
import { Readable } from "node:stream";
import { ApplicantExport, ApplicantId } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { exportApplicant } from "./export-applicant.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { SessionService } from "../sessions/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

const schema = {
  operationId: "exportApplicant",
  summary: "Export everything that is held about a person",
  description:
    "For an access request: sessions, erasures, results, the provider's own reports, timelines, decisions with their reasons, opened bodies of deliveries, events, watches, entries of blocklists, and who read or changed what. Media stay at the provider. Have a look at it before you hand it out: reports may speak of others too.",
  tags: ["Applicants"],
  params: Type.Object({ applicantId: ApplicantId }),
  headers: AccessReasonHeader,
  response: {
    200: {
      description: "One JSON document, streamed.",
      content: { "application/json": { schema: Type.Unsafe<Readable>(Type.Ref(ApplicantExport)) } },
    },
    ...problemResponses("applicant_not_found", "invalid_request", "access_reason_missing"),
  },
};

/** `GET /v1/applicants/:applicantId/export`. */
export const exportApplicantRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly vault: Vault;
  readonly sessions: SessionService;
  readonly erasures: ErasureService;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, vault, sessions, erasures, accessLog, configuration }) => {
  const { people } = erasures;
  app.get(
    "/v1/applicants/:applicantId/export",
    { config: { scope: "applicants:export" }, schema },
    async (request, reply) => {
      const person = { tenantId: request.tenantId, applicantId: request.params.applicantId };
      const pieces = await exportApplicant({ database, vault, reads: sessions.reads, people }, person);
      if (pieces === undefined) throw new ProblemError("applicant_not_found");
      const hash = await people.hash(person.tenantId, person.applicantId);
      const subject = `applicant ${hash.toString("base64url")}`;
      await noteAccess({ configuration, accessLog }, request, { action: "applicant.export", subject });
      return reply
        .headers({
          "cache-control": "no-store",
          "content-type": "application/json; charset=utf-8",
          "content-disposition": "attachment",
        })
        .send(Readable.from(pieces));
    },
  );
};
