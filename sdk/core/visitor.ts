// Who visits, and the visit: 30 minutes without a sign of life end it. What brought her here (the
// campaign, a shared link) stays with the visit.
import { campaignOf, type Identifier, isRemembered } from './event.ts'
import { readShare, SHARE_PARAMETER, type Share } from './share.ts'

/** Keeps short texts for a while. */
export interface Jar {
  get(name: string): string | undefined
  put(name: string, value: string, seconds: number): void
  drop(name: string): void
}

/** Keeps texts until they are removed; says no instead of throwing. */
export interface Shelf {
  get(name: string): string | null | undefined
  set(name: string, value: string): boolean
  remove(name: string): void
}

/** Reads a parameter of the address (or launch) by which somebody came. */
export type Parameter = (name: string) => string | null | undefined

export interface Visit {
  id: string
  /** When it last gave a sign of life, about. */
  at?: number
  utm?: Record<string, string>
  links?: Record<string, string>
  share?: Share
  /** What the platform itself says of how she came. */
  came?: Record<string, unknown>
}

const YEAR = 400 * 86_400
const VISIT_SECONDS = 1800
const OWN_SHARES = 'hf_own'

export type Visitor = ReturnType<typeof openVisitor>

export function openVisitor(jar: Jar, shelf: Shelf, newId: () => string) {
  let visitor = ''
  let identifiers: Identifier[] = []
  let visit: Visit = { id: '' }
  let touchedAt = 0

  function read<T>(text: string | null | undefined, otherwise: T): T {
    // To throw costs a page a millisecond: not for what is simply not there.
    if (!text) return otherwise
    try {
      return JSON.parse(text) ?? otherwise
    } catch {
      // Written by somebody else.
      return otherwise
    }
  }

  function save(): void {
    touchedAt = Date.now()
    visit.at = touchedAt
    jar.put('hf_v', JSON.stringify(visit), VISIT_SECONDS)
  }

  /** The visit as of now: another one after half an hour of silence. */
  function touch(): Visit {
    if (Date.now() - touchedAt > 60_000) {
      const kept = read<Visit>(jar.get('hf_v'), { id: '' })
      const isOver = !kept.id
      visit = isOver ? { id: newId() } : kept
      touchedAt = visit.at ?? 0
      // The visitor lives as long as she comes back; writing on every page would cost every page.
      if (isOver && visitor) jar.put('hf_id', visitor, YEAR)
      if (Date.now() - touchedAt > 60_000) save()
    }
    return visit
  }

  /** What was known, said anew by `more`. */
  const renewedBy = (more: Identifier[]) => [
    ...identifiers.filter((i) => !more.some((m) => m.namespace === i.namespace)),
    ...more,
  ]

  return {
    touch,
    id: () => visitor,
    /** True for one never seen before, of whom nothing can be stored: asking would cost the page. */
    open(): boolean {
      const known = jar.get('hf_id')
      visitor = known || newId()
      if (known) identifiers = read<Identifier[]>(shelf.get('hf_who'), [])
      else jar.put('hf_id', visitor, YEAR)
      touch()
      return !known
    },
    /** What says a campaign or a share now replaces what brought the visitor before. */
    arrive(parameter: Parameter, came?: Record<string, unknown>): void {
      touch()
      const share = readShare(parameter(SHARE_PARAMETER))
      const isOwn = share && read<string[]>(shelf.get(OWN_SHARES), []).includes(share.id)
      const found = {
        ...campaignOf(parameter),
        ...(share && !isOwn && { share }),
        ...(came && { came }),
      }
      if (Object.keys(found).length === 0) return
      visit = { ...visit, ...found }
      save()
    },
    /** Everything this visitor is known by; with `more` what is said only now. */
    identifiers: (more: Identifier[] = []): Identifier[] => [
      { namespace: 'anonymous', value: visitor },
      ...renewedBy(more),
    ],
    /** Whether this is somebody else than the one known so far. */
    isSomebodyElse: (given: Identifier[]): boolean =>
      identifiers.some((i) =>
        given.some((g) => g.namespace === i.namespace && g.value !== i.value),
      ),
    remember(given: Identifier[]): void {
      const kept = given.filter(isRemembered)
      if (kept.length === 0) return
      identifiers = renewedBy(kept)
      shelf.set('hf_who', JSON.stringify(identifiers))
    },
    rememberShare(id: string): void {
      const own = read<string[]>(shelf.get(OWN_SHARES), [])
      shelf.set(OWN_SHARES, JSON.stringify([...own.slice(-19), id]))
    },
    renew(): void {
      visitor = newId()
      identifiers = []
      visit = { id: newId() }
      jar.put('hf_id', visitor, YEAR)
      shelf.remove('hf_who')
      save()
    },
    forget(): void {
      for (const name of ['hf_id', 'hf_v']) jar.drop(name)
      for (const name of ['hf_who', OWN_SHARES]) shelf.remove(name)
      visitor = ''
      identifiers = []
      touchedAt = 0
    },
  }
}
