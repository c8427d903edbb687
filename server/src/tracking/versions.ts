// From when to when each version of a name holds. Pure: at any moment at most one does.

export interface NamedVersion {
  version: number
  /** Null: from the beginning. */
  valid_from: Date | null
  /** Null: to the end. Excluded. */
  valid_to: Date | null
  is_superseded: boolean
}

/**
 * What becomes of the versions there are when a new one holds from a moment on: those that begin no
 * earlier are replaced, the one in which the moment falls ends there. Answers those that change.
 */
export function layVersion(held: readonly NamedVersion[], from: Date | null): NamedVersion[] {
  const changed: NamedVersion[] = []
  for (const v of held) {
    if (v.is_superseded) continue
    if (from === null || (v.valid_from !== null && v.valid_from >= from))
      changed.push({ ...v, is_superseded: true })
    else if (v.valid_to === null || v.valid_to > from) changed.push({ ...v, valid_to: from })
  }
  return changed
}
