// Links that look like buttons, and links in text: both go through the router, so that no page is loaded anew.
import { Button, type ButtonProps } from '@mantine/core'
import { createLink, Link } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icons.tsx'

type Search = Readonly<Record<string, string | undefined>>

const RoutedButton = createLink(
  (
    props: ButtonProps &
      Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & {
        ref?: Ref<HTMLAnchorElement>
      },
  ) => <Button component="a" {...props} />,
)

export function ButtonLink(props: {
  to: string
  search?: Search
  variant?: 'filled' | 'default' | 'subtle' | 'light' | 'transparent'
  size?: 'xs' | 'sm' | 'compact-sm'
  icon?: IconName
  children: ReactNode
}) {
  const { to, search, variant = 'default', size = 'xs', icon, children } = props
  return (
    <RoutedButton
      to={to}
      {...(search ? { search } : {})}
      variant={variant}
      size={size}
      {...(variant === 'transparent' ? { px: 0 } : {})}
      leftSection={icon ? <Icon name={icon} size={14} /> : undefined}
    >
      {children}
    </RoutedButton>
  )
}

/** A link in running text. */
export function TextLink(props: { to: string; search?: Search; children: ReactNode }) {
  const { to, search, children } = props
  return (
    <Link to={to} {...(search ? { search } : {})}>
      {children}
    </Link>
  )
}
