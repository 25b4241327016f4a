// What an element says about itself, and what the script's own tag says for all of them:
//   <script src="https://api.example/widget.js" data-key="qs_pub_..." data-user="..." data-session="..." defer></script>
const script = document.currentScript;
const common = { ...script?.dataset };
common.api ??= script?.src && new URL('.', script.src).href;

/**
 * Where the feedback of an element goes, and what every feedback and event of it has in common.
 * @param {(name: string) => string | null | undefined} get the element's own setting of a name
 * @returns null, with a word in the console, if something is missing
 */
export function target(get) {
  const setting = name => get(name) || common[name];
  const missing = ['generation', 'user', 'key', 'api'].filter(name => !setting(name));
  if (missing[0]) {
    console.warn('quality-feedback lacks: ' + missing);
    return null;
  }
  const body = { generationId: setting('generation'), userKey: setting('user'), token: setting('token'), hold: true };
  const number = name => Number(setting(name)) || undefined;
  const exposure = { position: number('position'), shown: number('shown'), surface: setting('surface') };
  if (Object.values(exposure).some(Boolean)) body.exposure = exposure;
  return { api: setting('api').replace(/\/*$/, '/'), key: setting('key'), session: setting('session'), body };
}
