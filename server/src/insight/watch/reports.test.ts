import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningRobots, startRobots } from '../../../../fakes/robots.ts'
import { type RunningSmtp, startSmtp } from '../../../../fakes/smtp.ts'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { secretsFrom } from '../../platform/secrets.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { saveNew } from '../saved/saved.ts'
import { openLeave, openPicture } from './links.ts'
import { mailBy, saveMailServer } from './mail-server.ts'
import { deliverMail } from './mails.ts'
import { leaveReport, listReports, listRuns, saveReport } from './reports.ts'
import { addRobot, sendMessage, type WatchDeps } from './robots.ts'
import { makeReports, runNow } from './runs.ts'
import { occurrences } from './schedule.ts'
import { MailServerInput, ReportInput } from './shape.ts'

const ACCOUNT = { user: 'reports@example.com', password: 'a password nobody shall read' }
const OWN = 'https://home.example.com'
const NOW = new Date('2026-03-30T01:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
let smtp: RunningSmtp
let robots: RunningRobots
let deps: WatchDeps
beforeAll(async () => {
  smtp = await startSmtp(ACCOUNT)
  robots = await startRobots({})
  deps = {
    secrets: secretsFrom('x'.repeat(40)),
    outbound: { allowPrivate: true, timeoutMs: 5_000 },
    publicUrl: OWN,
    mailCa: smtp.ca,
  }
})
afterAll(async () => {
  await smtp.stop()
  await robots.stop()
})
beforeEach(() => {
  smtp.taken.length = 0
  robots.heard.length = 0
})

const server = () =>
  MailServerInput.parse({
    ...{ host: '127.0.0.1', port: smtp.port, security: 'starttls', ...ACCOUNT },
    ...{ from_address: 'reports@example.com', from_name: '经营日报' },
  })

/** A brand with a mail server, some days of events, and an owner who schedules. */
async function brand(now = NOW): Promise<TestCtx & { owner: { id: string; email: string } }> {
  const ctx = await testCtx()
  const id = randomUUIDv7()
  const email = `owner-${id}@example.com`
  await sql`insert into app_user (id, email, name) values (${id}, ${email}, '王店长')`.execute(
    ctx.pg,
  )
  await sql`insert into membership (tenant_id, user_id, role, invited_name, accepted_at)
    values (${ctx.tenantId}, ${id}, 'owner', 'x', now())`.execute(ctx.pg)
  const mine = {
    ...{ ...ctx, now: () => now, owner: { id, email } },
    actor: { kind: 'user' as const, id, name: '王店长', role: 'owner' as const },
  }
  await saveMailServer(mine, deps, server())
  const customers = await newCustomers(mine, 9)
  await happen(
    mine,
    Array.from({ length: 20 }, (_, back) => back).flatMap((back) =>
      customers.slice(0, back === 0 ? 3 : 9).map((customer) => ({
        ...{ customer, name: 'came', props: {} },
        at: Date.parse('2026-03-29T04:00:00Z') - back * DAY,
      })),
    ),
  )
  return mine
}
const daily = (more: object) =>
  ReportInput.parse({ name: '经营日报', kind: 'daily', hour: 9, metrics: ['events'], ...more })

/** What jobs were sent to do, done; signatures and retries need the real time. */
async function deliver(ctx: TestCtx, now: () => Date = ctx.now): Promise<void> {
  for (const { queue, data } of ctx.jobs.sent.splice(0)) {
    const { id } = data as { id: string }
    if (queue === 'insight.robot') await sendMessage({ ...ctx, now }, deps, id)
    if (queue === 'insight.mail') await deliverMail({ ...ctx, now }, deps, id)
  }
}
const decoded = (raw: string) =>
  raw
    .split(/\r\n(?=--)/)
    .filter((part) => !/Content-Type: image/i.test(part))
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n')
      const text = body.join('\r\n\r\n')
      if (/base64/i.test(head)) return head + Buffer.from(text, 'base64').toString('utf8')
      return (
        head +
        Buffer.from(
          text
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8')
      )
    })
    .join('\n')

