import type { WallLink } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { base } from '#lib/base.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { CreateWallLink } from './create-wall-link.tsx';
import { linkState } from './link-state.ts';
import { List, Row } from './list-section.tsx';
import { wallLinksQuery } from './queries.ts';
import { RevokeWallLink } from './revoke-wall-link.tsx';
import { Paragraph, Section } from './section.tsx';
import { settingsWords as words } from './words.ts';

function WallLinks() {
  const now = useNow();
  const { data, error } = useQuery(wallLinksQuery());
  const [revoking, setRevoking] = useState<WallLink | null>(null);
  return (
    <>
      <List
        label={words.links}
        columns={Object.values(words.columns)}
        entries={data?.links}
        problem={error && `${words.linksFailed} ${explain(error).text}`}
        none={words.noLinks}
        row={(link) => (
          <Row
            key={link.id}
            name={link.name}
            cells={[
              words.view.of(link),
              <bdi key="by">{link.createdBy}</bdi>,
              <Time key="at" at={link.createdAt} show="day" />,
              words.linkState(linkState(link, now)),
              link.lastSeenAt ? <Time key="seen" at={link.lastSeenAt} /> : catalogue.never,
            ]}
            press={{ text: words.revoke, label: words.revokeOf(link.name), onPress: () => setRevoking(link) }}
          />
        )}
      />
      {revoking && <RevokeWallLink link={revoking} onClose={() => setRevoking(null)} />}
      <CreateWallLink />
    </>
  );
}

/** The links that open the wall: list, create, revoke. Only operators get the list from the server. */
export function WallLinksSection() {
  const { role } = useSession();
  return (
    <Section id="settings-links" title={words.links} help={words.linksHelp}>
      <Paragraph>
        <a
          href={base + pages.wall()}
          className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {words.openHere}
        </a>
      </Paragraph>
      {role === 'operator' ? <WallLinks /> : <Paragraph>{words.linksOperators}</Paragraph>}
    </Section>
  );
}
