/** Saves text or a picture as a file of the reader's. */
export function saveFile(name: string, content: Blob | string): void {
  const url = typeof content === 'string' ? content : URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the blob after the click returns.
  if (typeof content !== 'string') setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
