/** What every brand begins with and a list of one's own lacks, in the house's order. */
export const missingOf = (own: readonly string[], house: readonly string[]): string[] =>
  house.filter((event) => !own.includes(event))
