// What the brand calls channels, hooks, activities, contents and campaigns, wherever their codes would show.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../../desk/ExportButton.tsx'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Filters } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { When } from '../../ui/When.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import { CODE_KINDS, type Code, type CodeKind, codesQuery, nameCodes } from './api.ts'
import { namesIn } from './lines.ts'

const route = getRouteApi('/app/insight/names')

export function NamesPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const kind: CodeKind = CODE_KINDS.find((one) => one === search.kind) ?? 'channel'
  const list = useQuery(codesQuery(kind))
  const mayName = useMay('imports:run')
  const [naming, setNaming] = useState<{ one?: Code }>()
  const nameless = list.data?.items.filter(({ name }) => name === null) ?? []
  return (
    <InsightFrame code="names">
      <Filters>
        <Segmented<CodeKind>
          aria-label={t('code_names.kind')}
          value={kind}
          options={CODE_KINDS.map((value) => ({ value, label: t(`code_kind.${value}`) }))}
          onChange={(next) => void navigate({ search: { kind: next }, replace: true })}
        />
        {mayName && (
          <Button type="primary" onClick={() => setNaming({})}>
            {t('code_names.many')}
          </Button>
        )}
        <ExportButton kind="code_names" params={{ kind }} atEnd />
      </Filters>
      <p>
        {t('code_names.words')}
        {list.data?.is_cut && ` ${t('code_names.cut')}`}
      </p>
      <PageTable<Code>
        label={t('insight_page.names')}
        list={{ ...list, data: list.data?.items }}
        rowKey={({ code }) => code}
        minWidth={640}
        skeletonRows={6}
        columns={[
          {
            key: 'name',
            title: t('code_names.name'),
            render: (_, { name }) => name ?? <Chip tone="warning">{t('code_names.nameless')}</Chip>,
          },
          {
            key: 'code',
            title: t('code_names.code'),
            render: (_, { code }) => <code>{code}</code>,
          },
          {
            key: 'seen',
            title: t('code_names.seen'),
            align: 'end',
            render: (_, { seen }) => exactNumber(seen),
          },
          {
            key: 'updated',
            title: t('code_names.updated'),
            render: (_, { updated_at, updated_by }) =>
              updated_at && (
                <>
                  {updated_by} · <When at={updated_at} />
                </>
              ),
          },
          ...(mayName
            ? [
                {
                  key: 'edit',
                  width: 96,
                  render: (_: unknown, one: Code) => (
                    <Button
                      type="link"
                      size="small"
                      aria-label={t('code_names.edit_of', { code: one.code })}
                      onClick={() => setNaming({ one })}
                    >
                      {t('code_names.edit')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        empty={
          <EmptyState title={t('code_names.none')}>
            <p>{t(`code_names.none_${kind}`)}</p>
          </EmptyState>
        }
      />
      {naming && (
        <NameThem
          kind={kind}
          {...(naming.one && { one: naming.one })}
          nameless={nameless}
          onClose={() => setNaming(undefined)}
        />
      )}
    </InsightFrame>
  )
}

function NameThem(props: {
  kind: CodeKind
  one?: Code
  nameless: readonly Code[]
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { kind, one } = props
  return (
    <FormDialog<{ name: string; lines: string }>
      title={one ? t('code_names.edit_of', { code: one.code }) : t('code_names.many')}
      okText={t('action.save')}
      words={one ? t('code_names.one_words') : t('code_names.many_words')}
      initial={{
        name: one?.name ?? '',
        lines: props.nameless.map(({ code }) => `${code}, `).join('\n'),
      }}
      save={({ name, lines }) =>
        nameCodes(
          one
            ? [{ kind, code: one.code, name: (name ?? '').trim() }]
            : // A code without a name in the list is left as it is: it stands there to be filled in.
              namesIn(kind, lines ?? '').filter((line) => line.name !== ''),
        )
      }
      onSaved={async () => {
        // Names stand in every answer's words, not in the answers.
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: ['tracking', 'codes'] }),
          queryClient.invalidateQueries({ queryKey: ['audiences', 'vocabulary'] }),
        ])
        props.onClose()
      }}
      onClose={props.onClose}
    >
      {one ? (
        <Form.Item name="name" label={t('code_names.name')}>
          <Input maxLength={100} />
        </Form.Item>
      ) : (
        <Form.Item
          name="lines"
          label={t(`code_kind.${kind}`)}
          rules={[
            {
              validator: (_, text: string) =>
                namesIn(kind, text ?? '').some(({ name }) => name !== '')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('code_names.nothing'))),
            },
          ]}
        >
          <Input.TextArea rows={10} placeholder={t('code_names.example')} />
        </Form.Item>
      )}
    </FormDialog>
  )
}
