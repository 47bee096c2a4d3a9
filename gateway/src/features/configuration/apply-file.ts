import { SettingsError } from "../../platform/validation/settings-error.ts";
import { editByDocument } from "./apply-document.ts";
import type { Actor } from "../audit/audit.store.ts";
import { changeConfiguration, type ConfigurationParts } from "./change-configuration.ts";
import { parseConfigurationFile, type LocatedMistake } from "./configuration-file.ts";
import type { Change } from "./find-changes.ts";
import type { ReferenceSource } from "../../platform/config/secret-references.ts";

/** A configuration file with mistakes: nothing was changed. */
export class FileMistakesError extends Error {
  readonly mistakes: readonly LocatedMistake[];

  constructor(file: string, mistakes: readonly LocatedMistake[]) {
    const sorted = mistakes.toSorted((left, right) => left.line - right.line);
    const count = `${sorted.length} mistake${sorted.length === 1 ? "" : "s"}`;
    const lines = sorted.map(
      ({ line, pointer, message }) => `  ${file}:${line}: ${pointer === "" ? "" : `${pointer} `}${message}`,
    );
    super(`Nothing was changed. ${file} has ${count}:\n${lines.join("\n")}`);
    this.name = "FileMistakesError";
    this.mistakes = sorted;
  }
}

export interface ApplyFileOptions {
  /** For messages. */
  readonly file: string;
  readonly text: string;
  readonly source: ReferenceSource;
  readonly actor: Actor;
  readonly isDryRun: boolean;
  readonly isPruning: boolean;
}

/**
 * Makes the configuration what a file says, all of it or nothing. Throws `FileMistakesError` with every mistake. Gives
 * the changes; none: the configuration says so already.
 */
export async function applyFile(
  parts: ConfigurationParts,
  { file, text, source, actor, isDryRun, isPruning }: ApplyFileOptions,
): Promise<readonly Change[]> {
  const { document, mistakes, findLine } = parseConfigurationFile(text);
  if (mistakes.length > 0) throw new FileMistakesError(file, mistakes);
  const edit = editByDocument(parts, { document, source, isPruning });
  try {
    return await changeConfiguration(parts, { subject: file, actor, edit, isDryRun });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new FileMistakesError(
      file,
      error.mistakes.map((mistake) => ({ ...mistake, line: findLine(mistake.pointer) })),
    );
  }
}
