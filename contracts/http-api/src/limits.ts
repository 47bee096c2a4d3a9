/** The most characters of a reason. Apart from the schemas, for programs that need the number alone. */
export const maxReasonLength = 200;
