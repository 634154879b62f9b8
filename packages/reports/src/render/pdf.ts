import { existsSync } from 'node:fs';
import { TouchlineError } from '@touchline/runtime';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
/** A page that takes longer to print has failed. */
const PRINT_MS_MAX = 60_000;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Where Chromium is; undefined where there is none. @param named TOUCHLINE_CHROMIUM */
export function chromiumPath(named: string): string | undefined {
  if (named !== '') return existsSync(named) ? named : undefined;
  return PLACES.find((place) => existsSync(place));
}

/**
 * Prints a page that loads nothing, without scripts and without a network, on A4.
 * @throws TouchlineError TL_REPORT_PDF_UNAVAILABLE
 */
export async function renderPdf(html: string, named: string): Promise<Buffer> {
  const executablePath = chromiumPath(named);
  if (executablePath === undefined) throw new TouchlineError('TL_REPORT_PDF_UNAVAILABLE');
  // Half a second of a processor to load, and only some reports want it.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, timeout: PRINT_MS_MAX }).catch(unavailable);
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    page.setDefaultTimeout(PRINT_MS_MAX);
    await page.setContent(html);
    const margin = { top: '16mm', bottom: '16mm', left: '14mm', right: '14mm' };
    return await page.pdf({ format: 'A4', printBackground: true, margin });
  } catch (error) {
    return unavailable(error);
  } finally {
    await browser.close();
  }
}

function unavailable(error: unknown): never {
  throw new TouchlineError('TL_REPORT_PDF_UNAVAILABLE', `The PDF could not be printed: ${String(error).split('\n')[0]}`);
}
