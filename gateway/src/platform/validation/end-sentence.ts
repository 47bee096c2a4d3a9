/** A message as it is shown: it ends, so that nobody wonders whether something was cut off. */
export function endSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
