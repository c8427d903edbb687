// K and its kin out of the shares that customers told of (G05, G11, G13).
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { cycleTime, measureK } from '../calc/viral.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { readQuestion, stretchOfRange } from '../question/reading.ts'
import { behindOf, branchOf, bySize, depthOf, type Graph, graphOf, type Link } from './graph.ts'
import { type FissionReading, newcomers, opened, participants, sharers } from './links-sql.ts'
import {
  type FissionAnswer,
  type FissionCell,
  type FissionQuestion,
  NEWCOMER_STEPS,
  SEED_STEPS,
  SUSPICIONS,
} from './shape.ts'

const SLOW = { maxSeconds: 60 }
const DAY = 86_400_000
const MOST_SOURCES = 50

interface Told extends Link {
  shared: number
  /** When the inviter began to take part; undefined: she does not. */
  joined: number | undefined
  inviterFirst: number
  bought: boolean
  sharedOn: boolean
}

async function read(ctx: Ctx, question: FissionQuestion): Promise<FissionReading> {
  const { of, who } = question
  const [reading, { currency }] = await Promise.all([
    readQuestion(ctx, of ? [of] : [], who),
    brandOf(ctx),
  ])
  return {
    ...{ reading, currency, stretch: stretchOfRange(question, reading.clock) },
    means: of ? reading.means(of) : sql`protocol != 'own'`,
  }
}

/** Links between customers, and how many came by a share that nobody told of. */
async function linksOf(ctx: Ctx, asked: FissionReading): Promise<{ links: Told[]; lost: number }> {
  const rows = await ctx.ch.rows<
    Record<'newcomer' | 'at' | 'inviter' | 'shared' | 'joined' | 'first', string | number> &
      Record<'alike' | 'bought' | 'shared_on', number>
  >(ctx.tenantId, newcomers(asked), SLOW)
  const links = rows
    .filter(({ inviter }) => Number(inviter) !== 0)
    .map(
      (row): Told => ({
        ...{ newcomer: Number(row.newcomer), inviter: Number(row.inviter), at: Number(row.at) },
        ...{ shared: Number(row.shared), inviterFirst: Number(row.first) },
        joined: Number(row.joined) || undefined,
        ...{ isSameIdentity: Boolean(row.alike), bought: Boolean(row.bought) },
        sharedOn: Boolean(row.shared_on),
      }),
    )
  return { links, lost: rows.length - links.length }
}

/** A newcomer counts for K when her inviter takes part, within the window from then on. */
const isWithin = ({ joined, at }: Told, days: number) =>
  joined !== undefined && at >= joined && at - joined <= days * DAY

export async function fission(ctx: Ctx, question: FissionQuestion): Promise<FissionAnswer> {
  const asked = await read(ctx, question)
  const count = (rows: Sql) => sql`(select uniqExact(c) from (${rows}))`
  const [{ links, lost }, [sizes]] = await Promise.all([
    linksOf(ctx, asked),
    ctx.ch.rows<Record<'participants' | 'sharers' | 'opened' | 'brought', string>>(
      ctx.tenantId,
      sql`select ${count(participants(asked))} as participants, ${count(sharers(asked))} as sharers,
        ${count(opened(asked))} as opened`,
      SLOW,
    ),
  ])
  const graph = graphOf(links)
  const kept = [...graph.links.values()]
  const inWindow = kept.filter((link) => isWithin(link, question.window_days))
  const perInviter = [...Map.groupBy(inWindow, ({ inviter }) => inviter).values()].map(
    (theirs) => theirs.length,
  )
  const cohort = Number(sizes?.participants ?? 0)
  const takesPart = await whoTakesPart(ctx, asked, [...graph.links.keys()])
  const seeds = cohort - takesPart.size
  const sharing = Math.max(Number(sizes?.sharers ?? 0), perInviter.length)
  const ordered = [...graph.sources].sort(bySize(graph))
  const drawn = question.source ?? ordered[0]
  if (question.source !== undefined && !graph.childrenOf.has(question.source))
    throw notFound('source')
  const hours = kept.map(({ at, shared }) => Math.max(0, at - shared) / 3_600_000)
  return {
    k:
      cohort === 0
        ? null
        : measureK({ recruits: perInviter, cohort, sharers: Math.min(sharing, cohort) }),
    fission_rate: {
      newcomers: kept.length,
      seeds,
      rate: seeds > 0 ? kept.length / seeds : null,
    },
    cycle: {
      join_days: cycleTime(
        kept.map(({ at, inviterFirst }) => Math.max(0, at - inviterFirst) / DAY),
      ),
      share_hours: cycleTime(hours),
    },
    seeds: SEED_STEPS.map((step) => ({
      step,
      customers: step === 'recruiters' ? perInviter.length : Number(sizes?.[step] ?? 0),
    })),
    newcomers: NEWCOMER_STEPS.map((step) => ({ step, customers: kept.filter(IS[step]).length })),
    layers: layersOf(graph, seeds),
    suspects: {
      all: links.length,
      by: SUSPICIONS.map((why) => ({
        why,
        newcomers: graph.suspects.filter((one) => one.why === why).length,
      })),
      share: links.length > 0 ? graph.suspects.length / links.length : null,
      unknown_sharer: lost,
    },
    sources: ordered.slice(0, MOST_SOURCES).map((customer) => ({
      customer_id: customer,
      recruits: graph.childrenOf.get(customer)?.length ?? 0,
      descendants: graph.descendantsOf.get(customer) ?? 0,
      depth: depthOf(graph, customer),
    })),
    further_sources: Math.max(0, ordered.length - MOST_SOURCES),
    tree: drawn === undefined ? null : branchOf(graph, drawn, question.branches),
    as_of: new Date(asked.reading.clock.now).toISOString(),
  }
}

