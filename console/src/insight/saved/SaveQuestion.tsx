import { SaveOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import {
  changeQuestion,
  createQuestion,
  QUESTIONS,
  type Question,
  questionQuery,
} from '../board/api.ts'
import { ShareFields, type ShareValues, sharedAs } from '../board/ShareFields.tsx'
import type { InsightCode } from '../pages.ts'

/** What of the address a saved question keeps: what is asked, and over which days. */
function useView(): Record<string, string> {
  const search: Record<string, unknown> = useRouterState({
    select: (state) => state.location.search,
  })
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string] =>
        (entry[0] === 'ask' || entry[0] === 'days') && typeof entry[1] === 'string',
    ),
  )
}

/** Saves the question on the page under a name, or anew under the name it was opened by. */
export function SaveQuestion(props: { analysis: InsightCode; question: unknown }) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const id = useSearch({ strict: false, select: ({ saved }: { saved?: string }) => saved })
  const opened = useQuery({ ...questionQuery(id ?? ''), enabled: id !== undefined, retry: false })
  const [dialog, setDialog] = useState<'new' | 'words'>()
  const view = useView()
  const content = {
    analysis: props.analysis,
    question: props.question as Record<string, unknown>,
    view,
  }
  const saved = opened.data
  const kept = async (question: Question) => {
    queryClient.setQueryData([...QUESTIONS, question.id], question)
    await queryClient.invalidateQueries({ queryKey: QUESTIONS })
    await queryClient.invalidateQueries({ queryKey: ['insight', 'answer', question.id] })
  }
  const again = async () => {
    if (!saved) return
    try {
      await kept(await changeQuestion(saved.id, { revision: saved.revision, content }))
      void message.success(t('question.saved', { name: saved.name }))
    } catch (thrown) {
      void message.error(words(thrown).title)
    }
  }
  const items: MenuProps['items'] = [
    ...(saved?.may_change
      ? [
          { key: 'again', label: t('question.save_again', { name: saved.name }) },
          { key: 'words', label: t('board.rename') },
        ]
      : []),
    { key: 'new', label: t('question.save_as') },
  ]
  const choose = (key: string) => (key === 'again' ? void again() : setDialog(key as 'new'))
  return (
    <>
      {saved ? (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
          <Button size="small" icon={<SaveOutlined />}>
            {saved.name}
          </Button>
        </Dropdown>
      ) : (
        <Button size="small" icon={<SaveOutlined />} onClick={() => setDialog('new')}>
          {t('question.save')}
        </Button>
      )}
      {dialog && (
        <FormDialog<ShareValues, Question>
          title={t(dialog === 'new' ? 'question.save' : 'board.rename')}
          okText={t('action.save')}
          initial={
            dialog === 'words' && saved
              ? {
                  ...{ name: saved.name, description: saved.description, sharing: saved.sharing },
                  ...(saved.role && { role: saved.role }),
                }
              : { name: '', sharing: 'private' }
          }
          save={(values) =>
            dialog === 'words' && saved
              ? changeQuestion(saved.id, { ...sharedAs(values), revision: saved.revision })
              : createQuestion({ ...sharedAs(values), ...content })
          }
          onSaved={async (question) => {
            await kept(question)
            setDialog(undefined)
            void message.success(t('question.saved', { name: question.name }))
            await navigate({
              to: '.',
              search: (search: Record<string, unknown>) => ({ ...search, saved: question.id }),
              replace: true,
              resetScroll: false,
            })
          }}
          onClose={() => setDialog(undefined)}
        >
          <ShareFields />
        </FormDialog>
      )}
    </>
  )
}
