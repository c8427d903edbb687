// Reports as they fall due: each occurrence once, tried again when it fails, and said where it was missed.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { actorNow, addressesOf } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { pictureOf } from '../picture/picture.ts'
import type { Tongue } from '../told/told.ts'
import { leaveUrl } from './links.ts'
import { mailHtml, mailText } from './mail-page.ts'
import { queueMail } from './mails.ts'
import { type MadeReport, makeReport, messageOf, pageOf } from './make.ts'
import { keepPicture } from './pictures.ts'
import { getReport, listReports, type ReportRow } from './reports.ts'
import { tell, type WatchDeps } from './robots.ts'
import { LATE_MS, type Occurrence, occurrences } from './schedule.ts'

/** Longer than a report takes. */
const CLAIM_MS = 10 * 60_000
/** Until the next try; after the last it is given up. */
const PAUSES_MS = [10, 30, 120].map((minutes) => minutes * 60_000)
/** Missed occurrences are looked for so far back. */
const BACK_MS = 35 * 86_400_000

/** Makes and tells what is due. @returns how many */
export async function makeReports(ctx: Ctx, deps: WatchDeps): Promise<number> {
  const { zone } = await brandOf(ctx)
  const now = ctx.now().getTime()
  let made = 0
  for (const report of await listReports(ctx)) {
    if (!report.is_on) continue
    const since = Math.max(report.on_since.getTime() - 1, now - BACK_MS)
    const all = occurrences(report, Math.min(since, now - LATE_MS), now, zone)
    const due = all.at(-1)
    await noteMissed(
      ctx,
      report,
      all.filter(({ at }) => at > since && at <= now - LATE_MS),
    )
    if (due && due.at > now - LATE_MS) made += await makeDue(ctx, deps, report, due)
  }
  return made
}

/** What was due while nothing ran: one row each, so that it is said once. */
async function noteMissed(ctx: Ctx, report: ReportRow, past: readonly Occurrence[]): Promise<void> {
  for (const { day } of past)
    await sql`insert into metric_report_run (tenant_id, id, report_id, day, state, attempts)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${report.id}, ${day}::date, 'missed', 0)
      on conflict (tenant_id, report_id, day) where kind = 'due' do nothing`.execute(ctx.pg)
}

async function makeDue(
  ctx: Ctx,
  deps: WatchDeps,
  report: ReportRow,
  { day }: Occurrence,
): Promise<number> {
  const until = new Date(ctx.now().getTime() + CLAIM_MS)
  const { rows } = await sql<{ id: string; attempts: number }>`
    insert into metric_report_run as r (tenant_id, id, report_id, day, state, claimed_until)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${report.id}, ${day}::date, 'making', ${until})
    on conflict (tenant_id, report_id, day) where kind = 'due' do update
      set state = 'making', attempts = r.attempts + 1, claimed_until = ${until}
      where (r.state = 'failed' and r.next_at <= ${ctx.now()}::timestamptz)
        or (r.state = 'making' and r.claimed_until < ${ctx.now()}::timestamptz)
    returning id, attempts`.execute(ctx.pg)
  const run = rows[0]
  if (!run) return 0
  return (await make(ctx, deps, report, { ...run, key: `report ${report.id} ${day}` })) ? 1 : 0
}

