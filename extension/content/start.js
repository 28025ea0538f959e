// The content script's first file: ends an earlier copy and opens a new life.
//
// After an update the browser leaves the old copy in open tabs. It runs in the same isolated world
// in Chromium and in another one in Firefox, so the word to stop goes over the document, where both
// hear it. The page could say it too; it owns the document anyway.
//
// Each file is a block, so that a second copy in the same world doesn't declare anything twice.
{
  const STOP = 'partner-lens-stop';
  document.dispatchEvent(new CustomEvent(STOP));
  // Firefox ends an old copy without a word; what it drew is still there.
  for (const element of document.querySelectorAll('partner-lens-badge,partner-lens-launcher,partner-lens-notice,partner-lens-panel')) {
    element.remove();
  }

  const life = new AbortController();
  const stop = () => life.abort();
  document.addEventListener(STOP, stop, { once: true, signal: life.signal });

  globalThis.partnerLens = /** @type {PartnerLens} */ ({ life: life.signal, stop });
}
