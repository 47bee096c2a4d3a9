import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { DocumentSide, ReadableDocument } from "@kyc-gateway/adapter-spec/v1";
import { DocumentExtract, DocumentPictureForm } from "@kyc-gateway/http-api";
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
import type { UploadedForm } from "../pictures/read-pictures.ts";

const types = ["passport", "id_card", "driver_license", "residence_permit"] as const;
const sides = ["front", "back", "page"] as const;

const schema = {
  operationId: "readDocument",
  summary: "Read the picture of a document",
  description:
    "Tells what a picture says. Nothing is verified by it, nobody is approved by it, and neither the picture nor the answer is kept. A picture has at most 10 MiB and 50 million pixels; what a provider takes stands in its connection's capabilities.",
  tags: ["Documents and faces"],
  consumes: ["multipart/form-data"],
  headers: AccessReasonHeader,
  body: DocumentPictureForm,
  response: {
    200: Type.Ref(DocumentExtract),
    ...problemResponses(...pictureProblems),
  },
};

/** `POST /v1/document-readings`. */
export const readDocumentRoute: FastifyPluginAsyncTypebox<{
  readonly config: { readonly requestDeadlineMs: number };
  readonly accessLog: AccessLog;
  readonly configuration: ConnectionsInUse & AccessSettings;
}> = async (app, { config, accessLog, configuration }) => {
  await acceptForms(app);
  app.post(
    "/v1/document-readings",
    { config: { scope: "documents:read" }, schema, validatorCompiler: acceptAnyBody },
    async (request, reply) => {
      const deadlineAt = Date.now() + config.requestDeadlineMs;
      const extract = await withUpload(async () => {
        const form = await readForm(request, { files: ["image"], texts: ["type", "side", "connection"] });
        const document = readDocument(form);
        const { tenantId } = request;
        const runtime = chooseConnection(configuration, {
          tenantId,
          facet: "documents",
          name: form.texts["connection"],
          fits: ({ manifest }) => canRead(manifest.capabilities.documents?.accepts ?? [], document),
        });
        const allowed = runtime.manifest.capabilities.documents?.pictureTypes ?? [];
        const picture = requirePicture(form, "image", allowed);
        await noteAccess({ configuration, accessLog }, request, {
          action: "document.read",
          subject: `connection ${runtime.name}`,
          detail: { ...document },
        });
        return callFacet(runtime, {
          operation: "read_document",
          tenantId,
          deadlineAt,
          idempotencyKey: request.id,
          isRepeatable: true,
          work: async ({ documents }, call) => documents?.read(picture, document, call),
        });
      });
      if (extract === undefined) throw new ProblemError("facet_unsupported");
      return reply.header("cache-control", "no-store").send(extract as DocumentExtract);
    },
  );
};

interface DocumentToRead {
  readonly type: ReadableDocument["type"];
  readonly side: DocumentSide;
}

function readDocument({ texts }: UploadedForm): DocumentToRead {
  const type = types.find((word) => word === texts["type"]);
  const side = sides.find((word) => word === texts["side"]);
  if (type !== undefined && side !== undefined) return { type, side };
  const [name, words] = type === undefined ? ["type", types] : ["side", sides];
  const issues = [{ pointer: `/${name}`, code: "enum", message: `must be one of ${words.join(", ")}` }];
  throw new ProblemError("invalid_request", { issues });
}

function canRead(accepts: readonly ReadableDocument[], { type, side }: DocumentToRead): boolean {
  return accepts.some((own) => own.type === type && own.sides.includes(side));
}
