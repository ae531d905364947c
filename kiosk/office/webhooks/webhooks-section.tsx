import { Link } from '@tanstack/react-router'
import { Section } from '../section.tsx'
import { WebhookTrouble } from './trouble.tsx'
import { useText } from './texts.ts'

/** The way from the settings to the webhooks. */
export function WebhooksSection() {
  const text = useText()
  return (
    <Section
      title={text('title')}
      actions={
        <Link to="/settings/webhooks" className="button plain">
          {text('section.open')}
        </Link>
      }
    >
      <WebhookTrouble />
      <p className="soft">{text('section.words')}</p>
    </Section>
  )
}
