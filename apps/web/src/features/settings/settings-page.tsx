import { Link } from 'wouter';
import { useSession } from '#api/session-context.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { laterPage } from '#ui/later.tsx';
import { Loading } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { HealthSection } from './health-section.tsx';
import { InsecureWarning, ServerSection } from './server-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TokensSection } from './tokens-section.tsx';
import { WallLinksSection } from './wall-links-section.tsx';
import { settingsWords as words } from './words.ts';

const NoticesSection = laterPage(
  async () => ({ default: (await import('./notices/notices-section.tsx')).NoticesSection }),
  <Loading>{words.reading}</Loading>,
);

const link =
  'inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:decoration-current';

/** `/settings`: the links of wall screens, notices, how the link to Enterprise Manager is, what this server is. */
export function SettingsPage() {
  const { settings, audit, about } = catalogue.shell;
  const { role } = useSession();
  return (
    <div>
      <PageTitle>{settings}</PageTitle>
      <PageHead
        title={settings}
        actions={
          <>
            {role === 'operator' && (
              <Link href={pages.audit()} className={link}>
                {audit}
              </Link>
            )}
            <Link href={pages.about()} className={link}>
              {about}
            </Link>
          </>
        }
      />
      <InsecureWarning />
      {/* What can be done stands wide at the left, what is so beside it. */}
      <div className="lg:grid lg:min-h-[calc(var(--screen)-110px)] lg:grid-cols-[minmax(0,1fr)_420px]">
        <div className="border-line lg:order-1 lg:border-l">
          <HealthSection />
          <ServerSection />
          <AppearanceSection />
        </div>
        <div>
          <WallLinksSection />
          <SessionsSection />
          <TokensSection />
          {role === 'operator' && <NoticesSection />}
        </div>
      </div>
    </div>
  );
}
