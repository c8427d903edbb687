// What the rows of a builder share: the tree and the ways to change it, what is folded, what is dragged.
import { createContext, type PointerEvent, use } from 'react'
import type { Group, Node } from './draft.ts'
import type { Drag } from './dragging.ts'
import type { Problem } from './problems.ts'
import type { Rule } from './rule.ts'

export interface BuilderState {
  root: Group
  /** @param of names the field, so that typing on in it is one change to undo */
  put: (root: Group, of?: string) => void
  folded: ReadonlySet<string>
  fold: (id: string) => void
  drag: Drag | undefined
  /** The pointer takes it: from then on it is dragged. */
  take: (event: PointerEvent<HTMLElement>, id: string) => void
  problemsOf: (id: string) => readonly Problem[]
  /** Added a moment ago: what it lacks is not held against it until it is left. */
  leave: (id: string) => void
  /** A list to pick a condition from opens or closes. */
  pick: (isOpen: boolean) => void
  add: (group: string, at: number, node: Node) => void
  /** Focuses the handle or the first field of a node once it is drawn. */
  focus: (id: string, what: 'handle' | 'field') => void
  copy: (rule: Rule) => void
  say: (words: string) => void
}

const BuilderContext = createContext<BuilderState | undefined>(undefined)
export const BuilderProvider = BuilderContext

export function useBuilder(): BuilderState {
  const state = use(BuilderContext)
  if (!state) throw new Error('outside of a builder')
  return state
}
