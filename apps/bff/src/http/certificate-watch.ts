import type { Logger } from '#telemetry/logger.ts';

/** How often the files of the certificate are read: links that are moved to other files, as Kubernetes does, notify nobody. */
const WATCH_MS = 10_000;

export type CertificateWatch = {
  /** Reads the files now. */
  check(): void;
  stop(): void;
};

type Certificate = { content: string; certificate: { validTo: string } };

type Deps<C extends Certificate> = {
  inUse: C;
  /** @throws Error in words for the administrator where the files are of no use. */
  read: () => C;
  /** Called with what has been renewed. */
  replace: (renewed: C) => void;
  logger: Pick<Logger, 'info' | 'error'>;
  everyMs?: number | undefined;
};

/** Takes up a certificate that is renewed in its files. Files that are of no use leave the one in use, and are logged once. */
export function watchCertificate<C extends Certificate>(deps: Deps<C>): CertificateWatch {
  const { inUse, read, replace, logger, everyMs = WATCH_MS } = deps;
  let content = inUse.content;
  let logged = '';

  function check(): void {
    try {
      const now = read();
      logged = '';
      if (now.content === content) return;
      replace(now);
      content = now.content;
      const { validTo } = now.certificate;
      logger.info({ event: 'tls.certificate-renewed', validTo }, 'the renewed certificate is in use');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why === logged) return;
      logged = why;
      logger.error(
        { event: 'tls.certificate-refused', why },
        'the certificate is of no use; the one before stays in use',
      );
    }
  }

  const timer = setInterval(check, everyMs).unref();
  return { check, stop: () => clearInterval(timer) };
}
