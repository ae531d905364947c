import { Link } from '@tanstack/react-router'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

/** The way from the settings to the imports. */
export function ImportsSection() {
  const text = useText()
  return (
    <Section
      title={text('title')}
      actions={
        <Link to="/settings/imports" className="button plain">
          {text('section.open')}
        </Link>
      }
    >
      <p className="soft">{text('section.words')}</p>
    </Section>
  )
}
