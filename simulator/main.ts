// npm run simulate -- --url http://127.0.0.1:7070 [--customers 3000] [--days 90] [--seed 1]
//   [--start 2026-08-25] [--since 0] [--live]
// Keys come by SIMULATOR_API_KEY, …_WRITE_KEY, …_WEB_KEY and …_MINI_KEY: arguments are seen by all.
import { parseArgs } from 'node:util'
import { openAudiences } from './audiences.ts'
import { linkFamilies, membersIn, winKocs } from './people.ts'
import { openProgramme } from './programme.ts'
import { type Door, send, sendFiles } from './sender.ts'
import { bookCosts, openShop } from './shop.ts'
import type { Trace } from './trace.ts'
import { openTrade } from './trade.ts'
import { DAY, live, type Plan } from './world.ts'

/** Days told in one go: few requests, and nobody waits long for the first ones. */
const STRETCH = 5
const ZONE_MS = 8 * 3_600_000

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    customers: { type: 'string', default: '3000' },
    days: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    start: { type: 'string' },
    since: { type: 'string', default: '0' },
    live: { type: 'boolean', default: false },
  },
})
const env = (name: string) => {
  const value = process.env[`SIMULATOR_${name}`]
  if (!value) throw new Error(`SIMULATOR_${name} is not set`)
  return value
}
const whole = (name: 'customers' | 'days' | 'seed' | 'since') => {
  const number = Number(values[name])
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} is a whole number`)
  return number
}

if (!values.url) throw new Error('--url is missing')
const door: Door = {
  url: values.url.replace(/\/$/, ''),
  apiKey: env('API_KEY'),
  writeKey: env('WRITE_KEY'),
  webKey: env('WEB_KEY'),
  miniKey: env('MINI_KEY'),
}
const days = whole('days')
const today = Math.floor((Date.now() + ZONE_MS) / DAY) * DAY - ZONE_MS
const start = values.start ? Date.parse(`${values.start}T00:00:00+08:00`) : today - days * DAY
if (Number.isNaN(start)) throw new Error('--start is a day, e.g. 2026-08-25')
const plan: Plan = { seed: whole('seed'), start, customers: whole('customers'), days }

/** Parents read these lines: `told <epoch ms>` means that all before it is stored. */
const say = (line: string) => process.stdout.write(`${line}\n`)

if (values.live) {
  // Whoever started us holds the other end: when it is gone, so are we.
  process.stdin.resume()
  process.stdin.on('end', () => process.exit(0))
}
const since = whole('since')
let events = 0
if (since === 0) {
  await openShop(door, plan)
  await openProgramme(door)
}
const now = Date.now()
let kept: Trace[] = []
let files: Trace[] = []
const members: string[] = []
const world = live(plan)
let day = 0
/** Lives the days that have begun, and keeps what they leave behind after `since`. */
function liveUntil(clock: number, most = Number.POSITIVE_INFINITY): void {
  for (let n = 0; plan.start + day * DAY <= clock && n < most; n++, day++) {
    const { value } = world.next()
    kept.push(...value.filter((t: Trace) => t.at > since))
  }
}
while (plan.start + day * DAY <= now) {
  liveUntil(now, STRETCH)
  const past = kept.filter((t) => t.at <= now)
  events += (await send(door, past)).events
  files.push(...past.filter((t) => t.way === 'file'))
  members.push(...membersIn(past))
  kept = kept.filter((t) => t.at > now)
  say(`day ${Math.min(day, days)} of ${days}: ${events} events`)
}
const rows = await sendFiles(door, files)
await bookCosts(door, plan, now)
if (since === 0) {
  await linkFamilies(door, plan, members)
  await openAudiences(door, now)
  await openTrade(door, plan, { members, now })
  await winKocs(door, plan, now)
}
say(`told ${now}`)
say(`done: ${events} events, ${rows} rows of files`)

if (values.live) {
  // The rest of today, and the days that follow, as they come.
  files = []
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const clock = Date.now()
    liveUntil(clock)
    const due = kept.filter((t) => t.at <= clock)
    if (due.length === 0) continue
    kept = kept.filter((t) => t.at > clock)
    await send(door, due)
    await sendFiles(door, due)
    say(`told ${clock}`)
  }
}
