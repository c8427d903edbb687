// What the browser remembers: cookies that all of a brand's subdomains see, else local storage, else
// nothing but this page. Nothing is written, not even to try, before the first `put` or `add`.
import type { Backlog, Entry } from '../../core/queue.ts'
import type { Jar } from '../../core/visitor.ts'

/** Local storage that says no instead of throwing: it may be blocked, full or in a sandboxed frame. */
export const local = {
  get: (name: string): string | null => attempt(() => localStorage.getItem(name)) ?? null,
  set: (name: string, value: string): boolean =>
    attempt(() => {
      localStorage.setItem(name, value)
      return true
    }) ?? false,
  remove: (name: string): void => attempt(() => localStorage.removeItem(name)),
  names: (): string[] => attempt(() => Object.keys(localStorage)) ?? [],
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    // Not ours to mend: the caller goes on with less.
    return undefined
  }
}

/** `acrossSubdomains` false keeps cookies to this very host. */
export function openJar(acrossSubdomains: boolean): Jar {
  const memory: Record<string, string> = {}
  /** Where cookies can be kept; undefined until the first is to be, null when nowhere. */
  let domain: string | null | undefined
  // Each look at document.cookie asks another process, and the page waits.
  let seen: string | undefined
  const read = (name: string) => {
    seen ??= attempt(() => document.cookie) ?? ''
    setTimeout(() => {
      seen = undefined
    })
    return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(seen)?.[1]
  }
  const write = (name: string, value: string, seconds: number) => {
    seen = undefined
    attempt(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and young
      document.cookie = `${name}=${value};path=/;max-age=${seconds};SameSite=Lax${domain ? `;domain=${domain}` : ''}${location.protocol === 'https:' ? ';Secure' : ''}`
    })
  }

  /** The widest domain a browser lets us name is the brand's own: no list of public suffixes needed. */
  function findDomain(): void {
    if (domain !== undefined) return
    const labels = location.hostname.split('.')
    const isName = acrossSubdomains && !/^[\d.]+$|:/.test(location.hostname)
    const wider = isName ? labels.map((_, i) => labels.slice(i).join('.')).slice(0, -1) : []
    for (const candidate of ['', ...wider].reverse()) {
      domain = candidate
      write('hf_d', '1', 9)
      if (!read('hf_d')) continue
      write('hf_d', '', 0)
      return
    }
    domain = null
  }

  return {
    get(name) {
      const found = read(name) ?? memory[name]
      if (found !== undefined) return attempt(() => decodeURIComponent(found))
      if (domain) return undefined
      const kept = attempt((): [number, string] => JSON.parse(local.get(name) ?? ''))
      return kept && kept[0] > Date.now() ? kept[1] : undefined
    },
    put(name, value, seconds) {
      findDomain()
      const text = encodeURIComponent(value)
      if (domain !== null) write(name, text, seconds)
      else if (!local.set(name, JSON.stringify([Date.now() + seconds * 1000, value])))
        memory[name] = text
    },
    drop(name) {
      findDomain()
      delete memory[name]
      write(name, '', 0)
      local.remove(name)
    },
  }
}

/** One key an event: two tabs never overwrite each other's list. */
export function openBacklog(prefix: string): Backlog {
  const unsaved = new Set<string>()
  return {
    load: () =>
      local.names().flatMap((name): Entry[] => {
        if (name.indexOf(prefix) !== 0) return []
        const entry = attempt((): Entry => JSON.parse(local.get(name) ?? ''))
        if (entry?.body) return [entry]
        local.remove(name)
        return []
      }),
    add(entry) {
      if (!local.set(prefix + entry.id, JSON.stringify(entry))) unsaved.add(entry.id)
    },
    drop(ids) {
      for (const id of ids) if (!unsaved.delete(id)) local.remove(prefix + id)
    },
    isWaiting: ({ id }) => unsaved.has(id) || local.get(prefix + id) !== null,
  }
}
