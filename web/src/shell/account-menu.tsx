// Who is signed in, and the way out. Signing out is a form's POST, so that the hub clears the cookie and everything in memory goes.
import { ActionIcon, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../hub/permissions.ts'
import { Icon } from '../kit/icons.tsx'

export function AccountMenu() {
  const me = useMe()
  const navigate = useNavigate()
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Your account">
          <Icon name="account" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name ?? me.email}
          {me.role && ` · ${me.role}`}
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon name="account" />}
          onClick={() => void navigate({ to: '/account' })}
        >
          Account
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/docs"
          target="_blank"
          rel="noreferrer"
          leftSection={<Icon name="external" />}
        >
          API reference
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" />} onClick={() => signOut('/sign-out')}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Posts a form to the hub's own door and follows its answer. */
export function signOut(action: '/sign-out' | '/operator/sign-out'): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  document.body.append(form)
  form.submit()
}
