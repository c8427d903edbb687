import { CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { App, Button, Input, type TableColumnsType } from 'antd'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { Filters } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { useUndo } from '../../ui/undo.tsx'
import { Nothing, When } from '../../ui/When.tsx'
import {
  createQuestion,
  QUESTIONS,
  type Question,
  questionsQuery,
  removeQuestion,
  restoreQuestion,
} from '../board/api.ts'
import { InsightFrame } from '../InsightFrame.tsx'
import { addressOf } from '../pages.ts'
import { SAVABLE } from './savable.ts'

const route = getRouteApi('/app/insight/questions')

/** Questions under their names: found, opened again, copied, taken away. */
export function QuestionsPage() {
  const t = useTexts()
  const known = useKnownText()
  const { q, analysis } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(questionsQuery({ q, analysis }))
  const items = list.data?.pages.flatMap((page) => page.items)
  const isFiltered = q !== undefined || analysis !== undefined
  const show = (next: { q?: string | undefined; analysis?: string | undefined }) =>
    void navigate({ search: (search) => ({ ...search, ...next }), replace: true })
  return (
    <InsightFrame code="questions">
      <Filters>
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder={t('question_list.search')}
          aria-label={t('question_list.search')}
          onSearch={(text) => show({ q: text.trim() || undefined })}
          style={{ width: 260 }}
        />
        <ChoiceFilter
          label={t('question_list.analysis')}
          value={analysis}
          onChange={(chosen) => show({ analysis: chosen })}
          options={SAVABLE.map((value) => ({
            value,
            label: known(`insight_page.${value}`) ?? value,
          }))}
          width={180}
        />
      </Filters>
      <PageTable<Question>
        label={t('insight_page.questions')}
        list={{ ...list, data: items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={820}
        skeletonLines={2}
        empty={
          isFiltered ? (
            <EmptyState title={t('question_list.no_match')} />
          ) : (
            <EmptyState title={t('question_list.empty')}>
              <p>{t('question_list.empty_words')}</p>
            </EmptyState>
          )
        }
      />
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('question_list.more')}
        </Button>
      )}
    </InsightFrame>
  )
}

function useColumns(): TableColumnsType<Question> {
  const t = useTexts()
  const known = useKnownText()
  return [
    {
      key: 'name',
      title: t('board_field.name'),
      render: (_, { id, name, description, analysis, view }) => (
        <>
          <Link to={addressOf(analysis)} search={{ ...view, saved: id } as never}>
            {name}
          </Link>
          {description && <div style={{ opacity: 0.7 }}>{description}</div>}
        </>
      ),
    },
    {
      key: 'analysis',
      title: t('question_list.analysis'),
      width: 130,
      render: (_, { analysis }) => known(`insight_page.${analysis}`) ?? analysis,
    },
    {
      key: 'owner',
      title: t('question_list.owner'),
      width: 140,
      render: (_, { owner }) => owner?.name ?? <Nothing />,
    },
    {
      key: 'sharing',
      title: t('board_field.sharing'),
      width: 120,
      render: (_, { sharing, role }) => (
        <Chip>
          {sharing === 'role' && role ? t(`role.${role}`) : t(`board_sharing.${sharing}`)}
        </Chip>
      ),
    },
    {
      key: 'updated',
      title: t('question_list.updated'),
      width: 150,
      render: (_, { updated_at }) => <When at={updated_at} />,
    },
    {
      key: 'acts',
      title: '',
      width: 90,
      render: (_, question) => <Acts question={question} />,
    },
  ]
}

function Acts(props: { question: Question }) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const offerUndo = useUndo()
  const queryClient = useQueryClient()
  const { question } = props
  const { id, name, description, analysis, view } = question
  const again = () => queryClient.invalidateQueries({ queryKey: QUESTIONS })
  const tell = (thrown: unknown) => void message.error(words(thrown).title)
  const copy = () =>
    createQuestion({
      ...{ description, analysis, view, question: question.question },
      name: t('board.copy_of', { name }).slice(0, 100),
    }).then(again, tell)
  const remove = () =>
    removeQuestion(id).then(async () => {
      await again()
      offerUndo(t('question.removed', { name }), () => restoreQuestion(id).then(again))
    }, tell)
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Button
        type="text"
        size="small"
        icon={<CopyOutlined />}
        aria-label={t('question.copy', { name })}
        onClick={() => void copy()}
      />
      {question.may_change && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('question.remove', { name })}
          onClick={() => void remove()}
        />
      )}
    </span>
  )
}
