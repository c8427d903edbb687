/** A draft with a part of it, or without. */
export function having<Draft extends object, Part extends keyof Draft>(
  draft: Draft,
  part: Part,
  value: Draft[Part] | undefined,
): Draft {
  const next = { ...draft }
  if (value === undefined) delete next[part]
  else next[part] = value
  return next
}
