import type { WallLink } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { useSession } from '#api/session-context.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { RowTh, Td, Th, WideTable } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { EndWallLink } from './end-wall-link.tsx';
import { linkState } from './link-state.ts';
import { MakeWallLink } from './make-wall-link.tsx';
import { wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

function LinkRow({ link, onEnd }: { link: WallLink; onEnd: () => void }) {
  const now = useNow();
  const lock = useJournalLock();
  return (
    <tr>
      <RowTh strong>
        <bdi>{link.name}</bdi>
      </RowTh>
      <Td>{words.view.of(link)}</Td>
      <Td>
        <bdi>{link.createdBy}</bdi>
      </Td>
      <Td>
        <Time at={link.createdAt} show="day" />
      </Td>
      <Td>{words.linkState(linkState(link, now))}</Td>
      <Td>{link.lastSeenAt ? <Time at={link.lastSeenAt} /> : catalogue.never}</Td>
      <Td className="text-right">
        <Button size="small" disabledReason={lock} aria-label={words.endOf(link.name)} onClick={onEnd}>
          {words.end}
        </Button>
      </Td>
    </tr>
  );
}

function LinkTable({ links }: { links: readonly WallLink[] }) {
  const [ending, setEnding] = useState<WallLink | null>(null);
  if (links.length === 0) return <p>{words.noLinks}</p>;
  return (
    <>
      <WideTable label={words.links} className="settings-table">
        <thead>
          <tr>
            <Th>{words.columns.name}</Th>
            <Th>{words.columns.shows}</Th>
            <Th>{words.columns.by}</Th>
            <Th>{words.columns.at}</Th>
            <Th>{words.columns.state}</Th>
            <Th>{words.columns.seen}</Th>
            <td className="border-b border-line" />
          </tr>
        </thead>
        <tbody>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} onEnd={() => setEnding(link)} />
          ))}
        </tbody>
      </WideTable>
      {ending && <EndWallLink link={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function OperatorsLinks() {
  const { data, error } = useQuery(wallLinksQuery());
  return (
    <>
      {error && (
        <p className="settings-fault" role="alert">
          <StateMark state="unknown" />
          {words.linksFailed} {explain(error).text}
        </p>
      )}
      {data ? <LinkTable links={data.links} /> : !error && <p className="muted">{words.reading}</p>}
      <MakeWallLink />
    </>
  );
}

/** The links that open the wall: list, make, end. Only operators get the list from the server. */
export function WallLinksSection() {
  const { role } = useSession();
  return (
    <section aria-labelledby="settings-links">
      <h2 id="settings-links">{words.links}</h2>
      <p className="muted">{words.linksHelp}</p>
      <p>
        <a
          href={pages.wall()}
          className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {words.openHere}
        </a>
      </p>
      {role === 'operator' ? <OperatorsLinks /> : <p>{words.linksOperators}</p>}
    </section>
  );
}
