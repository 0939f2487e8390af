import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether a column holds this part, in any case; nothing in the part is a wildcard. */
export function containsText(column: string, part: string): RawBuilder<SqlBool> {
  const pattern = `%${part.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '!'`;
}
