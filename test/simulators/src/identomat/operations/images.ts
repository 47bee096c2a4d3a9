import { randomBytes } from "node:crypto";
import { answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import { admit } from "../access.ts";
import { ArgumentError } from "../argument-error.ts";
import { answerResult, createExternalOperation } from "../external-operation.ts";
import type { Parameters } from "../parameters.ts";
import { cardBack, cardFront, persona } from "../persona.ts";
import type { IdentomatState } from "../state.ts";

const paths = [
  "card/front",
  "card/back",
  "license/front",
  "license/back",
  "residence/front",
  "residence/back",
  "passport",
];

/** "Processing an image" of the API reference: seven methods on the widget's host, and the comparison of faces on the other. */
export function createImages(state: IdentomatState): Operation[] {
  return [
    ...paths.map((path): Operation => ({
      name: path,
      methods: ["POST"],
      path: `/external-api/${path}/`,
      findSessionId: () => undefined,
      respond: (exchange) =>
        readDocument(path, requireImage(admit(state, exchange, "company_key").parameters, "image")),
    })),
    createExternalOperation(state, "compare-faces", ({ parameters }) => compareFaces(parameters)),
  ];
}

function requireImage(parameters: Parameters, name: string): Buffer {
  const image = parameters.read(name);
  if (!(image instanceof Uint8Array)) throw new ArgumentError("wrong-parameters");
  return Buffer.from(image);
}

const isJpeg = (image: Buffer): boolean => image.subarray(0, 3).toString("hex") === "ffd8ff";

/** An error is a bare string; which words there are is not documented. A picture tells by its label what happens to it. */
function readDocument(path: string, image: Buffer): Answer {
  if (!isJpeg(image) || image.includes("unreadable")) return answerJson("DOCUMENT_NOT_FOUND");
  const requestId = randomBytes(16).toString("hex");
  const status = image.includes("mismatch") ? "FIELDS_MISMATCH" : persona.status;
  if (path === "license/back") {
    const person = { issuing_state: persona.issuing_state };
    return answerJson({ Issuing_State_Code_en_US: persona.issuing_state, requestId, person });
  }
  const { email: _email, phoneNumber: _phone, ...person } = persona;
  if (path === "passport") {
    const sides = { mrzData: cardFront, visualData: { ...cardFront, ...cardBack } };
    return answerJson({ ...sides, requestId, person: { ...person, status } });
  }
  const side = path.endsWith("front") ? cardFront : cardBack;
  return answerJson({ ...side, requestId, person: { ...person, status } });
}

function compareFaces(parameters: Parameters): Answer {
  const [first, second] = [requireImage(parameters, "face1"), requireImage(parameters, "face2")];
  const [face1Statuses, face2Statuses] = [judge(first), judge(second)];
  const isSame = Buffer.compare(first, second) === 0;
  const isComparable = ![...face1Statuses, ...face2Statuses].includes("FACE_FAR_AWAY");
  const similarity = isComparable ? (isSame ? 1 : 0.94) : null;
  return answerResult({ similarity, face1Statuses, face2Statuses });
}

function judge(face: Buffer): readonly string[] {
  return ["FACE_FAR_AWAY", "FACE_SMALL", "MANY_FACES"].filter((word) =>
    face.includes(word.toLowerCase().replaceAll("_", "-")),
  );
}
