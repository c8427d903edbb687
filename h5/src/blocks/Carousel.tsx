import { useEffect, useRef, useState } from 'preact/hooks'
import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { Linked } from './Linked.tsx'
import { Shot } from './Shot.tsx'

const wantsRest = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Pictures in turn; they go on by themselves only until somebody touches or stops them. */
export function Carousel({ block, pictures, isFirst }: BlockProps<'carousel'>) {
  const { slides, ratio, seconds } = block.settings
  const list = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState(0)
  const [goes, setGoes] = useState(seconds > 0 && slides.length > 1 && !wantsRest())
  const show = (place: number) => {
    const box = list.current
    box?.scrollTo({ left: place * box.clientWidth, behavior: wantsRest() ? 'auto' : 'smooth' })
  }
  useEffect(() => {
    if (!goes) return
    const timer = setInterval(() => {
      if (!document.hidden) show((at + 1) % slides.length)
    }, seconds * 1000)
    return () => clearInterval(timer)
  }, [goes, at, seconds, slides.length])
  if (slides.length === 0) return null
  const many = slides.length > 1
  return (
    <section class="carousel" aria-label={t('block.carousel')}>
      <ul
        ref={list}
        tabIndex={many ? 0 : undefined}
        aria-label={t('block.carousel')}
        onPointerDown={() => setGoes(false)}
        onScroll={({ currentTarget: box }) => setAt(Math.round(box.scrollLeft / box.clientWidth))}
      >
        {slides.map((slide, i) => (
          <li key={`${i} ${slide.picture_id}`} style={`aspect-ratio:${ratio.replace(':', '/')}`}>
            <Linked link={slide.link} class="fill">
              <Shot
                pictures={pictures}
                id={slide.picture_id}
                alt={slide.alt}
                isFirst={isFirst && i === 0}
              />
            </Linked>
          </li>
        ))}
      </ul>
      {many && (
        <div class="dots">
          {slides.map((_, i) => (
            <span key={i} class={i === at ? 'on' : ''} />
          ))}
          <span class="unseen">{t('block.of', { place: at + 1, count: slides.length })}</span>
          {seconds > 0 && !wantsRest() && (
            <button
              type="button"
              aria-label={t(goes ? 'block.stop' : 'block.go_on')}
              onClick={() => setGoes(!goes)}
            >
              {goes ? '❚❚' : '▶'}
            </button>
          )}
        </div>
      )}
    </section>
  )
}
