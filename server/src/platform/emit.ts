// Telling other domains that something happened: one job a reaction, in the same transaction.
import type { Ctx } from './ctx.ts'

/**
 * Every fact, by name; domains add theirs by declaration merging in their facts.ts. A fact is
 * about a set ("these orders were paid"), so an import emits a few, not one a row.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the domains
export interface Facts {}

export interface Reaction<Fact> {
  /** Names the queue, so it never changes once released. */
  name: string
  /** Runs at least once a fact, so it must be idempotent per fact. */
  react(ctx: Ctx, fact: Fact): Promise<unknown>
}
export type Reactions = { [Name in keyof Facts]: Reaction<Facts[Name]>[] }

/** What travels in the job: the fact, whose it is, and how many reactions led to it. */
export interface Envelope {
  tenantId: string
  factId: string
  depth: number
  fact: unknown
}

/** Reactions that cause facts deeper than this are a loop in the rules; it is refused and shown. */
export const MAX_DEPTH = 16

let reactions: Partial<Record<string, Reaction<never>[]>> = {}
/** Called once at start with the page of all reactions; `emit` cannot import it (cycles). */
export function useReactions(all: Reactions): void {
  reactions = all as typeof reactions
}
export const queueName = (fact: string, reaction: string) => `${fact}.${reaction}`

export async function emit<Name extends keyof Facts & string>(
  ctx: Ctx & { depth?: number },
  name: Name,
  fact: Facts[Name],
): Promise<void> {
  const depth = (ctx.depth ?? 0) + 1
  if (depth > MAX_DEPTH)
    throw new Error(`fact ${name} would be reaction number ${depth} in a chain: a loop of rules`)
  const list = reactions[name] ?? []
  for (const reaction of list) {
    const envelope: Envelope = { tenantId: ctx.tenantId, factId: crypto.randomUUID(), depth, fact }
    await ctx.jobs.send(ctx.pg, queueName(name, reaction.name), envelope)
  }
}
