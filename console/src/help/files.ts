// The product's own documents, each a chunk of its own, read in the console.
import type { Language } from '../i18n/language.ts'

const files = import.meta.glob<string>('../../../docs/*.md', { query: '?raw', import: 'default' })

const load = new Map(
  Object.entries(files).map(([path, read]) => [path.replace(/^.*\/|\.md$/g, ''), read]),
)

export function allDocs(): string[] {
  return [...load.keys()].filter((name) => !name.endsWith('.zh-CN')).sort()
}

/** In the reader's language, else in English; undefined when there is no such document. */
export async function readDoc(doc: string, language: Language): Promise<string | undefined> {
  const read = (language === 'zh-CN' ? load.get(`${doc}.zh-CN`) : undefined) ?? load.get(doc)
  return read?.()
}
