// homefield check: reconciles both stores and says what differs.
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { checks as appointmentChecks } from '../appointments/index.ts'
import { checks as audienceChecks } from '../audiences/index.ts'
import { checks as collectChecks, drainOutbox } from '../collect/index.ts'
import { checks as commerceChecks } from '../commerce/index.ts'
import { checks as identityChecks } from '../identity/index.ts'
import {
  benefitProductChecks,
  giftCardChecks,
  ledgerChecks,
  levelChecks,
  rewardChecks,
  storedValueChecks,
} from '../membership/index.ts'
import { type Check, type Compared, type Difference, inBoth } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { checks as profileChecks } from '../profile/index.ts'
import { checks as promotionChecks } from '../promotion/index.ts'
import { nameOf, padTo, WORDS, widthOf } from './check-words.ts'
import { type Command, type Print, readArgs, type Terminal } from './command.ts'
import { NO_TENANT } from './tenant.ts'

export const CHECKS: readonly Check[] = [
  ...collectChecks,
  ...identityChecks,
  ...commerceChecks,
  ...ledgerChecks,
  ...giftCardChecks,
  ...promotionChecks,
  ...profileChecks,
  ...audienceChecks,
  ...levelChecks,
  ...rewardChecks,
  ...appointmentChecks,
  ...benefitProductChecks,
  ...storedValueChecks,
]

export const check: Command = {
  name: 'check',
  takes: '[--repair]',
  does: 'compare both stores; 1 when they differ',
  read(args) {
    const { values } = readArgs(args, { repair: { type: 'boolean' } })
    return {
      work: async ({ app, print, terminal, signal }) =>
        runChecks(app, print, terminal, signal, values.repair === true),
    }
  },
}

/** @returns 0 when everything agrees, 1 when something differs */
export async function runChecks(
  app: App,
  print: Print,
  terminal: Terminal,
  signal: AbortSignal,
  repair = false,
): Promise<number> {
  const ctx = app.ctxOf(NO_TENANT)
  const words = WORDS[terminal.lang]
  const show = (one: Check, result: Compared, note = '') =>
    print.out(rowOf(one, result, terminal, note))
  await settle(ctx, app, print)
  let suspects = new Map<Check, Compared>()
  for (const one of CHECKS) {
    signal.throwIfAborted()
    const result = await one.compare(ctx)
    if (result.total === 0) show(one, result)
    else suspects.set(one, result)
  }
  suspects = await lookAgain(ctx, app, suspects)
  let differing = 0
  let repairable = false
  for (const [one, seen] of suspects) {
    signal.throwIfAborted()
    let result = seen
    if (repair && result.total > 0 && one.repair) {
      await one.repair(ctx)
      result = await one.compare(ctx)
      show(one, result, ` (${words.repaired})`)
    } else show(one, result)
    if (result.total === 0) continue
    differing += 1
    repairable ||= one.repair !== undefined && !repair
  }
  print.out(`\n${differing === 0 ? words.clean : words.dirty(differing)}\n`)
  if (repairable) print.out(`${words.repairable}\n`)
  return differing === 0 ? 0 : 1
}

/** Beside a server under load a look may meet work on its way: a real difference is there again. */
async function lookAgain(
  ctx: Ctx,
  app: App,
  suspects: ReadonlyMap<Check, Compared>,
): Promise<Map<Check, Compared>> {
  const results = new Map(suspects)
  for (const pause of [300, 2_000]) {
    const open = [...results].filter(([, result]) => result.total > 0)
    if (open.length === 0) break
    await sleep(pause)
    await settle(ctx, app)
    for (const [one, before] of open) results.set(one, inBoth(before, await one.compare(ctx)))
  }
  return results
}

/** What our own domains recorded last is compared too; `collect.outbox` names what cannot leave. */
async function settle(ctx: Ctx, app: App, print?: Print): Promise<void> {
  await drainOutbox(ctx, app.collector).catch((error: Error) => print?.err(error.message))
}

const SHOWN = 10

function rowOf(one: Check, result: Compared, { lang }: Terminal, note: string): string {
  const words = WORDS[lang]
  const width = Math.max(...CHECKS.map((c) => widthOf(nameOf(c.name, lang))))
  const isFine = result.total === 0
  const lines = [
    `${isFine ? '✓' : '✗'} ${padTo(nameOf(one.name, lang), width)}  ` +
      `${padTo(isFine ? words.ok + note : words.differs(result.total), 18)} ` +
      words.compared(result.compared.toLocaleString('en')),
    ...result.differences.slice(0, SHOWN).map((d) => `    ${one.name}: ${lineOf(d)}`),
    ...(result.total > SHOWN ? [`    ${words.more(result.total - SHOWN)}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

const lineOf = (difference: Difference) =>
  Object.entries(difference)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
