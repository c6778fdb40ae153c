// Databases: nothing at a vendor, a user that can only read. The grants are the guarantee: what the user may not do, no query can.
// Read on 2026-11-23: postgresql.org/docs/18/predefined-roles.html (pg_read_all_data), …/sql-createrole.html,
// dev.mysql.com/doc/refman/8.4/en/create-user.html, mariadb.com/kb/en/create-user.
import type { VendorSetup } from '../../core/contract/setup.ts'

const postgres = `CREATE ROLE causeway_reader LOGIN PASSWORD '<a long password>' CONNECTION LIMIT 10;
ALTER ROLE causeway_reader SET default_transaction_read_only = on;
ALTER ROLE causeway_reader SET statement_timeout = '30s';
GRANT CONNECT ON DATABASE <database> TO causeway_reader;
GRANT USAGE ON SCHEMA public TO causeway_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO causeway_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO causeway_reader;`

const mysql = `CREATE USER 'causeway_reader'@'%' IDENTIFIED BY '<a long password>' REQUIRE SSL
  WITH MAX_USER_CONNECTIONS 10;
GRANT SELECT, SHOW VIEW ON \`<database>\`.* TO 'causeway_reader'@'%';`

export const setup: VendorSetup = {
  connector: 'database',
  name: 'PostgreSQL, MySQL, MariaDB',
  consoleUrl: null,
  redirectPaths: [],
  scopes: [],
  fields: [],
  steps: () => [
    {
      title: 'Make a user that can only read',
      text: 'Run this as an administrator of the database, with a password of your own. Grant single tables instead of all where not everything shall be seen: whoever may ask the assistant may read what this user reads.',
      copies: [
        { label: 'PostgreSQL', value: postgres },
        { label: 'MySQL and MariaDB', value: mysql },
      ],
    },
    {
      title: 'Let it be reached',
      text: 'The database must be reachable from the internet by TLS with a certificate that can be verified, or through a Hyperdrive binding of this hub, which also reaches private networks. MySQL and MariaDB need Hyperdrive.',
      copies: [],
    },
    {
      title: 'Connect here',
      text: 'Connect the database with host, port, name, user and password. They are tested before they are kept. Nothing is kept on this page.',
      copies: [],
    },
  ],
  probe: null,
}
