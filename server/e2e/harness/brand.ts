// The demo brand as its simulator knows it: what was told so far, and who of it to look for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trace } from '../../../simulator/trace.ts'
import { live } from '../../../simulator/world.ts'

export interface Demo {
  tenant_id: string
  api_key: string
  /** 2026-01-31, the first day of the 90. */
  start: string
  /** How far it was told, in milliseconds; 0 while the past is being told. */
  told: number
}

/** What a server keeps of its demo brand; undefined until it has one. */
export function demoOf(data: string): Demo | undefined {
  try {
    return JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Everything that happened in the brand's life so far. */
export function toldOf(demo: Demo): Trace[] {
  const world = live({
    seed: 1,
    start: Date.parse(`${demo.start}T00:00:00+08:00`),
    customers: 3000,
    days: 90,
  })
  return Array.from({ length: 91 }, () => world.next().value)
    .flat()
    .filter((trace) => trace.at <= demo.told)
}

/** Member number of somebody who came by mini-program, was added on WeCom, bought on Taobao and in a store. */
export function memberSeenEverywhere(told: readonly Trace[]): string {
  const people = new Map<number, { seen: Set<string>; member: string }>()
  for (const trace of told) {
    const found = people.get(trace.person) ?? { seen: new Set(), member: '' }
    const where = placeOf(trace)
    if (where) found.seen.add(where)
    if ('event' in trace && trace.event.name === 'member_joined')
      found.member = trace.event.identifiers.find((i) => i.namespace === 'member_id')?.value ?? ''
    people.set(trace.person, found)
  }
  const everywhere = ['mini_program', 'wecom', 'taobao', 'pos']
  const one = [...people.values()].find((p) => p.member && everywhere.every((e) => p.seen.has(e)))
  if (!one) throw new Error('nobody of the demo brand was seen everywhere')
  return one.member
}

function placeOf(trace: Trace): string | undefined {
  if ('record' in trace) return 'mini_program'
  if ('row' in trace)
    return trace.row.file === 'orders' && trace.row.cells['identifiers.phone']
      ? 'taobao'
      : undefined
  if (!('event' in trace)) return undefined
  const isOrderOfMiniProgram =
    trace.event.name === 'Order Completed' && trace.event.platform === 'mini_program'
  return isOrderOfMiniProgram ? undefined : trace.event.platform
}
