import { chromium } from 'playwright-core';
const base = process.argv[2], user = process.argv[3], password = process.argv[4], screen = process.argv[5], lang = process.argv[6], out = process.argv[7];
const paths = process.argv.slice(8);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const c = await b.newContext({ baseURL: base, viewport: screen === 'phone' ? { width: 390, height: 844 } : { width: 1280, height: 900 }, timezoneId: 'Asia/Shanghai', locale: lang === 'en' ? 'en-GB' : 'zh-CN' });
await c.addCookies([{ name: 'kunyu_lang', value: lang, url: base }]);
const p = await c.newPage();
p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()); });
if (user !== '-') {
  await p.goto('/workbench/', { waitUntil: 'networkidle' });
  await p.locator('input[autocomplete=username]').fill(user);
  await p.locator('input[autocomplete=current-password]').fill(password);
  await p.locator('button[type=submit]').click();
  await p.waitForURL(/workbench\/(todos|me)/);
}
for (const path of paths) {
  await p.goto(path, { waitUntil: 'networkidle' });
  const name = `${out}/${lang}-${screen}-${path.replace(/^\//, '').replace(/[^\w]+/g, '-') || 'home'}.png`;
  await p.screenshot({ path: name, fullPage: true });
  console.log(name);
}
await b.close();
