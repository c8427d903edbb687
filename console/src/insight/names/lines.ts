import type { CodeKind, Naming } from './api.ts'

/** `code, name` a line, also parted by a tab as out of a spreadsheet; a code alone takes its name away. */
export const namesIn = (kind: CodeKind, text: string): Naming =>
  text.split('\n').flatMap((line) => {
    const [code = '', ...name] = line.split(/[\t,，]/)
    return code.trim() === ''
      ? []
      : [{ kind, code: code.trim(), name: name.join(',').trim().slice(0, 100) }]
  })
