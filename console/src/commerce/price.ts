/** From what is typed in yuan to fen; nothing typed stays nothing. */
export const fenOf = (yuan: number | null | undefined): number | undefined =>
  yuan === null || yuan === undefined ? undefined : Math.round(yuan * 100)
