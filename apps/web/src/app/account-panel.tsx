import { Link } from 'wouter';
import { explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { useSignOut } from '#features/access/sign-out.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { AppearanceChoices } from '#ui/appearance-choices.tsx';
import { Button } from '#ui/button.tsx';

const { shell } = words;

/** What stands under the name of who is signed in: theme, zone of times, the way out. Apart from the page, which nobody opens it at first sight of. */
export function AccountPanel({ onLeave, onFailure }: { onLeave: () => void; onFailure: () => void }) {
  const session = useSession();
  const signOut = useSignOut();
  return (
    <>
      <p className="font-strong">{session.user}</p>
      <p className="text-s text-muted">{shell.roles[session.role]}</p>
      <AppearanceChoices className="my-4 grid gap-3" />
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
