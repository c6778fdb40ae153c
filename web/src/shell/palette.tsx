// The command palette: every page, every page's actions, and connections, members and connectors by name. Loaded when it is first
// opened. A page offers its actions by `usePaletteActions`.
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMay } from '../hub/permissions.ts'
import { connectionsQuery, connectorsQuery, membersQuery } from '../hub/queries.ts'
import { Icon } from '../kit/icons.tsx'
import { usePageActions } from './palette-actions.ts'
import { placeGroups } from './places.ts'

const shownMax = 40

/** Opens each time `asked` grows. */
export function Palette(props: { asked: number }) {
  const { asked } = props
  useEffect(() => {
    if (asked > 0) spotlight.open()
  }, [asked])
  const may = useMay()
  const navigate = useNavigate()
  const pageActions = usePageActions()
  const connections = useQuery({ ...connectionsQuery, enabled: may('connections:read') })
  const connectors = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  const members = useQuery({ ...membersQuery, enabled: may('members:read') })
  const go = (to: string) => () => void navigate({ to })
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'On this page',
      actions: pageActions.map(({ label, run }) => ({
        id: `act:${label}`,
        label,
        leftSection: <Icon name="arrow" />,
        onClick: run,
      })),
    },
    {
      group: 'Pages',
      actions: [
        ...placeGroups
          .flatMap((group) => group.places)
          .filter((place) => may(place.permission))
          .map(({ path, title, icon, words }) => ({
            id: `page:${path}`,
            label: title,
            keywords: words ?? '',
            leftSection: <Icon name={icon} />,
            onClick: go(path),
          })),
        {
          id: 'page:/account',
          label: 'Account',
          keywords: 'me profile passkeys sessions notices',
          leftSection: <Icon name="account" />,
          onClick: go('/account'),
        },
      ],
    },
    {
      group: 'Connections',
      actions: (connections.data ?? []).map(({ id, name, account }) => ({
        id,
        label: name,
        description: account.name,
        leftSection: <Icon name="connections" />,
        onClick: go(`/connections/${id}`),
      })),
    },
    {
      group: 'Connectors',
      actions: (connectors.data ?? []).map(({ id, name, description }) => ({
        id: `connector:${id}`,
        label: name,
        description,
        leftSection: <Icon name="connectors" />,
        onClick: go(`/connectors/${id}`),
      })),
    },
    {
      group: 'Members',
      actions: (members.data ?? []).map(({ id, name, email }) => ({
        id,
        label: name,
        description: email,
        leftSection: <Icon name="members" />,
        onClick: () => void navigate({ to: '/members', search: { query: email } }),
      })),
    },
  ]
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      limit={shownMax}
      scrollable
      maxHeight={420}
      lockScroll={false}
      shortcut={null}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      highlightQuery
      nothingFound="Nothing by that name. Try a page, a connection or a person."
      searchProps={{
        placeholder: 'Go to a page, a connection, a person …',
        'aria-label': 'Find',
        leftSection: <Icon name="search" />,
      }}
    />
  )
}
