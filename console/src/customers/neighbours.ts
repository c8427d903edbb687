// The page of the list a customer was opened from: 上一位 and 下一位 follow it.

let shown: readonly number[] = []

export function rememberList(ids: readonly number[]): void {
  shown = ids
}

export function neighboursOf(id: number): {
  before: number | undefined
  after: number | undefined
} {
  const place = shown.indexOf(id)
  if (place < 0) return { before: undefined, after: undefined }
  return { before: shown[place - 1], after: shown[place + 1] }
}
