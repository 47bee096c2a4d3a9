/** Whether an instant is one that the database can store and RFC 3339 can write: of the years 1 to 9999. */
export function isStorableTime(time: Date): boolean {
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