test('the morning report comes by mail and to the chat with its picture, once', async () => {
  const ctx = await brand()
  const robot = await addRobot(ctx, deps, {
    ...{ name: 'group', kind: 'wecom', url: robots.addressOf('wecom') },
  })
  const input = daily({ members: [ctx.owner.id], robots: [robot] })
  await saveReport(ctx, undefined, input)
  const made = await Promise.all([makeReports(ctx, deps), makeReports(ctx, deps)])
  expect(made.toSorted()).toEqual([0, 1])
  await deliver(ctx)
  expect(smtp.taken.map(({ to }) => to)).toEqual([[ctx.owner.email]])
  const raw = smtp.taken[0]?.raw ?? ''
  const said = decoded(raw)
  for (const words of ['-66.7%', '主要原因：', '待决定：', '王店长', 'cid:report', '不再接收'])
    expect(said).toContain(words)
  expect(raw).toMatch(/Content-Id: <report>/i)
  for (const [link = ''] of said.matchAll(/https?:\/\/[^"'\s<>]+/g)) expect(link).toContain(OWN)
  expect(robots.heard.map(({ png }) => png !== undefined)).toEqual([false, true])
  const [report] = await listReports(ctx)
  const [run, ...more] = await listRuns(ctx, report?.id ?? '')
  expect(more).toEqual([])
  expect(run).toMatchObject({
    ...{ state: 'made', has_picture: true, day: '2026-03-30' },
    robots: [{ name: 'group', state: 'sent' }],
    mails: [{ address: ctx.owner.email, state: 'sent' }],
  })
})

test('each reader gets the report in her own language, the chat in the brand’s, pictures too', async () => {
  const ctx = await brand()
  const robot = await addRobot(ctx, deps, {
    ...{ name: 'group', kind: 'wecom', url: robots.addressOf('wecom') },
  })
  await sql`update app_user set language = 'en' where id = ${ctx.owner.id}`.execute(ctx.pg)
  const outside = 'board@example.com'
  const input = daily({ members: [ctx.owner.id], addresses: [outside], robots: [robot] })
  const heardBefore = robots.heard.length
  await saveReport(ctx, undefined, input)
  await makeReports(ctx, deps)
  await deliver(ctx)
  const mailTo = (address: string) =>
    decoded(smtp.taken.find(({ to }) => to.includes(address))?.raw ?? '')
  const english = mailTo(ctx.owner.email)
  for (const words of ['on a week before', 'Main cause:', 'To decide:', 'Open the page'])
    expect(english).toContain(words)
  expect(english.replaceAll('王店长', '').replaceAll('经营日报', '')).not.toMatch(/[\u4e00-\u9fff]/)
  // Nobody's own: as the brand speaks.
  expect(mailTo(outside)).toContain('主要原因：')
  expect(JSON.stringify(robots.heard.slice(heardBefore))).toContain('主要原因')
  const { rows } = await sql<{ language: string; same: number }>`
    select language, (count(*) over (partition by png))::int as same from metric_report_picture
    where tenant_id = ${ctx.tenantId} order by language`.execute(ctx.pg)
  expect(rows).toEqual([
    { language: 'en', same: 1 },
    { language: 'zh-CN', same: 1 },
  ])
})

test('who has no language of her own has the brand’s, as it is now', async () => {
  const ctx = await brand()
  await sql`update tenant set language = 'en' where id = ${ctx.tenantId}`.execute(ctx.pg)
  await saveReport(ctx, undefined, daily({ members: [ctx.owner.id] }))
  await makeReports(ctx, deps)
  await deliver(ctx)
  expect(decoded(smtp.taken[0]?.raw ?? '')).toContain('Main cause:')
  const [report] = await listReports(ctx)
  expect(JSON.stringify(report?.last)).toContain('Main cause:')
})

test('a member who leaves gets it no more; another’s link or a changed one leaves nobody', async () => {
  const ctx = await brand()
  const report = await saveReport(ctx, undefined, daily({ members: [ctx.owner.id] }))
  await makeReports(ctx, deps)
  await deliver(ctx)
  const link = /leave\?of=([\w.-]+)/.exec(decoded(smtp.taken[0]?.raw ?? ''))?.[1] ?? ''
  const meant = openLeave(deps, link)
  expect(meant).toEqual({
    ...{ tenantId: ctx.tenantId, reportId: report.id, address: ctx.owner.email },
  })
  expect(openLeave(deps, `x${link}`)).toBeUndefined()
  expect(openPicture(deps, link, NOW)).toBeUndefined()
  await leaveReport(ctx, report.id, ctx.owner.email)
  await makeReports({ ...ctx, now: () => new Date(NOW.getTime() + DAY) }, deps)
  await deliver(ctx, () => new Date(NOW.getTime() + DAY))
  expect(smtp.taken).toHaveLength(1)
})

test('what fails is tried again and then said; the mail too', async () => {
  const ctx = await brand()
  const id = await saveNew(ctx, 'question', {
    ...{ name: 'x', description: '', sharing: 'everyone', role: null },
    content: { analysis: 'trends', question: { series: [] }, view: {} },
  })
  await saveReport(
    ctx,
    undefined,
    ReportInput.parse({ name: 'broken', kind: 'question', saved_id: id, hour: 9 }),
  )
  let now = NOW.getTime()
  const at = () => ({ ...ctx, now: () => new Date(now) })
  for (let tried = 0; tried < 6; tried++) {
    expect(await makeReports(at(), deps)).toBe(0)
    now += 121 * 60_000
  }
  const [report] = await listReports(ctx)
  expect(report).toMatchObject({ state: 'failed', problem: 'invalid_request' })
  const [run] = await listRuns(ctx, report?.id ?? '')
  expect(run).toMatchObject({ attempts: 4, next_at: null })
  const { rows } = await sql<{ kind: string }>`
    select kind from notice where tenant_id = ${ctx.tenantId} and user_id = ${ctx.owner.id}`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ kind: 'report_failed' }])
})

