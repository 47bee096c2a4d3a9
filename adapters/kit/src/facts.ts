import type { ClaimNotice, Claims } from "@kyc-gateway/adapter-spec/v1";

/** A note about one value, before it is known which claim it belongs to. */
export type FactNotice = Omit<ClaimNotice, "claim">;

/** One value of the provider, read: its counterpart, a note about it, both, or neither where nothing was given. */
export class Fact<Value> {
  /** Absent when nothing was given or the value cannot be taken. */
  declare readonly value?: Value;
  declare readonly notice?: FactNotice;

  constructor(members: { readonly value?: Value; readonly notice?: FactNotice } = {}) {
    Object.assign(this, members);
  }
}

/** Claims under construction: wherever a value belongs there may be a `Fact` of it, or undefined. */
export type FactTree<Type> = Type extends readonly (infer Item)[]
  ? readonly FactTree<Item>[]
  : Type extends object
    ? { readonly [Name in keyof Type]?: FactTree<NonNullable<Type[Name]>> | undefined }
    : Type | Fact<Type> | undefined;

const longestRaw = 200;

/** A note with the provider's value as text, cut to 200 characters. */
export function createNotice(code: FactNotice["code"], raw: unknown, known?: string): FactNotice {
  const text = (typeof raw === "string" ? raw : (JSON.stringify(raw) ?? String(raw))).toWellFormed();
  const notice = { code, raw: text.replaceAll("\0", "").slice(0, longestRaw).toWellFormed() };
  return known === undefined ? notice : { ...notice, known };
}

/** The first of several spellings of one fact that has a value; otherwise the first that has a notice. */
export function firstFact<Value>(facts: readonly Fact<Value>[]): Fact<Value> {
  return (
    facts.find(({ value }) => value !== undefined) ??
    facts.find(({ notice }) => notice !== undefined) ??
    new Fact<Value>()
  );
}

/**
 * Claims from a tree of facts: values go where their facts stand, notices go into `notices` with the path of the claim,
 * absent facts become absent members. Absent when nothing is left.
 */
export function collectClaims(tree: FactTree<Omit<Claims, "notices">>): Claims | undefined {
  const notices: ClaimNotice[] = [];
  const values = collect(tree, "", notices) as Claims | undefined;
  return notices.length === 0 ? values : { ...values, notices };
}

function collect(node: unknown, path: string, notices: ClaimNotice[]): unknown {
  if (node instanceof Fact) {
    if (node.notice !== undefined) notices.push({ claim: path, ...node.notice });
    return node.value;
  }
  if (typeof node !== "object" || node === null) return node;
  // An item of a list keeps its place, also when nothing of it is left: the paths of notices count from there.
  if (Array.isArray(node)) return node.map((item, index) => collect(item, `${path}.${index}`, notices) ?? {});
  const members = Object.entries(node)
    .map(
      ([name, member]) => [name, collect(member, path === "" ? name : `${path}.${name}`, notices)] as const,
    )
    .filter(([, value]) => value !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
