import type { WallLink } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { Choice } from '#ui/choice.tsx';
import { CreateChoices } from './create-form.tsx';
import { serversQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.view;
const extents = [
  { value: 'all', text: words.all },
  { value: 'some', text: words.some },
] as const;
const screenChoices = [
  { value: 'one', text: words.oneScreen },
  { value: 'many', text: words.manyScreens },
] as const;
const reasonChoices = [
  { value: 'shown', text: words.reasonsShown },
  { value: 'hidden', text: words.reasonsHidden },
] as const;

/** The view of a wall link, null servers for all, and its number of screens. */
export type LinkView = { servers: readonly string[] | null; reasons: boolean; screens: WallLink['screens'] };

type Props = {
  view: LinkView;
  onChange: (view: LinkView) => void;
  /** A screen that is found by its code is one. */
  ofOneScreen: boolean;
};

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

/** How many screens a link opens, which backup servers they show, and whether they show machines and reasons. */
export function LinkViewFields({ view, onChange, ofOneScreen }: Props) {
  return (
    <CreateChoices>
      {!ofOneScreen && (
        <Choice
          label={words.screens}
          value={view.screens}
          options={screenChoices}
          onChange={(screens) => onChange({ ...view, screens })}
        />
      )}
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
    </CreateChoices>
  );
}
