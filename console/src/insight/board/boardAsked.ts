import { createContext, use } from 'react'
import type { Rule } from '../../audiences/rule.ts'
import type { Widget } from './api.ts'

/** What all widgets of a board are asked over. */
export interface BoardAsked {
  /** The saved board's id, where it is one. */
  id: string | undefined
  widgets: readonly Widget[]
  from: string
  to: string
  who: Rule | undefined
}
const Asked = createContext<BoardAsked | undefined>(undefined)
export const BoardAskedProvider = Asked.Provider
export function useBoardAsked(): BoardAsked {
  const asked = use(Asked)
  if (!asked) throw new Error('outside of a board')
  return asked
}
