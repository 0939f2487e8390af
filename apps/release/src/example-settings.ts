/** The settings everybody needs, to be filled in; `dataDir` is where the system has its data. */
export function exampleSettings(folder: string, dataDir: string, slash: '/' | '\\'): string {
  return `# Settings of Retry Desk: NAME=value, one a line. All of them are listed in the README, "Configuration".
# This file may hold a password: let nobody read it but the administrator and the service.

EM_URL=https://em.example.local:9398
EM_USERNAME=EXAMPLE\\svc-retrydesk
EM_PASSWORD=

# The certificate of Enterprise Manager: its SHA-256 fingerprint, or a file with it or its CA.
EM_FINGERPRINT=
#EM_CA_FILE=${folder}${slash}em-ca.pem

# The address in people's browsers, and the proxy in front that terminates TLS.
PUBLIC_URL=https://retry.example.local
TRUST_PROXY=loopback

DATA_DIR=${dataDir}
`;
}
