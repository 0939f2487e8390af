/** The settings that every desk needs, to be filled in, for a system with its folders. */
function exampleSettings(settingsFolder: string, dataFolder: string, slash: '/' | '\\'): string {
  return `# Settings of Retry Desk: NAME=value, one a line; single quotes where a value holds a backslash. All of them are listed in
# the README, "Configuration". This file holds a password: only administrators and the service may read it.

EM_URL=https://em.example.local:9398
EM_USERNAME='EXAMPLE\\svc-retrydesk'
EM_PASSWORD=''

# The certificate of Enterprise Manager: its SHA-256 fingerprint, or a file with the certificate or its CA.
EM_FINGERPRINT=''
#EM_CA_FILE='${settingsFolder}${slash}em-ca.pem'

# The address in people's browsers, and the proxy in front that terminates TLS.
PUBLIC_URL=https://retry.example.local
TRUST_PROXY=loopback

DATA_DIR='${dataFolder}'
`;
}

export const linuxSettings = exampleSettings('/etc/retry-desk', '/var/lib/retry-desk', '/');

export const windowsSettings = exampleSettings(
  'C:\\ProgramData\\retry-desk',
  'C:\\ProgramData\\retry-desk\\data',
  '\\',
).replaceAll('\n', '\r\n');
