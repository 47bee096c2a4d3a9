import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { causes } from "../chaos/database-faults/causes.ts";
import { openFaultRoom, type FaultRoom } from "../chaos/database-faults/fault-room.ts";
import { describeSuffering, listBroken } from "../chaos/database-faults/judge.ts";
import { suffer } from "../chaos/database-faults/suffer.ts";

const causeMs = 2500;

let room: FaultRoom;
beforeAll(async () => {
  room = await openFaultRoom();
}, 120_000);
afterAll(() => room.close());

// The same for longer, and with a full disk: `pnpm chaos --only database-faults`.
describe("a database that is there and cannot serve", () => {
  it.each(causes.map((cause) => [cause.name, cause] as const))(
    "%s: deadlines hold, what was refused is not stored, and full service returns within 10 s",
    async (_name, cause) => {
      const suffering = await suffer(room, cause, causeMs);
      const seen = describeSuffering(suffering);
      expect({ seen, broken: listBroken(cause, suffering) }).toEqual({ seen, broken: [] });
    },
    60_000,
  );
});
