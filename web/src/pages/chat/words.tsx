// An answer's Markdown as elements. HTML in it is text, pictures are not loaded, and links go to http(s) addresses only, which are
// seen before they are followed: what a vendor or a model writes can neither run nor load anything.
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Icon } from '../../kit/icons.tsx'
import styles from './chat.module.css'

const allowed = [
  ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'hr', 'a'],
  ...['ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]

export function Words(props: { markdown: string }) {
  return (
    <div className={styles.words}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        allowedElements={allowed}
        unwrapDisallowed
        urlTransform={(url) => webAddress(url)}
        components={{
          a: ({ href, children }) => <OutLink url={href ?? ''}>{children}</OutLink>,
          h1: Heading,
          h2: Heading,
          h3: Heading,
        }}
      >
        {props.markdown}
      </Markdown>
    </div>
  )
}

/** Headings of an answer do not compete with the page's own. */
const Heading = (props: { children?: React.ReactNode }) => <h4>{props.children}</h4>

/** A link out of the dashboard; an address that is none of the web's is text. */
export function OutLink(props: { url: string; children: React.ReactNode }) {
  const url = webAddress(props.url)
  if (url === '') return <span>{props.children}</span>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" title={url} className={styles.out}>
      {props.children}
      <Icon name="external" size={12} />
    </a>
  )
}

function webAddress(url: string): string {
  if (!URL.canParse(url)) return ''
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : ''
}
