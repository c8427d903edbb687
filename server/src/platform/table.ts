/**
 * Rows looked up by a word that comes from outside. A plain object also answers `valueOf` and
 * `constructor`, which it inherits; a table answers what is written in it and nothing else.
 */
export const tableOf = <Row>(rows: Readonly<Record<string, Row>>): Readonly<Record<string, Row>> =>
  Object.freeze(Object.assign(Object.create(null), rows))