/** Now, whatever its hour. @throws 404; 409 report_failed with why */
export async function runNow(ctx: Ctx, deps: WatchDeps, id: string): Promise<void> {
  const report = await getReport(ctx, id)
  const runId = randomUUIDv7()
  const { zone } = await brandOf(ctx)
  const day = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
  await inTx(ctx, async (ctx) => {
    await sql`insert into metric_report_run (tenant_id, id, report_id, day, kind, state, claimed_until)
      values (${ctx.tenantId}, ${runId}, ${id}, ${day}::date, 'now', 'making', ${new Date(ctx.now().getTime() + CLAIM_MS)})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'metric_report.run', { kind: 'metric_report', id }, { after: { day } })
  })
  const run = { id: runId, attempts: PAUSES_MS.length + 1, key: `run ${runId}` }
  if (!(await make(ctx, deps, report, run)))
    throw new AppError(409, 'report_failed', 'The report could not be made; its history says why')
}

interface Run {
  id: string
  attempts: number
  key: string
}

interface Written {
  made: MadeReport
  picture: Buffer | undefined
}

/** As each reader has it; chats are many people's and have the brand's language. */
async function writtenFor(
  ctx: Ctx,
  report: ReportRow,
  tongues: Iterable<Tongue>,
): Promise<Map<Tongue, Written>> {
  const { currency } = await brandOf(ctx)
  const written = new Map<Tongue, Written>()
  for (const tongue of tongues) {
    const made = await makeReport(ctx, report, tongue)
    written.set(tongue, { made, picture: pictureOf(made.told, { currency, tongue }) })
  }
  return written
}

/** @returns whether it was made; why not stands in the run */
async function make(ctx: Ctx, deps: WatchDeps, report: ReportRow, run: Run): Promise<boolean> {
  const { language } = await brandOf(ctx)
  const readers = await readersOf(ctx, report)
  let written: Map<Tongue, Written>
  try {
    const tongues = new Set([language, ...readers.map((reader) => reader.language)])
    written = await writtenFor(ctx, report, tongues)
  } catch (error) {
    if (!(error instanceof AppError))
      ctx.log.error({ err: error, tenant: ctx.tenantId }, 'a report could not be made')
    await fail(ctx, report, run, error instanceof AppError ? error.code : 'internal')
    return false
  }
  const writtenIn = (tongue: Tongue) => written.get(tongue) as Written
  const message = messageOf(deps, writtenIn(language).made)
  await inTx(ctx, async (ctx) => {
    await sql`update metric_report_run set state = 'made', made_at = ${ctx.now()}, claimed_until = null, next_at = null,
        problem = null, message = ${JSON.stringify(message)}::jsonb
      where tenant_id = ${ctx.tenantId} and id = ${run.id}`.execute(ctx.pg)
    for (const [tongue, { picture }] of written)
      if (picture) await keepPicture(ctx, run.id, tongue, picture)
    await tell(ctx, report.robots, run.key, message, run.id)
    for (const { address, isMember, language } of readers) {
      const { made, picture } = writtenIn(language)
      const leave = isMember ? leaveUrl(deps, ctx, report.id, address) : undefined
      const page = { ...pageOf(deps, made), leave, ...(picture && { picture: 'cid:report' }) }
      const body = { text: mailText(page), html: mailHtml(page), leave }
      const subject = made.told.title.replace(/\p{Cc}+/gu, ' ')
      await queueMail(ctx, { runId: run.id, key: run.key, address, language, subject, body })
    }
  })
  return true
}

async function fail(ctx: Ctx, report: ReportRow, run: Run, problem: string): Promise<void> {
  const pause = PAUSES_MS[run.attempts - 1]
  await inTx(ctx, async (ctx) => {
    await sql`update metric_report_run set state = 'failed', problem = ${problem}, claimed_until = null,
        next_at = ${pause === undefined ? null : new Date(ctx.now().getTime() + pause)}
      where tenant_id = ${ctx.tenantId} and id = ${run.id}`.execute(ctx.pg)
    if (pause !== undefined) return
    const isGone = !(await actorNow(ctx, report.scheduled_by))
    await notify(ctx, {
      kind: 'report_failed',
      to: isGone ? { permission: 'settings:manage' } : { actor: report.scheduled_by },
      subject: { kind: 'metric_report', id: report.id },
      params: { report: report.name, problem },
      link: '/insight/alerts',
      key: `report failed ${run.id}`,
    })
  })
}

export interface Reader {
  address: string
  isMember: boolean
  language: Tongue
}

/** Members by what they are called now and in their language, and other addresses; never who has left it. */
export async function readersOf(
  ctx: Ctx,
  { id, members, addresses }: ReportRow,
): Promise<Reader[]> {
  const people = await addressesOf(ctx, members)
  const { language } = await brandOf(ctx)
  const { rows } = await sql<{ address: string }>`
    select address from metric_report_leaver where tenant_id = ${ctx.tenantId} and report_id = ${id}`.execute(
    ctx.pg,
  )
  const left = new Set(rows.map(({ address }) => address))
  const all = new Map<string, Reader>()
  for (const given of addresses) {
    const address = given.toLowerCase()
    all.set(address, { address, isMember: false, language })
  }
  for (const { email, language } of people)
    all.set(email, { address: email, isMember: true, language })
  return [...all.values()].filter(({ address }) => !left.has(address))
}
