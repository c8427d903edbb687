// What is asked of insight, beside the statement that somebody who knows ClickHouse well would write by
// hand, in the same run; both must come to the same figures.
// npm run bench -- insight [--customers 100000] [--events 5000000] [--runs 3]
import { distribution } from '../server/src/insight/distribution/distribution.ts'
import { DistributionQuestion } from '../server/src/insight/distribution/shape.ts'
import { funnel } from '../server/src/insight/funnel/funnel.ts'
import { FunnelQuestion } from '../server/src/insight/funnel/shape.ts'
import { interval } from '../server/src/insight/interval/interval.ts'
import { IntervalQuestion } from '../server/src/insight/interval/shape.ts'
import { paths } from '../server/src/insight/paths/paths.ts'
import { PathsQuestion } from '../server/src/insight/paths/shape.ts'
import { lifecycle, stickiness } from '../server/src/insight/retention/activity.ts'
import { retention } from '../server/src/insight/retention/retention.ts'
import {
  LifecycleQuestion,
  RetentionQuestion,
  StickinessQuestion,
} from '../server/src/insight/retention/shape.ts'
import { TrendsQuestion } from '../server/src/insight/trends/shape.ts'
import { trends } from '../server/src/insight/trends/trends.ts'
import { as, type Sql, sql } from '../server/src/platform/ch.ts'
import { openBrand } from './brand.ts'

const brand = await openBrand({ events: 5_000_000, runs: 3, isKept: false })
const { ctx, runs } = brand
const { ch, tenantId } = ctx
console.log(`the best of ${runs}`)

interface Best<Answer> {
  ms: number
  used: number
  answer: Answer
}

/** Both in turns, so that what else the machine does falls on both alike. */
async function inTurns<A, B>(ours: () => Promise<A>, theirs: () => Promise<B>) {
  const once = async <Answer>(work: () => Promise<Answer>, last?: Best<Answer>) => {
    const [cpu, began] = [process.cpuUsage(), performance.now()]
    const answer = await work()
    const [took, { user, system }] = [performance.now() - began, process.cpuUsage(cpu)]
    const used = (user + system) / 1000
    return {
      ...{ ms: Math.min(took, last?.ms ?? took), used: Math.min(used, last?.used ?? used) },
      answer,
    }
  }
  let [own, hand] = [await once(ours), await once(theirs)]
  for (let i = 1; i < runs; i++) [hand, own] = [await once(theirs, hand), await once(ours, own)]
  return { own, hand }
}

/** @param same what of both answers must agree */
async function beside<Answer>(
  label: string,
  ours: () => Promise<Answer>,
  byHand: Sql,
  same: { ours: (answer: Answer) => unknown; byHand: (rows: Record<string, unknown>[]) => unknown },
) {
  const { own, hand } = await inTurns(ours, () =>
    ch.rows<Record<string, unknown>>(tenantId, byHand),
  )
  const [a, b] = [JSON.stringify(same.ours(own.answer)), JSON.stringify(same.byHand(hand.answer))]
  const cell = ({ ms, used }: { ms: number; used: number }) =>
    `${ms.toFixed(0).padStart(6)} ms ${used.toFixed(0).padStart(6)} CPU`
  console.log(
    `  ${label.padEnd(34)} ${cell(own)}   by hand ${cell(hand)}   ${(own.used / hand.used).toFixed(2)}×   ${a === b ? 'agree' : `DIFFER ${a.slice(0, 120)} / ${b.slice(0, 120)}`}`,
  )
}

const of = (event: string) => ({ any_of: [{ event }] })
const C = sql`dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)`
const day = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
const back = (days: number) => day(new Date(Date.now() - days * 86_400_000))
/** The days asked of, and the rows of customers in them. */
function lastDays(days: number) {
  const range = { date_from: back(days - 1), date_to: back(0) }
  const start = (date: string) => new Date(`${date}T00:00:00+08:00`)
  const from = as('DateTime64(3)', start(range.date_from))
  const to = as('DateTime64(3)', new Date(start(range.date_to).getTime() + 86_400_000))
  return { range, within: sql`customer_id != 0 and at >= ${from} and at < ${to}` }
}
const { range: RANGE, within } = lastDays(90)
const STEPS = ['page_viewed', 'product_viewed', 'cart_added', 'coupon_viewed']

