import { readFileSync, renameSync, writeFileSync } from "node:fs";

const saveEveryMs = 500;

/** What a simulator remembers from one run to the next: a gateway remembers it too. */
export interface SessionFile {
  /** The last save, and no more. */
  stop(): void;
}

/**
 * Gives what the file holds to `restore`, and from then on writes what `list` gives whenever that has changed. Without a
 * file nothing is kept. A file that is absent or cut short is an empty one.
 */
export function keepSessions<Session>(
  file: string | undefined,
  { list, restore }: { list: () => Iterable<Session>; restore: (session: Session) => void },
): SessionFile {
  if (file === undefined) return { stop: () => undefined };
  let saved = readText(file);
  for (const session of parseSessions(saved)) restore(session as Session);
  const save = (): void => {
    const text = JSON.stringify([...list()]);
    if (text === saved) return;
    // Whole or not at all: a simulator may be killed at any time.
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    saved = text;
  };
  const timer = setInterval(save, saveEveryMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      save();
    },
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function parseSessions(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
