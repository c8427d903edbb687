export { listOf } from './audience.ts'
export {
  begunName,
  type Chain,
  chained,
  firstName,
  hasMark,
  isMarked,
  isReached,
  type Mark,
  MOST_MARKS,
  madeName,
  markOf,
  placeOf,
  restName,
  timeOf,
} from './chain-sql.ts'
export { demandSound } from './check.ts'
export { checks } from './checks.ts'
export { audienceCircles } from './circles.ts'
export { compile, type Reading } from './compile.ts'
export type { Formula } from './computed.ts'
export { parseFormula } from './computed-formula.ts'
export { keepValues, putValues } from './computed-write.ts'
export { decidingAudiences } from './deciding.ts'
export { brandWithDefined, withMeaning } from './defined/defined.ts'
export {
  archiveDerived,
  type DerivedProperty,
  demandDerivable,
  listDerived,
  saveDerived,
} from './defined/derived.ts'
export { expandedQuestion, realExpression } from './defined/expand.ts'
export { Expression, propertiesOf } from './defined/expression.ts'
export { namedBy, type UseKind } from './defined/guard.ts'
export { handlingOf } from './defined/handling.ts'
export {
  archiveVirtual,
  listVirtual,
  saveVirtual,
  type VirtualEvent,
} from './defined/virtual.ts'
export { DERIVED, VIRTUAL, writtenOf } from './defined/written.ts'
export { customersThere, movingCustomers } from './due.ts'
export { amountOf, CUSTOMER, during, isOf, sortOf } from './event-sql.ts'
export { audienceExports } from './exports.ts'
export { audiencesOf } from './history.ts'
export { membersOf } from './history-sql.ts'
export { queues, tagsFollow } from './jobs.ts'
export { ValueTest } from './operators.ts'
export { audiencesData } from './personal-data.ts'
export { livePools } from './pools/pool.ts'
export { customersIn } from './preview.ts'
export { demandAudiences, getAudience } from './queries.ts'
export { refuseMalformedRule } from './read-rule.ts'
export { readingNow } from './reading.ts'
export { rfmInForce } from './rfm-kit.ts'
export { keepAudiences } from './round.ts'
export { routes } from './routes.ts'
export { type EventPattern, Rule } from './rule.ts'
export { narrowing, seenOf, setOfIds } from './scope.ts'
export { AudienceShape, CustomerShape } from './shapes.ts'
export { takeStock } from './take-stock.ts'
export type { Clock } from './windows.ts'