const mark = (event: string) => sql`name = ${as('String', event)}`
const [first, second, third, fourth] = STEPS.map(mark) as [Sql, Sql, Sql, Sql]
const inSteps = sql`name in ${as('Array(String)', STEPS)}`
const week = 7 * 86_400
for (const days of [90, 357]) {
  const { range, within } = lastDays(days)
  await beside(
    `funnel of four steps, ${days} days`,
    () =>
      funnel(ctx, FunnelQuestion.parse({ steps: STEPS.map(of), window_seconds: week, ...range })),
    sql`select level, count() as n from (
      select ${C} as c, windowFunnel(${as('UInt64', week * 1000)})(toUInt64(toUnixTimestamp64Milli(at)), ${first}, ${second}, ${third}, ${fourth}) as level
      from event where ${within} and ${inSteps} group by c) group by level`,
    {
      ours: ({ steps }) => steps.map((s) => s.count),
      byHand: (rows) =>
        STEPS.map((_, i) =>
          rows.filter((r) => Number(r.level) > i).reduce((sum, r) => sum + Number(r.n), 0),
        ),
    },
  )
  await beside(
    `customers by day, ${days} days`,
    () =>
      trends(
        ctx,
        TrendsQuestion.parse({
          ...{ series: [{ of: of('product_viewed'), measure: { kind: 'customers' } }], ...range },
        }),
      ),
    sql`select toDate(at, 'Asia/Shanghai') as day, uniqExact(${C}) as n from event
    where ${within} and ${second} group by grouping sets ((day), ()) having grouping(day) = 0 order by day`,
    {
      ours: ({ series }) => series[0]?.values.filter((n) => n !== 0),
      byHand: (rows) => rows.map((r) => Number(r.n)),
    },
  )
}
await beside(
  'retention of 12 weeks',
  () =>
    retention(
      ctx,
      RetentionQuestion.parse({
        ...{ target: of('page_viewed'), returning: of('product_viewed'), intervals: 12 },
      }),
    ),
  sql`with toMonday(at, 'Asia/Shanghai') as week,
      (select groupArray((w, b)) from (select toMonday(at, 'Asia/Shanghai') as w, groupBitmapState(${C}) as b from event
        where customer_id != 0 and ${second} and at > now() - toIntervalDay(100) group by w)) as back
    select week as cohort, groupBitmapState(${C}) as theirs, bitmapCardinality(theirs) as size,
      arrayMap(x -> bitmapAndCardinality(theirs, x.2), arrayFilter(x -> x.1 > cohort, arraySort(x -> x.1, back))) as later
    from event where customer_id != 0 and ${first} and at > now() - toIntervalDay(100)
    group by cohort order by cohort`,
  {
    ours: ({ cohorts }) => cohorts.slice(1).map((c) => c.values),
    byHand: (rows) =>
      rows.slice(-11).map((r) => [Number(r.size), ...(r.later as string[]).map(Number)]),
  },
)
await beside(
  'lifecycle of 12 weeks',
  () =>
    lifecycle(
      ctx,
      LifecycleQuestion.parse({ of: of('product_viewed'), date_from: back(83), date_to: back(0) }),
    ),
  sql`select week, count() as active, countIf(is_first) as new, countIf(was) as stayed from (
      select c, arrayJoin(arraySort(groupUniqArray(w))) as week, min(w) = week as is_first,
        has(groupUniqArray(w), week - 7) as was
      from (select ${C} as c, toMonday(at, 'Asia/Shanghai') as w from event where customer_id != 0 and ${second})
      group by c) group by week order by week`,
  {
    ours: ({ periods }) => periods.slice(-11).map((p) => [p.new, p.returning]),
    byHand: (rows) => rows.slice(-11).map((r) => [Number(r.new), Number(r.stayed)]),
  },
)
await beside(
  'stickiness of 90 days',
  () => stickiness(ctx, StickinessQuestion.parse({ of: of('product_viewed'), ...RANGE })),
  sql`select days, count() as n from (
      select ${C} as c, uniqExact(toDate(at, 'Asia/Shanghai')) as days from event
      where ${within} and ${second} group by c) group by days order by days`,
  {
    ours: ({ counts }) => counts.filter((n) => n > 0),
    byHand: (rows) => rows.map((r) => Number(r.n)),
  },
)

