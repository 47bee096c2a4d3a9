import { endSentence } from "../../platform/validation/end-sentence.ts";
import { InputError } from "../../platform/validation/input-error.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import { editByDocument } from "./apply-document.ts";
import type { Actor } from "../audit/index.ts";
import { changeConfiguration, type ConfigurationParts } from "./change-configuration.ts";
import { parseConfigurationFile, type LocatedIssue } from "./configuration-file.ts";
import type { ConfigurationModel } from "./configuration-model.ts";
import type { Change } from "./find-changes.ts";
import type { ReferenceSource } from "../../platform/config/secret-references.ts";

/** A configuration file with issues: nothing was changed. */
export class FileIssuesError extends InputError {
  readonly issues: readonly LocatedIssue[];

  constructor(file: string, issues: readonly LocatedIssue[]) {
    const sorted = issues.toSorted((left, right) => left.line - right.line);
    const count = `${sorted.length} issue${sorted.length === 1 ? "" : "s"}`;
    const lines = sorted.map(
      ({ line, pointer, message }) =>
        `  ${file}:${line}: ${pointer === "" ? "" : `${pointer} `}${endSentence(message)}`,
    );
    super(`Nothing was changed. ${file} has ${count}:\n${lines.join("\n")}`);
    this.name = "FileIssuesError";
    this.issues = sorted;
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
  /** Told of the whole configuration as it is then, or would be. */
  readonly onChecked?: (model: ConfigurationModel) => void;
}

/**
 * Makes the configuration what a file says, all of it or nothing. Throws `FileIssuesError` with every issue. Gives
 * the changes; none: the configuration says so already.
 */
export async function applyFile(
  parts: ConfigurationParts,
  { file, text, source, actor, isDryRun, isPruning, onChecked }: ApplyFileOptions,
): Promise<readonly Change[]> {
  const { document, issues, findLine } = parseConfigurationFile(text);
  if (issues.length > 0) throw new FileIssuesError(file, issues);
  const editDocument = editByDocument(parts, { document, source, isPruning });
  const edit: typeof editDocument = (current) => {
    const edited = editDocument(current);
    onChecked?.(edited.model);
    return edited;
  };
  try {
    return await changeConfiguration(parts, { subject: file, actor, edit, isDryRun });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new FileIssuesError(
      file,
      error.issues.map((issue) => ({ ...issue, line: findLine(issue.pointer) })),
    );
  }
}
