import { Link } from '@tanstack/react-router'
import { useText } from './texts.ts'

/** To the report, from the programme that it is about. */
export const ReportLink = () => (
  <Link className="button quiet" to="/programme/report">
    {useText()('link')}
  </Link>
)
