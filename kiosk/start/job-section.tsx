import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useText } from './texts.ts'

const stops = [
  { name: 'office', href: '/office/', icon: 'box' },
  { name: 'booth', href: '/booth/', icon: 'people' },
  { name: 'kiosk', href: '/member/', icon: 'tap' },
  { name: 'tap', href: '/tap/', icon: 'phone' },
  { name: 'evening', href: '/booth/#evening', icon: 'check' },
] as const

/** The five stops of the job, in the order of a day. */
export function JobSection() {
  const text = useText()
  return (
    <section aria-labelledby="job">
      <h2 id="job">{text('job.title')}</h2>
      <ol className="stops">
        {stops.map(({ name, href, icon }, index) => (
          <li key={name}>
            <span className="stop-number figures" aria-hidden="true">
              {index + 1}
            </span>
            <div className="stop-words">
              <h3>
                <Icon name={icon} /> {text(`job.${name}.title`)}
              </h3>
              <p>{text(`job.${name}.words`)}</p>
            </div>
            <ButtonLink href={href} icon="arrow">
              {text(`job.${name}.open`)}
            </ButtonLink>
          </li>
        ))}
      </ol>
    </section>
  )
}
