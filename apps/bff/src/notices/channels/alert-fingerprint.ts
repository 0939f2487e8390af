const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;

/**
 * The name of an alert in Alertmanager: FNV-1a of its sorted labels, a byte 255 behind each name and value.
 * https://github.com/prometheus/common/blob/main/model/signature.go
 */
export function alertFingerprint(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).sort();
  const bytes = names.flatMap((name) => [...Buffer.from(name), 255, ...Buffer.from(labels[name] ?? ''), 255]);
  const hash = bytes.reduce((sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME), OFFSET);
  return hash.toString(16).padStart(16, '0');
}
