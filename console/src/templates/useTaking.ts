// Taking templates: their scores first where they read any, then a draft of each.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { toApiError } from '../api/error.ts'
import { AUDIENCES, createAudience } from '../audiences/api.ts'
import type { SCORES } from '../audiences/computed/cuts.ts'
import { useTexts } from '../i18n/texts.ts'
import type { useSelection } from '../ui/BatchBar.tsx'
import { type BatchDone, useBatch } from '../ui/batchRun.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { type Template, templateRuleQuery, type Values } from './api.ts'
import { isMade, makeRfm, type RfmChoice, rfmQuery, USUAL_CHOICE } from './rfm.ts'
import { useTemplateWords } from './words.ts'

export const isOfRfm = ({ group }: Template) => group === 'rfm'

export function useTaking(
  selection: ReturnType<typeof useSelection>,
  templates: readonly Template[],
  values: Readonly<Record<string, Values>>,
) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const words = useTemplateWords()
  const [choice, setChoice] = useState<RfmChoice>(USUAL_CHOICE)
  const [isTaking, setTaking] = useState(false)
  const hasRfm = templates.some(isOfRfm)
  const rfm = useQuery({ ...rfmQuery(choice), enabled: hasRfm, placeholderData: (old) => old })
  const changed = () => queryClient.invalidateQueries({ queryKey: AUDIENCES })
  const run = useBatch({
    selection,
    rows: templates,
    keyOf: ({ id }) => id,
    nameOf: ({ id }) => words.name(id),
    changed,
  })

  const make = async () => {
    if (rfm.data && isMade(rfm.data)) return
    const word = (score: (typeof SCORES)[number]) => ({
      label: t(`rfm.label_${score}`),
      description: t(`rfm.description_${score}`),
    })
    await makeRfm({
      ...{ ...choice, group: t('rfm.folder') },
      words: { r: word('r'), f: word('f'), m: word('m') },
    })
    await changed()
  }
  const create = async (template: Template): Promise<string | undefined> => {
    const { id } = template
    try {
      const rule = await queryClient.fetchQuery(templateRuleQuery(id, values[id] ?? {}))
      await createAudience({
        ...{ name: words.name(id), description: words.finds(id), rule },
        ...(isOfRfm(template) && { folder: t('rfm.folder') }),
      })
      return undefined
    } catch (thrown) {
      const error = toApiError(thrown)
      // A refusal is of this one; anything else stops them all.
      if (error.status < 400 || error.status >= 500 || error.status === 401) throw thrown
      return error.code
    }
  }
  /** A draft of each; those that are refused are chosen afterwards, with the reason. */
  const createDrafts = async (wanted?: readonly string[]) => {
    let made: readonly Template[] = []
    await run(async (chosen): Promise<BatchDone> => {
      const taken = templates.filter(({ id }) => (wanted ?? chosen).includes(id))
      if (taken.some(isOfRfm)) await make()
      const refused: { id: string; code: string }[] = []
      // The list shows what was made last first: so it shows them in the order of the kit.
      for (const template of taken.toReversed()) {
        const code = await create(template)
        if (code !== undefined) refused.push({ id: template.id, code })
      }
      if (refused.length === 0) made = taken
      return { changed: taken.length - refused.length, refused }
    })
    if (made.length === 0) return
    const folder = made.every(isOfRfm) ? t('rfm.folder') : undefined
    await navigate({ to: '/audiences', search: { state: 'draft', folder } })
  }
  /** The scores, and with `withAudiences` every kind of buyer but the free stretch. */
  const takeRfm = async (withAudiences: boolean): Promise<boolean> => {
    setTaking(true)
    try {
      if (withAudiences)
        await createDrafts(
          templates.filter((one) => isOfRfm(one) && one.id !== 'rfm_cell').map(({ id }) => id),
        )
      else await make()
      return true
    } catch (thrown) {
      const { title, code } = errorWords(thrown)
      void message.error(`${title} (${code})`)
      return false
    } finally {
      setTaking(false)
    }
  }
  return { rfm, choice, setChoice, isTaking, createDrafts, takeRfm }
}
