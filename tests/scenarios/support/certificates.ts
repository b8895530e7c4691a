// Certificates of a day, by openssl.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });

/** Who signs: `NAME.crt` and `NAME.key` in the folder. Answers the path of the first. */
export function makeAuthority(folder: string, name: string): string {
  const file = join(folder, name);
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${name}`, '-keyout', `${file}.key`, '-out', `${file}.crt`);
  return `${file}.crt`;
}

/** A certificate of the server `subject` ("IP:127.0.0.1", "DNS:example.cn"), signed by the authority; `NAME.crt`, `NAME.key`. */
export function makeCertificate(folder: string, name: string, authority: string, subject: string): void {
  const file = join(folder, name);
  const signer = join(folder, authority);
  writeFileSync(`${file}.ext`, `subjectAltName=${subject}\n`);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${file}.key`, '-out', `${file}.csr`);
  openssl('x509', '-req', '-in', `${file}.csr`, '-CA', `${signer}.crt`, '-CAkey', `${signer}.key`, '-CAcreateserial', '-days', '1', '-extfile', `${file}.ext`, '-out', `${file}.crt`);
}
