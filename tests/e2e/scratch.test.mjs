import { until } from './browser/surface.mjs';
import { INES, PAGES, SIGN_IN, pressSignIn, said, signInRequests, signInSuite, openWindow } from './sign-in.mjs';
const log = (...a) => console.log(...a.map((x) => typeof x === 'string' ? x : JSON.stringify(x)));
const pending = (simulator, end) => until(async () => (await simulator.requests()).some((r) => r.path.split('?')[0].endsWith(end) && r.status === null), { what: `pending ${end}` });
async function report(bench, what) {
  const { browser, panel, simulator } = bench;
  let last = '';
  const start = Date.now();
  while (Date.now() - start < 6000) {
    const s = await said(panel);
    const w = await browser.signInWindows();
    const urls = []; for (const x of w) urls.push(await x.evaluate(() => location.href.slice(0, 60) + ' ' + document.querySelector('h1')?.textContent).catch((e) => String(e).slice(0, 60)));
    const { seen, silent, codes, fetched } = await signInRequests(simulator);
    const line = JSON.stringify({ acc: s.accounts.length, busy: s.busy, code: s.code, urls, seen, fetched: fetched.length, silent, codes, tok: (await signInRequests(simulator)).tokens.map((t) => t.status) });
    if (line !== last) log(browser.name, what, Date.now() - start, line);
    last = line;
    await new Promise((r) => setTimeout(r, 100));
  }
}
signInSuite('scratch', (test) => {
  for (const hold of ['authorize', 'token', 'tokenAnswer', 'graph']) {
    test('hold ' + hold, async (bench) => {
      const { browser, panel, simulator } = bench;
      await simulator.entra({ hold: [hold] });
      if (hold === 'authorize') {
        await panel.click(SIGN_IN);
        await pending(simulator, '/authorize');
      } else {
        const w = await pressSignIn(browser, panel);
        await w.goOn(INES);
        await pending(simulator, hold === 'graph' ? '/organization' : '/token');
      }
      await browser.killWorker();
      log('killed');
      await report(bench, 'killed@' + hold);
      await simulator.entra({ hold: null });
      await report(bench, 'released@' + hold);
    });
  }
  for (const page of [PAGES.picker, PAGES.consent]) test('page ' + page, async (bench) => {
    const { browser, panel, simulator } = bench;
    const w = await pressSignIn(browser, panel);
    await w.goOn(INES, page);
    await browser.killWorker();
    await report(bench, 'killed@' + page);
    if (await w.isOpen()) { await w.goOn(INES).catch((e) => log(String(e))); await report(bench, 'gone on@' + page); }
  });
});