await beside(
  'paths of four steps after a view',
  () =>
    paths(
      ctx,
      PathsQuestion.parse({ anchor: of('product_viewed'), steps: 4, nodes: 30, ...RANGE }),
    ),
  sql`select hop.1 as step, hop.2 as node, hop.3 as next, count() as n, uniqExact(c) as people from (
      select c, arrayJoin(arrayMap(i -> (i, path[i], path[i + 1]), range(1, least(length(path), 4) + 1))) as hop
      from (
        select c, arraySlice(arrayCompact(arrayMap(x -> x.3, arraySlice(visit, indexOf(arrayMap(x -> x.3, visit), 'product_viewed')))), 1, 5) as path
        from (
          select c, arrayJoin(arraySplit((x, gap) -> gap > 1800000, rows, arrayDifference(rows.1))) as visit
          from (select ${C} as c, arraySort(groupArray((toUnixTimestamp64Milli(at), received_at, toString(name)))) as rows
            from event where ${within} group by c))
        where has(arrayMap(x -> x.3, visit), 'product_viewed')))
    group by step, node, next order by step, n desc`,
  {
    ours: ({ steps, links }) => [
      steps.map((s) => s.visits),
      links.reduce((sum, l) => sum + l.customers, 0),
    ],
    byHand: (rows) => [
      [1, 2, 3, 4]
        .map((step) =>
          rows.filter((r) => Number(r.step) === step).reduce((sum, r) => sum + Number(r.n), 0),
        )
        .filter((n) => n > 0),
      rows
        .filter((r) => Number(r.step) < 4 && r.next !== '')
        .reduce((sum, r) => sum + Number(r.people), 0),
    ],
  },
)
const EDGES = [2, 3, 5, 10, 20]
await beside(
  'distribution of times, own bins',
  () =>
    distribution(
      ctx,
      DistributionQuestion.parse({
        ...{ of: of('product_viewed'), bins: { kind: 'own', edges: EDGES }, ...RANGE },
      }),
    ),
  sql`select roundDown(n, [0, 2, 3, 5, 10, 20]) as bin, count() as people, avg(n) as mean, quantileExact(0.5)(n) as mid from (
      select ${C} as c, count() as n from event where ${within} and ${second} group by c)
    group by bin order by bin`,
  {
    ours: ({ all }) => all.counts,
    byHand: (rows) => rows.map((r) => Number(r.people)),
  },
)
await beside(
  'interval from view to cart, each',
  () =>
    interval(
      ctx,
      IntervalQuestion.parse({ first: of('product_viewed'), second: of('cart_added'), ...RANGE }),
    ),
  sql`select count() as n, avg(seconds) as mean, quantiles(0.1, 0.25, 0.5, 0.75, 0.9)(seconds) as q, uniqExact(c) as people from (
      select c, arrayJoin(arrayFilter((s, a, b) -> a = 1 and b = 2, arrayPopFront(arrayDifference(rows.1)), arrayPopBack(rows.2), arrayPopFront(rows.2))) / 1000 as seconds
      from (select ${C} as c, arraySort(groupArray((toUnixTimestamp64Milli(at), if(${second}, 1, 2)))) as rows
        from event where ${within} and (${second} or ${third}) group by c))`,
  {
    ours: ({ all }) => [all.spread.count, all.customers],
    byHand: ([row]) => [Number(row?.n), Number(row?.people)],
  },
)

await brand.close()
