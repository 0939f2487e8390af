import { useQuery } from '@tanstack/react-query';
import { Choice } from '#ui/choice.tsx';
import { serversQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.view;
const extents = [
  { value: 'all', text: words.all },
  { value: 'some', text: words.some },
] as const;
const reasonChoices = [
  { value: 'shown', text: words.reasonsShown },
  { value: 'hidden', text: words.reasonsHidden },
] as const;

/** What a wall link will show: null servers for all. */
export type LinkView = { servers: readonly string[] | null; reasons: boolean };

type Props = { view: LinkView; onChange: (view: LinkView) => void };

function ServerBoxes({ chosen, onChange }: { chosen: readonly string[]; onChange: (servers: string[]) => void }) {
  const { data: servers = [] } = useQuery(serversQuery());
  return (
    <fieldset className="m-0 flex flex-wrap gap-x-4 gap-y-1 border-0 p-0">
      <legend className="sr-only">{words.servers}</legend>
      {servers.map((server) => (
        <label key={server} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={chosen.includes(server)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, server] : chosen.filter((each) => each !== server))
            }
          />
          {server}
        </label>
      ))}
    </fieldset>
  );
}

/** Which backup servers a wall shows, and whether it tells machines and reasons. */
export function LinkViewFields({ view, onChange }: Props) {
  return (
    <div className="link-view">
      <Choice
        label={words.servers}
        value={view.servers === null ? 'all' : 'some'}
        options={extents}
        onChange={(extent) => onChange({ ...view, servers: extent === 'all' ? null : [] })}
      />
      {view.servers && <ServerBoxes chosen={view.servers} onChange={(servers) => onChange({ ...view, servers })} />}
      <Choice
        label={words.reasons}
        value={view.reasons ? 'shown' : 'hidden'}
        options={reasonChoices}
        onChange={(choice) => onChange({ ...view, reasons: choice === 'shown' })}
      />
    </div>
  );
}
