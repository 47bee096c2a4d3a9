const pattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Whether anything that is configured could have this name: what could not is never looked for in the database. */
export function isConfigurationName(text: string): boolean {
  return pattern.test(text);
}
