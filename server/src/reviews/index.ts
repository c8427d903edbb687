export { reviewExports } from './exports.ts'
export { queues } from './jobs.ts'
export { reviewsParty } from './party.ts'
export { reviewsData } from './personal-data.ts'
export { addReviewPicture, MOST_PHOTO_BYTES, reviewPicture } from './pictures.ts'
export { PHOTO_HEADERS, routes } from './routes.ts'
export {
  NewReviewBody,
  OwnReviewOut,
  Reviewables,
  ShownReviews,
  StarsQuery,
} from './shapes.ts'
export { shownReviews } from './shown.ts'
export { reviewables, type Writer, writeReview } from './write.ts'
