import { drawJpeg, recordMp4 } from "../../media/media.ts";
import { writeTar } from "../../media/tar.ts";
import type { TarEntry } from "../../media/tar.ts";
import { answerBytes, answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import { ArgumentError } from "../argument-error.ts";
import { answerResult, createExternalSessionOperation, readCount } from "../external-operation.ts";
import type { IdentomatSettings } from "../options.ts";
import { requireText } from "../parameters.ts";
import { hasDocuments } from "../result-body.ts";
import type { IdentomatSession } from "../session.ts";
import type { IdentomatState } from "../state.ts";

type Shape = IdentomatSettings["archiveShape"];

/** What the API reference answers as tar archives, and how a video call ends. */
export function createArchives(state: IdentomatState): Operation[] {
  const archive = (entries: readonly TarEntry[], isBinary = false) =>
    answerArchive(entries, state.settings.archiveShape, isBinary);
  return [
    createExternalSessionOperation(state, "get-visual-markers", (session) =>
      archive(hasDocuments(session) ? ["hologram", "kinegram"].map((name) => draw(name, session)) : []),
    ),
    createExternalSessionOperation(state, "get-question-file", (session, { parameters }) => {
      const name = `${requireText(parameters, "stepKey")} ${requireText(parameters, "questionKey")}`;
      const index = readCount(parameters.read("fileIndex"), 0);
      if (!hasDocuments(session) || index > 1) throw new ArgumentError("wrong-parameters");
      return archive([draw(`${name} ${index}`, session)]);
    }),
    createExternalSessionOperation(state, "get-video-call-shots", (session) =>
      archive(hasCall(session) ? ["shot-1", "shot-2"].map((name) => draw(name, session)) : []),
    ),
    createExternalSessionOperation(state, "get-video-call-videos", (session) => {
      if (!hasCall(session)) throw new ArgumentError("not-found");
      const video = { name: "call-1.mp4", bytes: recordMp4(`call ${session.id}`) };
      return archive([video], true);
    }),
    createExternalSessionOperation(state, "end-video-call", (session) => {
      session.isCallEnded = true;
      return answerJson({});
    }),
  ];
}

function hasCall(session: IdentomatSession): boolean {
  return session.stepTypes.includes("video-call") && session.isStarted;
}

function draw(name: string, session: IdentomatSession): TarEntry {
  return { name: `${name}.jpg`, bytes: drawJpeg(`${name} ${session.id}`) };
}

const hostileEntries: readonly TarEntry[] = [
  { name: "../../etc/cron.d/evil", bytes: Buffer.from("* * * * * root evil") },
  { name: "/etc/passwd", bytes: Buffer.from("root::0:0") },
  { name: "link.jpg", bytes: Buffer.alloc(0), type: "2", linkTo: "/etc/shadow" },
  { name: "folder/", bytes: Buffer.alloc(0), type: "5" },
];

function answerArchive(entries: readonly TarEntry[], shape: Shape, isBinary: boolean): Answer {
  switch (shape) {
    case "documented":
      return send(writeTar(entries), isBinary);
    case "swapped":
      return send(writeTar(entries), !isBinary);
    case "hostile_paths":
      return send(writeTar([...hostileEntries, ...entries]), isBinary);
    case "bomb": {
      const bytes = Buffer.alloc(1024);
      return send(writeTar([{ name: "bomb.jpg", bytes, claimedBytes: 0o77777777777 }]), isBinary);
    }
    case "truncated":
      return send(writeTar(entries).subarray(0, 700), isBinary);
    case "many":
      return send(
        writeTar(Array.from({ length: 2000 }, (_, index) => ({ name: `${index}.jpg`, bytes: drawJpeg("") }))),
        isBinary,
      );
    case "not_base64":
      return answerResult([["data:application/x-tar;base64,%%%not*base64%%%"]]);
  }
}

function send(archive: Buffer, isBinary: boolean): Answer {
  if (isBinary) return answerBytes(archive, "application/x-tar");
  return answerResult([[`data:application/x-tar;base64,${archive.toString("base64")}`]]);
}
