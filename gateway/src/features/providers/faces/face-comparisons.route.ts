import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { FaceComparison, FaceComparisonForm } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { acceptAnyBody, problemResponses } from "../../../platform/http/route-schemas.ts";
import { type AccessLog, AccessReasonHeader, type AccessSettings, noteAccess } from "../../audit/index.ts";
import { callFacet } from "../call-facet.ts";
import { chooseConnection, type ConnectionsInUse } from "../choose-connection.ts";
import {
  acceptForms,
  pictureProblems,
  readForm,
  requirePicture,
  withUpload,
} from "../pictures/read-pictures.ts";

const schema = {
  operationId: "compareFaces",
  summary: "Compare two faces",
  description:
    "Tells how much two pictures show one person. It decides nothing, and neither the pictures nor the answer is kept. A picture has at most 10 MiB and 50 million pixels.",
  tags: ["Documents and faces"],
  consumes: ["multipart/form-data"],
  headers: AccessReasonHeader,
  body: FaceComparisonForm,
  response: {
    200: Type.Ref(FaceComparison),
    ...problemResponses(...pictureProblems),
  },
};

/** `POST /v1/face-comparisons`. */
export const faceComparisonsRoute: FastifyPluginAsyncTypebox<{
  readonly config: { readonly requestDeadlineMs: number };
  readonly accessLog: AccessLog;
  readonly configuration: ConnectionsInUse & AccessSettings;
}> = async (app, { config, accessLog, configuration }) => {
  await acceptForms(app);
  app.post(
    "/v1/face-comparisons",
    { config: { scope: "faces:compare" }, schema, validatorCompiler: acceptAnyBody },
    async (request, reply) => {
      const deadlineAt = Date.now() + config.requestDeadlineMs;
      const comparison = await withUpload(async () => {
        const form = await readForm(request, { files: ["first", "second"], texts: ["connection"] });
        const { tenantId } = request;
        const choice = { tenantId, facet: "faces", name: form.texts["connection"] } as const;
        const runtime = chooseConnection(configuration, choice);
        const allowed = runtime.manifest.capabilities.faces?.pictureTypes ?? [];
        const first = requirePicture(form, "first", allowed);
        const second = requirePicture(form, "second", allowed);
        await noteAccess({ configuration, accessLog }, request, {
          action: "faces.compare",
          subject: `connection ${runtime.name}`,
        });
        return callFacet(runtime, {
          operation: "compare_faces",
          tenantId,
          deadlineAt,
          idempotencyKey: request.id,
          isRepeatable: true,
          work: async ({ faces }, call) => faces?.compare(first, second, call),
        });
      });
      if (comparison === undefined) throw new ProblemError("facet_unsupported");
      return reply.header("cache-control", "no-store").send(comparison as FaceComparison);
    },
  );
};
