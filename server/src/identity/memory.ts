// What a process remembers of resolutions: exact sets of identifiers that led to a node and
// changed nothing. Nodes never move but for weak values and detached ones, which raise the epoch.

export interface Remembered {
  node: number
  /** As stored and compared. */
  identifiers: { namespace: string; value: string }[]
}
interface Entry extends Remembered {
  /** Weak values that came with a strong one: their `bound_at` grows with every event. */
  bound: string[]
}

interface TenantMemory {
  epoch: number
  entries: Map<string, Entry>
  /** Newest login of weak values, not yet written. */
  bounds: Map<string, number>
}

const MAX_ENTRIES = 150_000

export interface IdentityMemory {
  /** Forgets a tenant's entries if its epoch is another one now. */
  atEpoch(tenantId: string, epoch: number): void
  find(tenantId: string, signature: string, at: number): Remembered | undefined
  keep(tenantId: string, signature: string, entry: Remembered & { bound: string[] }): void
  forget(tenantId: string): void
  /** The epoch its entries are of: what was decided at an earlier one is not to be kept. */
  epochOf(tenantId: string): number
  /** Takes the newest logins for writing; they count as written. */
  takeBounds(): { tenantId: string; bounds: Map<string, number> }[]
  boundOf(tenantId: string, key: string): number
  size(): number
}

export function createMemory(): IdentityMemory {
  const tenants = new Map<string, TenantMemory>()
  let size = 0
  const of = (tenantId: string) => {
    let memory = tenants.get(tenantId)
    if (!memory) {
      memory = { epoch: 0, entries: new Map(), bounds: new Map() }
      tenants.set(tenantId, memory)
    }
    return memory
  }
  const clear = (memory: TenantMemory) => {
    size -= memory.entries.size
    memory.entries.clear()
  }
  return {
    atEpoch(tenantId, epoch) {
      const memory = of(tenantId)
      if (memory.epoch === epoch) return
      clear(memory)
      memory.epoch = epoch
    },
    find(tenantId, signature, at) {
      const memory = of(tenantId)
      const entry = memory.entries.get(signature)
      if (!entry) return undefined
      for (const key of entry.bound) {
        if (at > (memory.bounds.get(key) ?? 0)) memory.bounds.set(key, at)
      }
      return entry
    },
    keep(tenantId, signature, entry) {
      // Starting over costs one batched look-up a set; an LRU list would cost memory on each.
      if (size >= MAX_ENTRIES) for (const memory of tenants.values()) clear(memory)
      const memory = of(tenantId)
      if (!memory.entries.has(signature)) size += 1
      memory.entries.set(signature, entry)
    },
    forget(tenantId) {
      clear(of(tenantId))
    },
    epochOf: (tenantId) => of(tenantId).epoch,
    takeBounds() {
      const taken: { tenantId: string; bounds: Map<string, number> }[] = []
      for (const [tenantId, memory] of tenants) {
        if (memory.bounds.size === 0) continue
        taken.push({ tenantId, bounds: memory.bounds })
        memory.bounds = new Map()
      }
      return taken
    },
    boundOf: (tenantId, key) => of(tenantId).bounds.get(key) ?? 0,
    size: () => size,
  }
}
