import { useSyncExternalStore } from 'react'
import { mediaOf } from './ui/media.ts'

const STORED = 'homefield.appearance'

type Appearance = 'light' | 'dark'
export type AppearanceChoice = Appearance | 'system'

const systemDark = mediaOf('(prefers-color-scheme: dark)')
const stillness = mediaOf('(prefers-reduced-motion: reduce)')
const watchers = new Set<() => void>()
let chosen = storedAppearance()

function storedAppearance(): Appearance | undefined {
  const stored = localStorage.getItem(STORED)
  return stored === 'light' || stored === 'dark' ? stored : undefined
}

function current(): Appearance {
  return chosen ?? (systemDark.matches() ? 'dark' : 'light')
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  const endOfSystem = systemDark.watch(watcher)
  return () => {
    watchers.delete(watcher)
    endOfSystem()
  }
}

/** Light or dark: what was chosen in this browser, else what the system asks for. */
export function useAppearance(): Appearance {
  return useSyncExternalStore(watch, current)
}

export function useAppearanceChoice(): AppearanceChoice {
  return useSyncExternalStore(watch, () => chosen ?? 'system')
}

export function chooseAppearance(choice: AppearanceChoice): void {
  chosen = choice === 'system' ? undefined : choice
  if (chosen) localStorage.setItem(STORED, chosen)
  else localStorage.removeItem(STORED)
  for (const wake of watchers) wake()
}

export function useMotion(): boolean {
  return useSyncExternalStore(stillness.watch, () => !stillness.matches())
}
