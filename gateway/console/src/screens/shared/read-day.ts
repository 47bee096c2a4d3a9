/** The begin of a day where the operator is, or of one that many days later. Undefined: the text is none. */
export function readDay(text: string, daysLater = 0): string | undefined {
  const at = new Date(`${text}T00:00`);
  at.setDate(at.getDate() + daysLater);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
