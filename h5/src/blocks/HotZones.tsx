import type { BlockProps } from '../home.ts'
import { hrefOf } from './link.ts'
import { Shot } from './Shot.tsx'

const percent = (share: number) => `${share / 100}%`

/** One picture; parts of it lead somewhere. */
export function HotZones({ block, pictures, isFirst }: BlockProps<'hot_zones'>) {
  const { picture_id, alt, zones } = block.settings
  if (picture_id === null) return null
  return (
    <div class="zones">
      <Shot pictures={pictures} id={picture_id} alt={alt} isFirst={isFirst} />
      {zones.map(
        ({ x, y, w, h, label, link }, i) =>
          link && (
            <a
              key={i}
              href={hrefOf(link)}
              style={`left:${percent(x)};top:${percent(y)};width:${percent(w)};height:${percent(h)}`}
            >
              <span class="unseen">{label}</span>
            </a>
          ),
      )}
    </div>
  )
}
