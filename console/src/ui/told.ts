// What a page's figures answer, in words: for files and pictures that leave it.
import { createContext, use } from 'react'

export interface ToldLine {
  label: string
  words: string
}

const none: readonly ToldLine[] = []
const Told = createContext<readonly ToldLine[]>(none)
export const ToldProvider = Told.Provider
export const useTold = (): readonly ToldLine[] => use(Told)
