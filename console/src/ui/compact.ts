// A page's parts within something smaller, as a board's widget: panels have no frame of their own,
// charts are as high as there is room.
import { createContext, use } from 'react'

interface Compact {
  /** Of a chart. */
  height: number
}
const CompactContext = createContext<Compact | undefined>(undefined)
export const CompactProvider = CompactContext.Provider
export const useCompact = (): Compact | undefined => use(CompactContext)