test('days on which nothing ran are in the history and in the next report', async () => {
  const ctx = await brand(new Date(NOW.getTime() - 3 * DAY))
  await saveReport(ctx, undefined, daily({ members: [ctx.owner.id] }))
  const today = { ...ctx, now: () => NOW }
  expect(await makeReports(today, deps)).toBe(1)
  const [report] = await listReports(ctx)
  const runs = await listRuns(ctx, report?.id ?? '')
  expect(runs.map(({ day, state }) => [day, state])).toEqual([
    ['2026-03-30', 'made'],
    ['2026-03-29', 'missed'],
    ['2026-03-28', 'missed'],
    ['2026-03-27', 'missed'],
  ])
  await deliver(today)
  expect(decoded(smtp.taken[0]?.raw ?? '')).toContain('2026-03-27, 2026-03-28, 2026-03-29')
})

test('figures are read as whoever scheduled may see them now, and not at all once she is gone', async () => {
  const ctx = await brand()
  const report = await saveReport(ctx, undefined, daily({ metrics: ['net_revenue'] }))
  await sql`update membership set disabled_at = now()
    where tenant_id = ${ctx.tenantId} and user_id = ${ctx.owner.id}`.execute(ctx.pg)
  await expect(runNow(ctx, deps, report.id)).rejects.toThrow('could not be made')
  expect((await listRuns(ctx, report.id))[0]).toMatchObject({
    ...{ kind: 'now', state: 'failed', problem: 'scheduler_gone' },
  })
})

test('the password is sealed, never logged, and stays with its server and user only', async () => {
  const ctx = await brand()
  const { rows } = await sql<{ text: string }>`
    select m::text as text from mail_server m where tenant_id = ${ctx.tenantId}
    union all select a.details::text from audit_log a where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  for (const { text } of rows) expect(text).not.toContain(ACCOUNT.password)
  const { password: _, ...same } = server()
  await saveMailServer(ctx, deps, { ...same, from_name: 'other' })
  const mail = { to: 'a@example.com', subject: 's', text: 't', html: 't', pictures: [] }
  expect(await mailBy(ctx, deps, mail)).toMatchObject({ isTaken: true })
  await expect(saveMailServer(ctx, deps, { ...same, host: 'localhost' })).rejects.toThrow(
    'needs a password',
  )
  const guarded = { ...deps, outbound: { ...deps.outbound, allowPrivate: false } }
  expect(await mailBy(ctx, guarded, mail)).toMatchObject({ problem: 'private_address' })
})

test('headers cannot be smuggled in through names and addresses', () => {
  for (const bad of [
    { from_name: 'x\r\nBcc: thief@example.com' },
    { from_address: 'a@example.com\nBcc: b@example.com' },
    { host: 'mail.example.com\r\nRSET' },
    { security: 'none' },
  ])
    expect(MailServerInput.safeParse({ ...server(), ...bad }).success).toBe(false)
})

test('a month’s last day stands for days it does not have, and an hour of the zone is kept', () => {
  const schedule = { hour: 8, weekdays: [], monthday: 31 }
  const days = (zone: string) =>
    occurrences(
      schedule,
      Date.parse('2026-01-15T00:00:00Z'),
      Date.parse('2026-04-30T23:00:00Z'),
      zone,
    )
  expect(days('Asia/Shanghai').map(({ day }) => day)).toEqual([
    ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
  ])
  const berlin = days('Europe/Berlin').map(({ at }) => new Date(at).toISOString().slice(11, 16))
  expect(berlin).toEqual(['07:00', '07:00', '06:00', '06:00'])
})
