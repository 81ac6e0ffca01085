/** A Chromium of the system: packages of npm would download one of their own. */
export const chromiumPath = process.env.CHROMIUM || '/usr/bin/chromium';

/** What to do where there is none. */
export const noChromium = `There is no Chromium at ${chromiumPath}. Install it (on Debian: apt-get install -y chromium), or name one with the variable CHROMIUM.`;
