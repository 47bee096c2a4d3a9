import { Job, JobList, ListJobs } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { countJobs, listJobs, retryJob } from "./jobs.store.ts";

const defaultLimit = 50;

const listSchema = {
  ...operatorRoute,
  operationId: "listJobs",
  summary: "Read the job queue: how much is in it, and the newest jobs",
  querystring: ListJobs,
  response: { 200: Type.Ref(JobList), ...problemResponses("invalid_request") },
};

const retrySchema = {
  ...operatorRoute,
  operationId: "retryJob",
  summary: "Let a dead job run again, now",
  params: Type.Object({ jobId: Type.String({ description: "The job's id." }) }),
  response: { 204: { type: "null", description: "It is queued." }, ...problemResponses("job_not_found") },
};

const idPattern = new RegExp(Job.properties.id.pattern ?? "", "u");

/** `GET /admin/v1/jobs` and `POST /admin/v1/jobs/:jobId/retry`. */
export const jobsRoute: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (
  app,
  { database },
) => {
  app.get("/admin/v1/jobs", { schema: listSchema }, async (request, reply) => {
    const { limit = defaultLimit, state } = request.query;
    const [counts, jobs] = await Promise.all([countJobs(database), listJobs(database, { state, limit })]);
    const items = jobs.map(({ runAt, createdAt, lockedAt, ...job }) => ({
      ...job,
      runAt: runAt.toISOString(),
      createdAt: createdAt.toISOString(),
      lockedAt: lockedAt?.toISOString() ?? null,
    }));
    return reply.send({ counts: [...counts], items });
  });
  app.post("/admin/v1/jobs/:jobId/retry", { schema: retrySchema }, async (request, reply) => {
    const { jobId } = request.params;
    const isKnown = idPattern.test(jobId) && BigInt(jobId) < 2n ** 63n;
    if (!isKnown || !(await retryJob(database, request.actor, jobId)))
      throw new ProblemError("job_not_found");
    return reply.code(204).send();
  });
};
