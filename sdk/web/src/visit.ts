// Who visits, and the visit: 30 minutes without a sign of life end it. What brought her here (the
// campaign, a shared link) stays with the visit.
import { campaignOf, freshId, type Identifier, isRemembered } from '../../core/event.ts'
import { readShare, SHARE_PARAMETER, type Share } from '../../core/share.ts'
import { type Jar, local } from './storage.ts'

export interface Visit {
  id: string
  utm?: Record<string, string>
  links?: Record<string, string>
  share?: Share
}

const YEAR = 400 * 86_400
const VISIT_SECONDS = 1800
const OWN_SHARES = 'hf_own'

export const newId = (): string =>
  freshId(() => {
    const bytes = new Uint32Array(1)
    crypto.getRandomValues(bytes)
    return (bytes[0] ?? 0) / 2 ** 32
  })

export function openVisitor(jar: Jar) {
  let visitor = ''
  let identifiers: Identifier[] = []
  let visit: Visit = { id: '' }
  let touchedAt = 0

  function read<T>(text: string | null | undefined, otherwise: T): T {
    try {
      return JSON.parse(text ?? '') ?? otherwise
    } catch {
      // Absent, or written by somebody else.
      return otherwise
    }
  }

  function save(): void {
    touchedAt = Date.now()
    jar.put('hf_v', JSON.stringify(visit), VISIT_SECONDS)
  }

  /** The visit as of now: another one after half an hour of silence. */
  function touch(): Visit {
    if (Date.now() - touchedAt > 60_000) {
      const kept = read<Visit>(jar.get('hf_v'), { id: '' })
      visit = typeof kept.id === 'string' && kept.id ? kept : { id: newId() }
      save()
    }
    return visit
  }

  /** What this address says of a campaign or a share replaces what brought the visitor before. */
  function arrive(address: URL): void {
    touch()
    const parameter = (name: string) =>
      address.searchParams.get(name) ?? new RegExp(`[?&]${name}=([^&]*)`).exec(address.hash)?.[1]
    const share = readShare(parameter(SHARE_PARAMETER))
    const isOwn = share && read<string[]>(local.get(OWN_SHARES), []).includes(share.id)
    const found = { ...campaignOf(parameter), ...(share && !isOwn && { share }) }
    if (Object.keys(found).length === 0) return
    visit = { ...visit, ...found }
    save()
  }

  return {
    touch,
    arrive,
    id: () => visitor,
    open(): void {
      visitor = jar.get('hf_id') || newId()
      jar.put('hf_id', visitor, YEAR)
      identifiers = read<Identifier[]>(local.get('hf_who'), [])
      touch()
    },
    /** Everything this visitor is known by; with `more` what is said only now. */
    identifiers: (more: Identifier[] = []): Identifier[] => [
      { namespace: 'anonymous', value: visitor },
      ...identifiers.filter((i) => !more.some((m) => m.namespace === i.namespace)),
      ...more,
    ],
    /** @returns whether this is somebody else than the one known so far */
    isSomebodyElse: (given: Identifier[]): boolean =>
      identifiers.some((i) =>
        given.some((g) => g.namespace === i.namespace && g.value !== i.value),
      ),
    remember(given: Identifier[]): void {
      const kept = given.filter(isRemembered)
      if (kept.length === 0) return
      identifiers = [
        ...identifiers.filter((i) => !kept.some((k) => k.namespace === i.namespace)),
        ...kept,
      ]
      local.set('hf_who', JSON.stringify(identifiers))
    },
    rememberShare(id: string): void {
      const own = read<string[]>(local.get(OWN_SHARES), [])
      local.set(OWN_SHARES, JSON.stringify([...own.slice(-19), id]))
    },
    renew(): void {
      visitor = newId()
      identifiers = []
      visit = { id: newId() }
      jar.put('hf_id', visitor, YEAR)
      local.remove('hf_who')
      save()
    },
    forget(): void {
      for (const name of ['hf_id', 'hf_v']) jar.drop(name)
      for (const name of ['hf_who', OWN_SHARES]) local.remove(name)
      visitor = ''
      identifiers = []
      touchedAt = 0
    },
  }
}
