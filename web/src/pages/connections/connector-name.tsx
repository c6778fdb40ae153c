// A connector's product name by its id: people see “Google Workspace”, never `google`.
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { connectorsQuery } from '../../hub/queries.ts'

export function ConnectorName(props: { id: string }) {
  const may = useMay()
  const { data } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  return <>{data?.find(({ id }) => id === props.id)?.name ?? props.id}</>
}

/** An action's title by connector and name, with the product before it. */
export function ActionName(props: { connector: string; action: string }) {
  const may = useMay()
  const { data } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  const known = data?.find(({ id }) => id === props.connector)
  const title = known?.actions.find(({ name }) => name === props.action)?.title
  return (
    <>
      {known?.name ?? props.connector}: {title ?? props.action}
    </>
  )
}
