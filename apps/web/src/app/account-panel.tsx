import { Link } from 'wouter';
import { explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { useSignOut } from '#features/access/sign-out.ts';
import { pages } from '#lib/paths.ts';
import { setPreferences } from '#lib/preferences.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Choice } from '#ui/choice.tsx';
import { usePreferences } from '#ui/use-preferences.ts';

const { shell } = words;
const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, text: shell.themes[value] }));
const zones = (['local', 'utc'] as const).map((value) => ({ value, text: shell.zones[value] }));

/** What stands under the name of who is signed in: theme, zone of times, the way out. Apart from the page, which nobody opens it at first sight of. */
export function AccountPanel({ onLeave, onFailure }: { onLeave: () => void; onFailure: () => void }) {
  const session = useSession();
  const { theme, zone } = usePreferences();
  const signOut = useSignOut();
  return (
    <>
      <p className="font-strong">{session.user}</p>
      <p className="text-s text-muted">{shell.roles[session.role]}</p>
      <div className="my-4 grid gap-3">
        <Choice
          label={shell.theme}
          value={theme}
          options={themes}
          onChange={(value) => setPreferences({ theme: value })}
        />
        <Choice
          label={shell.times}
          value={zone}
          options={zones}
          onChange={(value) => setPreferences({ zone: value })}
        />
      </div>
      {signOut.error && (
        <p role="alert" className="mb-3 text-failed">
          {explainAction(signOut.error, shell.signOutFailed).text}
        </p>
      )}
      <div className="flex items-center gap-3">
        <Button pending={signOut.isPending} onClick={() => signOut.mutate(undefined, { onError: onFailure })}>
          {shell.signOut}
        </Button>
        <a href={pages.wall()} className="ml-auto inline-flex min-h-6 items-center text-s text-muted">
          {shell.wall}
        </a>
        <Link href={pages.about()} className="inline-flex min-h-6 items-center text-s text-muted" onClick={onLeave}>
          {shell.about}
        </Link>
      </div>
    </>
  );
}
