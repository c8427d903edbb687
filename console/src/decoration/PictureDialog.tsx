import { UploadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal, Popconfirm } from 'antd'
import { useRef, useState } from 'react'
import { answer, client } from '../api/client.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { addPicture, type Picture, removePicture } from './api.ts'
import styles from './Decoration.module.css'

const TYPES = 'image/png,image/jpeg,image/webp,image/gif'
const PAGE = 24

/** The brand's pictures: chosen, found, added, and removed where nothing shows them. */
export function PictureDialog(props: {
  onChosen: (picture: Picture) => void
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const list = useInfiniteQuery({
    queryKey: ['pictures', q],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/pictures', {
          params: {
            query: { limit: PAGE, ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const changed = () => queryClient.invalidateQueries({ queryKey: ['pictures'] })
  const adding = useMutation({
    mutationFn: addPicture,
    onSuccess: async (picture) => {
      await changed()
      props.onChosen(picture)
    },
  })
  const removing = useMutation({
    mutationFn: removePicture,
    onSuccess: () => void message.success(t('decoration.picture_removed')),
    onSettled: changed,
  })
  const pictures = list.data?.pages.flatMap(({ items }) => items)
  const add = (
    <Button
      type="primary"
      icon={<UploadOutlined />}
      loading={adding.isPending}
      onClick={() => input.current?.click()}
    >
      {t('decoration.add_picture')}
    </Button>
  )
  return (
    <Modal open width={760} title={t('decoration.pictures')} footer={null} onCancel={props.onClose}>
      {(adding.error ?? removing.error) && <ErrorNote error={adding.error ?? removing.error} />}
      <div className={styles.pictureBar}>
        <Input
          allowClear
          value={text}
          placeholder={t('decoration.find_picture')}
          aria-label={t('decoration.find_picture')}
          onChange={(event) => setText(event.target.value)}
        />
        {add}
        <input
          ref={input}
          type="file"
          hidden
          accept={TYPES}
          aria-label={t('decoration.add_picture')}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            target.value = ''
            if (file) adding.mutate(file)
          }}
        />
      </div>
      <p className={styles.quiet}>{t('decoration.picture_rules')}</p>
      {list.error ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : !pictures ? (
        <SkeletonLines lines={5} />
      ) : pictures.length === 0 ? (
        <EmptyState
          compact
          title={t(q ? 'decoration.no_picture_found' : 'decoration.no_pictures')}
        />
      ) : (
        <ul className={styles.pictures}>
          {pictures.map((picture) => (
            <li key={picture.id}>
              <button type="button" onClick={() => props.onChosen(picture)}>
                <img src={picture.url} alt="" loading="lazy" />
                <span>{picture.name}</span>
              </button>
              <small className={styles.quiet}>
                {picture.width} × {picture.height}
                <Popconfirm
                  title={t('decoration.remove_picture')}
                  onConfirm={() => removing.mutateAsync(picture.id).catch(() => undefined)}
                >
                  <Button
                    type="link"
                    size="small"
                    danger
                    aria-label={t('decoration.remove_named', { name: picture.name })}
                  >
                    {t('action.delete')}
                  </Button>
                </Popconfirm>
              </small>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('decoration.more_pictures')}
        </Button>
      )}
    </Modal>
  )
}
