// Which tables hold something about a person, and what a copy and an erasure do with each. Every
// domain registers its own; a test compares the list with the database.
import type { HeldIdentifier } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'

/** Whose data it is: the nodes of the group, and what the person is known by. */
export interface Person {
  customerId: number
  nodes: readonly number[]
  identifiers: readonly HeldIdentifier[]
}

/** A person on the way out. */
export interface Erased extends Person {
  /** What stays for the books stands under this from now on. */
  unlinkedId: string
}

export type PersonalRow = Record<string, unknown>

export interface PersonalData {
  /** Stable: the section of the copy, and what the report counts. Shown with `personal_data.<name>`. */
  name: string
  /** The tables it answers for, e.g. `attribute`; of the event store as `event_store.event`. */
  tables: readonly string[]
  /** What the person gets to read; absent when there is nothing in it for a person. */
  export?(ctx: Ctx, person: Person): Promise<readonly PersonalRow[]> | AsyncIterable<PersonalRow>
  /**
   * Removes or unlinks the rows, in the erasure's transaction. Runs a second time when everything
   * that was on its way has arrived, so it must do no harm then. Answers how many rows it touched.
   */
  erase?(ctx: Ctx, person: Erased): Promise<number>
  /** What no transaction covers (the event store, files): after the commit, again until it succeeds. */
  eraseLater?(ctx: Ctx, person: Erased): Promise<number>
}

let registered: readonly PersonalData[] = []

/** Wired once at start, in the order in which rows may be removed. */
export function usePersonalData(all: readonly PersonalData[]): void {
  const names = new Set(all.map((d) => d.name))
  if (names.size !== all.length) throw new Error('two kinds of personal data have one name')
  registered = all
}

export function personalData(): readonly PersonalData[] {
  if (registered.length === 0) throw new Error('no personal data: call usePersonalData at start')
  return registered
}

/** Shorter ones would find strangers. */
const SHORTEST = 5

/**
 * Texts by which the person is found where nothing but text is kept (bytes of a bad request, cells
 * of a rejected row): phones also as they are written at home.
 */
export function textsOf(identifiers: readonly HeldIdentifier[]): string[] {
  const texts = identifiers.flatMap(({ namespace, value }) =>
    namespace === 'phone' && value.startsWith('+86') ? [value, value.slice(3)] : [value],
  )
  return [...new Set(texts.filter((t) => t.length >= SHORTEST))]
}
