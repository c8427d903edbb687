// homefield check: reconciles both stores and says what differs.
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { checks as collectChecks, drainOutbox } from '../collect/index.ts'
import { checks as commerceChecks } from '../commerce/index.ts'
import { checks as identityChecks } from '../identity/index.ts'
import { type Check, type Compared, type Difference, inBoth } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nameOf, padTo, WORDS, widthOf } from './check-words.ts'
import { type Command, type Print, readArgs, type Terminal } from './command.ts'
import { NO_TENANT } from './tenant.ts'

export const CHECKS: readonly Check[] = [...collectChecks, ...identityChecks, ...commerceChecks]

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
  const width = Math.max(...CHECKS.map((c) => widthOf(nameOf(c.name, terminal.lang))))
  // What our own domains recorded last is compared too.
  await drainOutbox(ctx, app.collector)
  let differing = 0
  let repairable = false
  for (const one of CHECKS) {
    signal.throwIfAborted()
    let result = await lookTwice(one, ctx, app)
    let mark = ''
    if (repair && result.total > 0 && one.repair) {
      await one.repair(ctx)
      result = await one.compare(ctx)
      mark = ` (${words.repaired})`
    }
    if (result.total > 0) {
      differing += 1
      repairable ||= one.repair !== undefined && !repair
    }
    const verdict = result.total === 0 ? words.ok + mark : words.differs(result.total)
    const compared = words.compared(result.compared.toLocaleString('en'))
    print.out(
      `${result.total === 0 ? '✓' : '✗'} ${padTo(nameOf(one.name, terminal.lang), width)}  ${padTo(verdict, 18)} ${compared}\n`,
    )
    showDifferences(one, result, print, words.more)
  }
  print.out(`\n${differing === 0 ? words.clean : words.dirty(differing)}\n`)
  if (repairable) print.out(`${words.repairable}\n`)
  return differing === 0 ? 0 : 1
}

/** Beside a server under load a look may meet work on its way: a real difference is there again. */
async function lookTwice(one: Check, ctx: Ctx, app: App): Promise<Compared> {
  let result = await one.compare(ctx)
  for (const pause of [300, 2_000]) {
    if (result.total === 0) break
    await sleep(pause)
    await drainOutbox(ctx, app.collector)
    result = inBoth(result, await one.compare(ctx))
  }
  return result
}

const SHOWN = 10

function showDifferences(
  { name }: Check,
  result: Compared,
  print: Print,
  more: (n: number) => string,
): void {
  for (const difference of result.differences.slice(0, SHOWN))
    print.out(`    ${name}: ${lineOf(difference)}\n`)
  if (result.total > SHOWN) print.out(`    ${more(result.total - SHOWN)}\n`)
}

const lineOf = (difference: Difference) =>
  Object.entries(difference)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
