/** Says to a person what went wrong and what to do; shown without a stack. */
export class DemoError extends Error {}
