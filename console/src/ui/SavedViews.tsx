import { CheckOutlined, DownOutlined, EllipsisOutlined, TeamOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { App, Button, Checkbox, Dropdown, Form, Input, type MenuProps, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { writeClipboard } from './Copy.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { useErrorWords } from './ErrorPanel.tsx'
import styles from './SavedViews.module.css'
import { useUndo } from './undo.tsx'
import {
  beginWith,
  changeView,
  isSameSearch,
  keptOf,
  removeView,
  type SavedView,
  type Search,
  savedViewsQuery,
  saveView,
} from './views.ts'

/**
 * The views of a list, in its row of filters: chosen, saved, shared, begun with. A view is what the
 * page's address carries, so every list that keeps its filters there has views.
 */
export function SavedViews(props: { list: string }) {
  const { list } = props
  const t = useTexts()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const views = useQuery(savedViewsQuery(list))
  const search = keptOf(useRouterState({ select: (state) => state.location.search }))
  const [saving, setSaving] = useState<Saving | null>(null)
  const items = views.data?.items ?? []
  const here = items.find((view) => isSameSearch(view.search, search))
  const isWhole = Object.keys(search).length === 0
  const act = useActions(list, setSaving)
  useBeginning(views.isSuccess && !views.isFetching, items, isWhole)

  const show = (wanted: Search) =>
    void navigate({
      to: '.',
      search: (now: Record<string, unknown>) => ({
        ...Object.fromEntries(
          Object.entries(now).filter(([name]) => name === 'brand' || name === 'days'),
        ),
        ...wanted,
      }),
    })

  const entry = (view: SavedView) => ({
    key: view.id,
    icon: view === here ? <CheckOutlined /> : <span className={styles.noCheck} />,
    label: (
      <span className={styles.entry}>
        <span className={styles.name}>{view.name}</span>
        {view.shared && <TeamOutlined title={t('views.shared_by', { name: view.owner.name })} />}
        {view.default && <span className={styles.note}>{t('views.begins')}</span>}
      </span>
    ),
  })
  const menu: MenuProps['items'] = [
    {
      key: 'whole',
      icon: isWhole ? <CheckOutlined /> : <span className={styles.noCheck} />,
      label: t('views.whole'),
    },
    ...items.map(entry),
    { type: 'divider' },
    { key: 'save', label: t('views.save'), disabled: isWhole || Boolean(here) },
    { key: 'link', label: t('views.copy_link') },
  ]
  /** The address carries the filters, and the brand: a colleague sees the same list. */
  const copyLink = async () => {
    if (await writeClipboard(window.location.href)) void message.success(t('copy.done'))
    else void message.error(t('copy.failed'))
  }

  return (
    <span className={styles.views}>
      <Dropdown
        trigger={['click']}
        menu={{
          items: menu,
          onClick: ({ key }) => {
            if (key === 'save') setSaving({ search })
            else if (key === 'link') void copyLink()
            else show(items.find((view) => view.id === key)?.search ?? {})
          },
        }}
      >
        <Button className={styles.chooser} loading={views.isLoading}>
          <span className={styles.name}>
            {here?.name ?? (isWhole ? t('views.whole') : t('views.unsaved'))}
          </span>
          <DownOutlined />
        </Button>
      </Dropdown>
      {here && (
        <Dropdown trigger={['click']} menu={act.menuOf(here)}>
          <Button
            type="text"
            icon={<EllipsisOutlined />}
            aria-label={t('views.menu', { name: here.name })}
          />
        </Dropdown>
      )}
      {!here && !isWhole && (
        <Button type="text" onClick={() => setSaving({ search })}>
          {t('views.save')}
        </Button>
      )}
      {saving && <SaveDialog list={list} saving={saving} onClose={() => setSaving(null)} />}
    </span>
  )
}

/** Of the view that is changed, or of the filters to be saved as a new one. */
interface Saving {
  view?: SavedView
  search: Search
}

/** Once, when the list is entered without filters: the view that the person begins with. */
function useBeginning(isKnown: boolean, items: readonly SavedView[], isWhole: boolean): void {
  const navigate = useNavigate()
  const hasBegun = useRef(false)
  const first = items.find((view) => view.default)
  useEffect(() => {
    // What another page left in the cache may not know yet what was just chosen.
    if (hasBegun.current || !isKnown) return
    hasBegun.current = true
    if (!isWhole || !first) return
    void navigate({
      to: '.',
      search: (now: Record<string, unknown>) => ({ ...now, ...first.search }),
      replace: true,
    })
  }, [first, isKnown, isWhole, navigate])
}

function useActions(list: string, edit: (saving: Saving) => void) {
  const t = useTexts()
  const { message, modal } = App.useApp()
  const words = useErrorWords()
  const offerUndo = useUndo()
  const { user } = useSession()
  const mayAll = useMay('team:manage')
  const queryClient = useQueryClient()
  const acting = useMutation({
    mutationFn: (act: () => Promise<void>) => act(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['saved-views', list] }),
    onError: (thrown) => void message.error(`${words(thrown).title} (${words(thrown).code})`),
  })

  const putBack = async ({ name, search }: SavedView) => {
    await saveView({ list, name, search, shared: false })
    await queryClient.invalidateQueries({ queryKey: ['saved-views', list] })
  }
  /** One's own goes at once and can be put back; what others use too is asked about first. */
  const remove = (view: SavedView) => {
    const act = () => acting.mutateAsync(() => removeView(view.id))
    if (view.shared) {
      modal.confirm({
        title: t('views.remove_title', { name: view.name }),
        content: t('views.remove_shared'),
        okText: t('views.remove'),
        okButtonProps: { danger: true },
        onOk: act,
      })
      return
    }
    act().then(
      () => offerUndo(t('views.removed', { name: view.name }), () => putBack(view)),
      // Told by the mutation itself.
      () => undefined,
    )
  }

  /** Known at once: whoever leaves the page now and comes back begins with it. */
  const begin = async (id: string | null) => {
    const { queryKey } = savedViewsQuery(list)
    await queryClient.cancelQueries({ queryKey })
    queryClient.setQueryData(
      queryKey,
      (known) =>
        known && {
          ...known,
          items: known.items.map((one) => ({ ...one, default: one.id === id })),
        },
    )
    acting.mutate(() => beginWith({ list, id }))
  }

  const menuOf = (view: SavedView): MenuProps => {
    const mayChange = view.owner.id === user.id || mayAll
    return {
      items: [
        { key: 'begin', label: view.default ? t('views.begin_not') : t('views.begin') },
        { key: 'edit', label: t('views.edit'), disabled: !mayChange },
        { key: 'remove', label: t('views.remove'), danger: true, disabled: !mayChange },
      ],
      onClick: ({ key }) => {
        if (key === 'begin') void begin(view.default ? null : view.id)
        else if (key === 'edit') edit({ view, search: view.search })
        else remove(view)
      },
    }
  }
  return { menuOf }
}

interface Fields {
  name: string
  shared: boolean
}

function SaveDialog(props: { list: string; saving: Saving; onClose: () => void }) {
  const t = useTexts()
  const { view, search } = props.saving
  const [form] = Form.useForm<Fields>()
  const queryClient = useQueryClient()
  const saving = useMutation({
    mutationFn: async (fields: Fields) => {
      if (view) await changeView({ id: view.id, ...fields })
      else await saveView({ list: props.list, search, ...fields })
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['saved-views', props.list] })
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={view ? t('views.edit') : t('views.save')}
      okText={t('views.save_action')}
      confirmLoading={saving.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: view?.name ?? '', shared: view?.shared ?? false }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item
          name="name"
          label={t('views.name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input autoFocus maxLength={60} placeholder={t('views.name_hint')} />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked" extra={t('views.share_hint')}>
          <Checkbox>{t('views.share')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
