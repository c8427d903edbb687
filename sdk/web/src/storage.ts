// What the browser remembers: cookies that all of a brand's subdomains see, else local storage, else
// nothing but this page. Nothing is written, not even to try, before the first `put` or `add`.
import type { Backlog, Entry } from '../../core/queue.ts'
import type { Jar } from '../../core/visitor.ts'

/** Local storage that says no instead of throwing: it may be blocked, full or in a sandboxed frame. */
export const local = {
  get: (name: string) => attempt(() => localStorage.getItem(name)),
  set: (name: string, value: string): boolean =>
    attempt(() => {
      localStorage.setItem(name, value)
      return true
    }) ?? false,
  remove: (name: string): void => attempt(() => localStorage.removeItem(name)),
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    // Not ours to mend: the caller goes on with less.
    return undefined
  }
}

// Each look at document.cookie asks another process, and the page waits.
let seen = ''
let seenAt = 0
export function cookies(): string {
  const now = Date.now()
  if (now - seenAt > 50) {
    seen = attempt(() => document.cookie) ?? ''
    seenAt = now
  }
  return seen
}

/** `acrossSubdomains` false keeps cookies to this very host. */
export function openJar(acrossSubdomains: boolean): Jar {
  const memory: Record<string, string> = {}
  /** Where cookies can be kept; undefined until the first is to be, null when nowhere. */
  let domain: string | null | undefined
  const read = (name: string) => `; ${cookies()}`.split(`; ${name}=`)[1]?.split(';')[0]
  const write = (name: string, value: string, seconds: number) => {
    seenAt = 0
    attempt(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and young
      document.cookie = `${name}=${value};path=/;max-age=${seconds};SameSite=Lax${domain ? `;domain=${domain}` : ''}${location.protocol === 'https:' ? ';Secure' : ''}`
    })
  }

  /** Local storage costs the page a wait: not asked where cookies surely work. */
  const isElsewhere = () =>
    domain === null || (domain === undefined && !(navigator.cookieEnabled && top === self))

  /** The widest domain a browser lets us name is the brand's own: no list of public suffixes needed. */
  function writeWidest(name: string, value: string, seconds: number): void {
    const labels = location.hostname.split('.')
    for (let i = acrossSubdomains ? labels.length - 2 : -1; i >= -1; i--) {
      domain = i < 0 ? '' : labels.slice(i).join('.')
      write(name, value, seconds)
      if (read(name) === value) return
    }
    domain = null
  }

  return {
    get(name) {
      const found = read(name) ?? memory[name]
      if (found !== undefined) return attempt(() => decodeURIComponent(found))
      if (!isElsewhere()) return undefined
      const kept = attempt((): [number, string] | null => JSON.parse(local.get(name) ?? 'null'))
      return kept && kept[0] > Date.now() ? kept[1] : undefined
    },
    put(name, value, seconds) {
      const text = encodeURIComponent(value)
      if (domain === undefined) writeWidest(name, text, seconds)
      else if (domain !== null) write(name, text, seconds)
      if (domain !== null) return
      if (!local.set(name, JSON.stringify([Date.now() + seconds * 1000, value])))
        memory[name] = text
    },
    drop(name) {
      if (domain === undefined) writeWidest(name, '0', 9)
      delete memory[name]
      write(name, '', 0)
      local.remove(name)
    },
  }
}

/**
 * One key an event: two tabs never overwrite each other's list. Most are answered before anything
 * has to be written.
 */
export function openBacklog(prefix: string, isNew: boolean): Backlog {
  const unsaved = new Map<string, Entry>()
  return {
    load: () =>
      isNew
        ? []
        : (attempt(() => Object.keys(localStorage)) ?? []).flatMap((name): Entry[] => {
            if (!name.startsWith(prefix)) return []
            const entry = attempt((): Entry | null => JSON.parse(local.get(name) ?? 'null'))
            if (entry?.body) return [entry]
            local.remove(name)
            return []
          }),
    add(entry) {
      unsaved.set(entry.id, entry)
    },
    save() {
      for (const [id, entry] of unsaved)
        if (local.set(prefix + id, JSON.stringify(entry))) unsaved.delete(id)
    },
    drop(ids) {
      for (const id of ids) if (!unsaved.delete(id)) local.remove(prefix + id)
    },
    isWaiting: ({ id }) => unsaved.has(id) || !!local.get(prefix + id),
  }
}
