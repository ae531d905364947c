import { Link } from '@tanstack/react-router'
import { EmptyState } from '../ui/empty-state.tsx'
import { useText } from './texts.ts'

export function NotFound() {
  const text = useText()
  return (
    <EmptyState icon="help" title={text('not-found.title')} todo={text('not-found.todo')}>
      <Link to="/" className="button plain">
        {text('not-found.home')}
      </Link>
    </EmptyState>
  )
}