const IS: Record<(typeof NEWCOMER_STEPS)[number], (link: Told) => boolean> = {
  newcomers: () => true,
  shared_on: ({ sharedOn }) => sharedOn,
  bought: ({ bought }) => bought,
}

/** Of some customers. */
async function whoTakesPart(
  ctx: Ctx,
  asked: FissionReading,
  customers: readonly number[],
): Promise<Set<number>> {
  const rows = await ctx.ch.rows<{ c: string }>(
    ctx.tenantId,
    sql`select c from (${participants(asked)}) where c in ${as('Array(UInt32)', [...customers])}`,
    SLOW,
  )
  return new Set(rows.map(({ c }) => Number(c)))
}

/** Layer by layer: who is in it, and whom they brought. */
function layersOf(graph: Graph, seeds: number): FissionAnswer['layers'] {
  const layers = Map.groupBy(
    graph.links.values(),
    ({ newcomer }) => graph.layerOf.get(newcomer) ?? 0,
  )
  const deepest = Math.max(0, ...layers.keys())
  return Array.from({ length: deepest + 1 }, (_, layer) => {
    const brought = layers.get(layer + 1) ?? []
    const members = layer === 0 ? seeds : (layers.get(layer)?.length ?? 0)
    return {
      ...{ layer, members, recruits: brought.length },
      recruiters: new Set(brought.map(({ inviter }) => inviter)).size,
      k: members > 0 ? brought.length / members : null,
    }
  })
}

export async function behindFission(
  ctx: Ctx,
  question: FissionQuestion,
  cell: FissionCell,
): Promise<Behind> {
  const asked = await read(ctx, question)
  const { reading } = asked
  if (cell.is === 'participants') return { customers: setOf(participants(asked)), reading }
  if (cell.is === 'sharers') return { customers: setOf(sharers(asked)), reading }
  if (cell.is === 'opened') return { customers: setOf(opened(asked)), reading }
  const { links } = await linksOf(ctx, asked)
  const graph = graphOf(links)
  const those = (ids: readonly number[]): Behind => ({
    customers: sql`bitmapBuild(${as('Array(UInt32)', [...new Set(ids)])})`,
    reading,
  })
  const kept = [...graph.links.values()]
  switch (cell.is) {
    case 'recruiters':
      return those(
        kept.filter((link) => isWithin(link, question.window_days)).map(({ inviter }) => inviter),
      )
    case 'suspects':
      return those(
        graph.suspects
          .filter(({ why }) => cell.why === undefined || why === cell.why)
          .map(({ link }) => link.newcomer),
      )
    case 'members':
      // The layer of who was not brought is all who take part without the others.
      if ((cell.layer ?? 0) === 0) {
        const brought = as('Array(UInt32)', [...graph.links.keys()])
        return { customers: setOf(participants(asked), sql`c not in ${brought}`), reading }
      }
      return those([...graph.links.keys()].filter((c) => graph.layerOf.get(c) === cell.layer))
    case 'descendants':
      return those(
        cell.source === undefined ? [...graph.links.keys()] : behindOf(graph, cell.source),
      )
    default:
      return those(kept.filter(IS[cell.is]).map(({ newcomer }) => newcomer))
  }
}
