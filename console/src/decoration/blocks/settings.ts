import type { BlockKind, SettingsOf } from '../api.ts'

export interface SettingsProps<Kind extends BlockKind> {
  settings: SettingsOf<Kind>
  /** @param field what is typed into, so that typing is one step back */
  change: (part: Partial<SettingsOf<Kind>>, field?: string) => void
}
