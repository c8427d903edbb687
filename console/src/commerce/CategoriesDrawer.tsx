import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import {
  type Category,
  categoriesQuery,
  createCategory,
  moveCategory,
  orderCategories,
  removeCategory,
  useGoodsChanged,
} from './api.ts'
import styles from './Commerce.module.css'

type Naming = { above: string[] } | { renamed: string[] }
const same = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n')

/** The tree of categories: made, renamed, put in order, removed when nothing is in one. */
export function CategoriesDrawer(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const changed = useGoodsChanged()
  const found = useQuery({ ...categoriesQuery, enabled: props.open })
  const [naming, setNaming] = useState<Naming>()
  const acting = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: changed,
  })
  const all = found.data?.items ?? []
  const siblingsOf = (path: string[]) =>
    all
      .filter((c) => c.path.length === path.length && same(c.path.slice(0, -1), path.slice(0, -1)))
      .map((c) => c.path.at(-1) ?? '')
  const shift = (path: string[], by: number) => {
    const names = siblingsOf(path)
    const at = names.indexOf(path.at(-1) ?? '')
    const other = names[at + by]
    if (other === undefined) return
    names[at + by] = names[at] ?? ''
    names[at] = other
    acting.mutate(() => orderCategories(path.slice(0, -1), names))
  }
  return (
    <Drawer
      open={props.open}
      size={640}
      title={t('products.categories')}
      extra={
        <Button icon={<PlusOutlined />} onClick={() => setNaming({ above: [] })}>
          {t('products.new_category')}
        </Button>
      }
      onClose={props.onClose}
    >
      <p className={styles.words}>{t('products.categories_words')}</p>
      {acting.error && <ErrorNote error={acting.error} />}
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.isPending ? (
        <SkeletonLines lines={8} />
      ) : all.length === 0 ? (
        <EmptyState compact title={t('products.no_categories')} />
      ) : (
        <ul className={styles.categories}>
          {all.map((category) => (
            <Row
              key={category.path.join('\n')}
              category={category}
              siblings={siblingsOf(category.path)}
              onShift={(by) => shift(category.path, by)}
              onName={setNaming}
              onRemove={() => acting.mutate(() => removeCategory(category.path))}
            />
          ))}
        </ul>
      )}
      {naming && <NameForm naming={naming} onClose={() => setNaming(undefined)} />}
    </Drawer>
  )
}

function Row(props: {
  category: Category
  siblings: readonly string[]
  onShift: (by: number) => void
  onName: (naming: Naming) => void
  onRemove: () => void
}) {
  const t = useTexts()
  const { path, products } = props.category
  const name = path.at(-1) ?? ''
  const at = props.siblings.indexOf(name)
  return (
    <li className={styles.category}>
      <span style={{ paddingInlineStart: (path.length - 1) * 20 }}>
        {name}{' '}
        <span className={styles.quiet}>{t('products.in_category', { count: products })}</span>
      </span>
      <span style={{ whiteSpace: 'nowrap' }}>
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          aria-label={t('products.up', { name })}
          disabled={at === 0}
          onClick={() => props.onShift(-1)}
        />
        <Button
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          aria-label={t('products.down', { name })}
          disabled={at === props.siblings.length - 1}
          onClick={() => props.onShift(1)}
        />
        <Button type="link" size="small" onClick={() => props.onName({ renamed: path })}>
          {t('products.rename')}
        </Button>
        {path.length < 5 && (
          <Button type="link" size="small" onClick={() => props.onName({ above: path })}>
            {t('products.add_below')}
          </Button>
        )}
        {products === 0 && (
          <Button type="link" size="small" danger onClick={props.onRemove}>
            {t('products.remove_category')}
          </Button>
        )}
      </span>
    </li>
  )
}

function NameForm(props: { naming: Naming; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  const { naming } = props
  return (
    <FormDialog<{ name: string }>
      title={t('renamed' in naming ? 'products.rename' : 'products.new_category')}
      okText={t('action.save')}
      words={
        'renamed' in naming ? t('products.rename_words') : naming.above.join(' / ') || undefined
      }
      initial={{ name: 'renamed' in naming ? (naming.renamed.at(-1) ?? '') : '' }}
      save={({ name }) =>
        'renamed' in naming
          ? moveCategory(naming.renamed, [...naming.renamed.slice(0, -1), name.trim()])
          : createCategory([...naming.above, name.trim()])
      }
      onSaved={async () => {
        void message.success(t('products.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('products.category_name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
