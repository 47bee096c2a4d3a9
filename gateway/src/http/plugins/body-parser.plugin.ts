import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "../problem-error.ts";

/** JSON bodies: valid UTF-8, no prototype keys, nothing guessed. */
export const bodyParserPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    const parseJson = app.getDefaultJsonParser("error", "error");
    app.removeContentTypeParser(["application/json", "text/plain"]);
    app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
      if (!isUtf8(body)) {
        done(new ProblemError("malformed_body", { detail: "The body is not valid UTF-8." }));
        return;
      }
      void parseJson(request, body.toString("utf8"), done);
    });
  },
  { name: "body-parser" },
);
