// Keeps what a phone loads before the first page small: a build over the budget fails.
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Scripts before the shop's home can be used, gzipped. */
const MOST_BYTES = 120_000
/** The page most visits begin on, and the larger of the languages. */
const FIRST = [/\/pages\/HomePage\.tsx$/, /\/i18n\/zh-CN\.json$/]

export function firstLoadBudget(): Plugin {
  return {
    name: 'homefield:h5-first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
      const needed = new Set<string>()
      const visit = (name: string) => {
        if (needed.has(name)) return
        needed.add(name)
        for (const other of byName.get(name)?.imports ?? []) visit(other)
      }
      const entry = chunks.find((chunk) => chunk.isEntry)
      if (!entry) this.error('the shop has no entry')
      visit(entry.fileName)
      for (const wanted of FIRST) {
        const chunk = chunks.find(({ modules }) =>
          Object.keys(modules).some((id) => wanted.test(id)),
        )
        if (!chunk) this.error(`nothing holds ${wanted}`)
        visit(chunk.fileName)
      }
      const bytes = [...needed].reduce(
        (sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').length,
        0,
      )
      const told = `the shop’s first load: ${(bytes / 1000).toFixed(1)} of ${MOST_BYTES / 1000} kB of scripts, gzip`
      if (bytes > MOST_BYTES) this.error(told)
      this.info(told)
    },
  }
}
