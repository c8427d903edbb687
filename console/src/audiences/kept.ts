import { useCallback, useState } from 'react'
import { readDraft } from '../ui/draft.ts'
import { readRule } from './clipboard.ts'
import type { Rule } from './rule.ts'

interface Kept {
  name: string
  description: string
  rule: Rule
}

/** What is being built is kept over a reload, in this tab and no longer. */
export function useKept(of: string) {
  const key = `homefield.draft.audience.${of}`
  const [start] = useState(() => readKept(sessionStorage.getItem(key)))
  const keep = useCallback((kept: Kept) => sessionStorage.setItem(key, JSON.stringify(kept)), [key])
  const forget = useCallback(() => sessionStorage.removeItem(key), [key])
  return { start, keep, forget }
}

function readKept(stored: string | null): Kept | undefined {
  const kept = readDraft(stored)
  const rule = kept && readRule(JSON.stringify(kept.rule))
  if (!rule || typeof kept.name !== 'string' || typeof kept.description !== 'string')
    return undefined
  return { name: kept.name, description: kept.description, rule }
}
