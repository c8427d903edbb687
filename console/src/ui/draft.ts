import type { FormInstance } from 'antd'
import { useCallback, useEffect, useState } from 'react'

const PREFIX = 'homefield.draft.'

/**
 * Keeps what is being typed into a form over a reload, in this tab and no longer. Never for
 * passwords or secrets. Give `onValuesChange` to the form and call `forget` when it was sent.
 */
export function useDraft<Fields extends object>(
  name: string,
  form: FormInstance<Fields>,
  isOpen: boolean,
): { wasRestored: boolean; onValuesChange: () => void; forget: () => void } {
  const key = PREFIX + name
  const [wasRestored, setWasRestored] = useState(false)

  useEffect(() => {
    if (!isOpen) return
    const kept = readDraft(sessionStorage.getItem(key))
    if (kept) form.setFieldsValue(kept as Parameters<typeof form.setFieldsValue>[0])
    setWasRestored(kept !== undefined)
  }, [form, isOpen, key])

  const onValuesChange = useCallback(() => {
    sessionStorage.setItem(key, JSON.stringify(form.getFieldsValue(true)))
  }, [form, key])
  const forget = useCallback(() => {
    sessionStorage.removeItem(key)
    setWasRestored(false)
  }, [key])
  return { wasRestored, onValuesChange, forget }
}

/** What another version of the form has kept may not be of its shape: then there is no draft. */
export function readDraft(stored: string | null): Record<string, unknown> | undefined {
  if (stored === null) return undefined
  try {
    const kept: unknown = JSON.parse(stored)
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept)
      ? (kept as Record<string, unknown>)
      : undefined
  } catch {
    // Not ours: the form begins empty.
    return undefined
  }
}
