import { describe, expect, it } from "vitest";
import { judgeVersion } from "./check-server.store.ts";

describe("the version of PostgreSQL", () => {
  it.each(["14.0", "14.23", "15.14 (Debian 15.14-0+deb12u1)", "18beta1", "100.1"])(
    "%s is enough",
    (version) => {
      expect(judgeVersion(version)).toBeUndefined();
    },
  );

  it.each(["13.22", "9.6.24", "13.22 (Ubuntu 13.22-1.pgdg24.04+1)", ""])(
    "%s is refused by name",
    (version) => {
      expect(judgeVersion(version)).toContain(`PostgreSQL ${version} is too old`);
      expect(judgeVersion(version)).toContain("needs PostgreSQL 14 or newer. Nothing was changed.");
    },
  );
});
