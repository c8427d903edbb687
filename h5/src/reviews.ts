// What buyers say, as the API says it.
import { slug } from './address.ts'
import { answer, client, here } from './api/client.ts'

export interface Only {
  stars?: number
  pictures?: true
}
export const loadReviews = (sku: string, only: Only, cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/products/{sku}/reviews', {
      params: {
        path: { ...here, sku },
        query: {
          limit: 5,
          ...(only.stars && { stars: only.stars }),
          ...(only.pictures && { pictures: 'true' }),
          ...(cursor && { cursor }),
        },
      },
    }),
  )
const at = (id: string) => ({ path: { ...here, id } })
export const loadReviewables = (order: string) =>
  answer(client.GET('/api/v1/shop/{shop}/orders/{id}/reviews', { params: at(order) }))
export const postReview = (
  order: string,
  body: { sku: string; stars: number; words: string; author: string; pictures: string[] },
) => answer(client.POST('/api/v1/shop/{shop}/orders/{id}/reviews', { params: at(order), body }))
export type Reviews = Awaited<ReturnType<typeof loadReviews>>
export type Reviewable = Awaited<ReturnType<typeof loadReviewables>>['items'][number]

export const photoUrl = (id: string): string => `/api/v1/shop/${slug}/review-pictures/${id}`

const WIDEST = 1280
export interface SentPhoto {
  id: string
  /** What she sees of it while she writes. */
  shown: string
}
/** Made smaller on her phone: it is sent faster, and nothing of the camera's notes comes with it. */
export async function sendPhoto(file: File): Promise<SentPhoto> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, WIDEST / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('this browser draws no pictures')
  // A picture that lets through what is behind it stands on white.
  paper.fillStyle = '#ffffff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
  if (!blob) throw new Error('this browser makes no JPEG')
  const { id } = await answer(
    client.POST('/api/v1/shop/{shop}/review-pictures', {
      params: { path: here },
      body: blob as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'content-type': 'image/jpeg' },
    }),
  )
  return { id, shown: canvas.toDataURL('image/jpeg', 0.5) }
}
