import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { findJsonFlaw, hasUnstorableText, type JsonFlaw } from "../validation/find-json-flaw.ts";
import { ProblemError } from "./problem-error.ts";

const unstorableDetail = "A text of the body holds a zero byte or half a character.";
const prototypeDetail = "An object of the body has a member of a name that is JavaScript's own.";
const flawDetails = {
  duplicate_member: "An object of the body names a member twice.",
  too_deep: "The body is nested too deeply.",
} as const satisfies Record<JsonFlaw, string>;

declare module "fastify" {
  interface FastifyRequest {
    /** Whether the body holds a text that cannot be kept. Told after the schema has pointed at what it forbids. */
    hasUnstorableText: boolean;
  }
}

/** JSON bodies: valid UTF-8, no prototype keys, no member twice, nothing guessed. */
export const bodyParserPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    const parseJson = app.getDefaultJsonParser("error", "error");
    app.removeContentTypeParser(["application/json", "text/plain"]);
    app.decorateRequest("hasUnstorableText", false);
    app.addHook("preHandler", (request, _reply, done) => {
      if (!request.hasUnstorableText) done();
      else done(new ProblemError("malformed_body", { detail: unstorableDetail }));
    });
    app.addContentTypeParser("*", (_request, payload, done) => refuseBody(payload, done));
    app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
      // Generated clients name a type with every request, also where there is nothing to send.
      if (body.length === 0) {
        done(null, undefined);
        return;
      }
      const text = isUtf8(body) ? body.toString("utf8") : undefined;
      if (text === undefined) {
        done(new ProblemError("malformed_body", { detail: "The body is not valid UTF-8." }));
        return;
      }
      void parseJson(request, text, (error, value: unknown) => {
        request.hasUnstorableText = error === null && hasUnstorableText(text);
        const flaw = error === null ? findJsonFlaw(text) : undefined;
        if (flaw !== undefined) done(new ProblemError("malformed_body", { detail: flawDetails[flaw] }));
        else if (error !== null && isJson(text))
          done(new ProblemError("malformed_body", { detail: prototypeDetail }));
        else done(error, value);
      });
    });
  },
  { name: "body-parser" },
);

/** A body of a type that is not ours is refused with its first byte; none at all is no body, whatever it would have been. */
function refuseBody(payload: IncomingMessage, done: (error: Error | null, body?: undefined) => void): void {
  const settle = (error: Error | null): void => {
    payload.off("readable", look).off("end", end).off("error", settle);
    done(error);
  };
  const end = (): void => settle(null);
  const look = (): void => {
    if (payload.readableLength > 0) settle(new ProblemError("unsupported_media_type"));
    // Empty: reading on is what makes the end known.
    else payload.read(0);
  };
  payload.on("readable", look).once("end", end).once("error", settle);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
