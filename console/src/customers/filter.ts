// The conditions of the customers list, as pieces that can be shown, changed and taken away one by one.
import type { AttributeCondition, CustomerFilter } from './api.ts'

export type Piece =
  | { kind: 'tags'; mode: 'all' | 'any' | 'none'; values: string[] }
  | { kind: 'attribute'; condition: AttributeCondition }
  | { kind: 'namespace'; value: string }
  | { kind: 'platforms' | 'stores' | 'guides'; values: string[] }
  | { kind: 'known'; value: boolean }
  | { kind: 'first_seen' | 'last_seen'; from: string | undefined; to: string | undefined }
  | {
      kind: 'touchpoints' | 'orders' | 'spent_fen'
      min: number | undefined
      max: number | undefined
    }
export type PieceKind = Piece['kind']

/** In the order in which they can be added. */
export const KINDS: readonly PieceKind[] = [
  'tags',
  'attribute',
  'last_seen',
  'first_seen',
  'orders',
  'spent_fen',
  'stores',
  'guides',
  'touchpoints',
  'namespace',
  'platforms',
  'known',
]
const MODES = ['all', 'any', 'none'] as const

export function piecesOf(filter: CustomerFilter): Piece[] {
  const pieces: Piece[] = []
  for (const mode of MODES) {
    const values = filter.tags?.[mode]
    if (values) pieces.push({ kind: 'tags', mode, values })
  }
  for (const condition of filter.attributes ?? []) pieces.push({ kind: 'attribute', condition })
  for (const kind of ['last_seen', 'first_seen'] as const)
    if (filter[kind]) pieces.push({ kind, from: filter[kind].from, to: filter[kind].to })
  for (const kind of ['orders', 'spent_fen', 'touchpoints'] as const)
    if (filter[kind]) pieces.push({ kind, min: filter[kind].min, max: filter[kind].max })
  for (const kind of ['stores', 'guides', 'platforms'] as const) {
    const values = filter[kind]
    if (values) pieces.push({ kind, values })
  }
  if (filter.namespace !== undefined) pieces.push({ kind: 'namespace', value: filter.namespace })
  if (filter.known !== undefined) pieces.push({ kind: 'known', value: filter.known })
  return pieces
}

/** What two pieces say of one thing is said once: tags unite, of the others the last counts. */
export function filterOf(pieces: readonly Piece[]): CustomerFilter {
  const filter: CustomerFilter = {}
  for (const piece of pieces) {
    if (piece.kind === 'tags') {
      const before = filter.tags?.[piece.mode] ?? []
      filter.tags = { ...filter.tags, [piece.mode]: [...new Set([...before, ...piece.values])] }
    } else if (piece.kind === 'attribute')
      filter.attributes = [...(filter.attributes ?? []), piece.condition]
    else if (piece.kind === 'namespace') filter.namespace = piece.value
    else if (piece.kind === 'known') filter.known = piece.value
    else if ('values' in piece) filter[piece.kind] = piece.values
    else if (isSpan(piece)) filter[piece.kind] = { from: piece.from, to: piece.to }
    else filter[piece.kind] = { min: piece.min, max: piece.max }
  }
  return filter
}

type Span = Extract<Piece, { from: unknown }>
const isSpan = (piece: Piece): piece is Span =>
  piece.kind === 'first_seen' || piece.kind === 'last_seen'

/** As the address carries it; undefined when there is nothing to carry. */
export function writeFilter(filter: CustomerFilter): string | undefined {
  const text = JSON.stringify(filter)
  return text === '{}' ? undefined : text
}

/** What is not a filter is none: the address is anybody's to write, and the server checks the rest. */
export function readFilter(text: string | undefined): CustomerFilter {
  if (text === undefined) return {}
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as CustomerFilter)
      : {}
  } catch {
    return {}
  }
}
