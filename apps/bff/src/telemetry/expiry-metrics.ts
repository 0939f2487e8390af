import { Gauge, type Registry } from 'prom-client';

/** Certificates whose end is published: our own, and the one that Enterprise Manager shows. */
export type CertificateName = 'own' | 'enterprise_manager';

/** Publishes when certificates and API tokens end. Returns how to note the end of a certificate, milliseconds since 1970. */
export function gaugeExpiry(
  registers: Registry[],
  nextTokenEndsAt: () => Promise<number | null>,
): (certificate: CertificateName, endsAt: number) => void {
  const certificates = new Gauge({
    name: 'retry_desk_certificate_expiry_timestamp_seconds',
    help: 'When the certificate ends; without a sample while none is in use or none has been seen.',
    labelNames: ['certificate'] as const,
    registers,
  });
  new Gauge({
    name: 'retry_desk_api_token_expiry_timestamp_seconds',
    help: 'When the API token that ends first ends; NaN where there is none, and while the store cannot be read.',
    registers,
    async collect() {
      const endsAt = await nextTokenEndsAt().catch(() => null);
      this.set(endsAt === null ? Number.NaN : endsAt / 1000);
    },
  });
  return (certificate, endsAt) => certificates.set({ certificate }, endsAt / 1000);
}
