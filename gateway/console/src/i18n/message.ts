/** A text in English and in Georgian. `{name}` in it is filled in. */
export type Message = readonly [english: string, georgian: string];

export type MessageSet = Readonly<Record<string, Message>>;
