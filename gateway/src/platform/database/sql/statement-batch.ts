import { types } from "pg";
import { serialize } from "pg-protocol";

/** A statement that a connection parses once, by its name, and plans seldom. Two statements never share a name. */
export interface Statement<Row = unknown> {
  readonly name: string;
  readonly text: string;
  /** It sets how the statements behind it in its transaction are planned: nobody else has to. */
  readonly setsPlanner?: true;
  /** The type of its rows; nothing at run time. */
  readonly row?: Row;
}

/** A statement with its parameters. A `Buffer` is sent in binary form, whatever the parameter's type. */
export interface Step<Row = unknown> {
  readonly statement: Statement<Row>;
  readonly values: readonly unknown[];
}

type RawRow = readonly (string | null)[];
type RowReader = (row: RawRow) => unknown;
type Encoded = string | Buffer | null;
type BatchCallback = (error: Error | null | undefined, rows?: unknown) => void;

/** What the driver's connection has, and does not declare. */
interface Connection {
  readonly stream: { write(bytes: Buffer): boolean };
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** What each connection has parsed, and how the rows of that are read. */
export type ParsedStatements = WeakMap<object, Map<string, RowReader>>;

const readNothing: RowReader = () => undefined;

/**
 * Statements in one message, which PostgreSQL takes as one transaction: one round trip, nothing described that is known.
 * For the driver's `query`; gives the rows of the last step. `parsed` is undefined where statements have no names: they
 * are parsed each time, as behind a pooling proxy that knows no names.
 */
export class StatementBatch {
  /** Told by the driver. */
  callback: BatchCallback | undefined;
  readonly #steps: readonly Step[];
  readonly #parsed: ParsedStatements | undefined;
  readonly #rows: unknown[] = [];
  readonly #readers: RowReader[] = [];
  #done = 0;
  #newlyParsed = 0;

  constructor(steps: readonly Step[], parsed: ParsedStatements | undefined) {
    this.#steps = steps;
    this.#parsed = parsed;
  }

  get text(): string {
    return this.#steps.at(-1)?.statement.text ?? "";
  }

  submit(connection: Connection): Error | null {
    const messages: Buffer[] = [];
    this.#steps.forEach(({ statement, values }, index) => {
      const name = this.#parse(connection, { statement, index, messages });
      messages.push(
        serialize.bind({ statement: name, values: values.map(encodeValue) }),
        serialize.execute(),
      );
    });
    messages.push(serialize.sync());
    connection.stream.write(Buffer.concat(messages));
    return null;
  }

  #parse(
    connection: Connection,
    { statement, index, messages }: { statement: Statement; index: number; messages: Buffer[] },
  ): string {
    const { name, text } = statement;
    const known = this.#parsed?.get(connection)?.get(name);
    this.#readers[index] = known ?? readNothing;
    if (known !== undefined) return name;
    this.#newlyParsed += 1;
    const used = this.#parsed === undefined ? "" : name;
    // A batch that failed may have parsed it. To close what is not there is no error.
    if (used !== "") messages.push(serialize.close({ type: "S", name }));
    messages.push(serialize.parse({ name: used, text }), serialize.describe({ type: "S", name: used }));
    return used;
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.#readers[this.#done] = createRowReader(fields);
  }

  handleDataRow({ fields }: { readonly fields: RawRow }): void {
    if (this.#done === this.#steps.length - 1) this.#rows.push(this.#readers[this.#done]?.(fields));
  }

  handleCommandComplete(): void {
    this.#done += 1;
  }

  /** Also for what PostgreSQL says at the commit, which comes last. What it has parsed of this batch is not known then. */
  handleError(error: Error, connection: object): void {
    const names = this.#parsed?.get(connection);
    for (const { statement } of this.#steps) names?.delete(statement.name);
    this.callback?.(error);
  }

  handleReadyForQuery(connection: object): void {
    this.#noteParsed(connection);
    this.callback?.(null, this.#rows);
  }

  #noteParsed(connection: object): void {
    if (this.#parsed === undefined) return;
    if (this.#newlyParsed === 0) return;
    const names = this.#parsed.get(connection) ?? new Map<string, RowReader>();
    this.#parsed.set(connection, names);
    this.#steps.forEach(({ statement }, index) =>
      names.set(statement.name, this.#readers[index] ?? readNothing),
    );
  }
}

/** The driver's types know the built-in ones alone. */
type FindParser = (typeId: number) => (text: string) => unknown;

const timeType: number = types.builtins.TIMESTAMPTZ;
const utcTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/** A usual time is read by the engine's own parser, ten times as fast as by the driver's; infinity and others are not. */
function parseTime(text: string): unknown {
  if (!utcTime.test(text)) return (types.getTypeParser as FindParser)(timeType)(text);
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}

/** Rows with the driver's own types, as `queryRows` gives them. */
function createRowReader(fields: RowDescription["fields"]): RowReader {
  const columns = fields.map(({ name, dataTypeID }) => ({
    name,
    parse: dataTypeID === timeType ? parseTime : (types.getTypeParser as FindParser)(dataTypeID),
  }));
  // A row that has its columns from the beginning is one allocation; one that grows by them is copied again and again.
  const empty: Record<string, unknown> = Object.fromEntries(columns.map(({ name }) => [name, null]));
  return (raw) => {
    const row = { ...empty };
    columns.forEach(({ name, parse }, index) => {
      const text = raw[index];
      if (text !== null && text !== undefined) row[name] = parse(text);
    });
    return row;
  };
}

function encodeValue(value: unknown): Encoded {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || Buffer.isBuffer(value)) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(encodeElement).join()}}`;
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return isPlain ? String(value) : JSON.stringify(value);
}

function encodeElement(value: unknown): string {
  const encoded = encodeValue(value);
  if (encoded === null) return "NULL";
  if (Array.isArray(value)) return encoded as string;
  const text = typeof encoded === "string" ? encoded : `\\x${encoded.toString("hex")}`;
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
