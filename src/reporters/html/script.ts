/**
 * Filter, search and copy. The page is readable without scripts; controls that need this script are hidden
 * until it runs. It must not contain `</script`, and must not build markup from text.
 */
export const script = `
'use strict';
(() => {
  const form = document.getElementById('filter');
  if (form) {
    const query = document.getElementById('query');
    const found = document.getElementById('found');
    const groups = [...document.querySelectorAll('.group')].map((group) => ({
      group,
      open: false,
      cases: [...group.querySelectorAll('.case')],
    }));
    const total = groups.reduce((sum, { cases }) => sum + cases.length, 0);
    const texts = new WeakMap();
    const textOf = (one) => {
      if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase());
      return texts.get(one);
    };
    let filtering = false;
    const apply = () => {
      const words = query.value.toLowerCase().split(/\\s+/).filter(Boolean);
      const chosen = new Set([...form.querySelectorAll(':checked')].map((box) => box.value));
      const active = words.length > 0 || chosen.size > 0;
      let number = 0;
      for (const item of groups) {
        let here = 0;
        for (const one of item.cases) {
          const fits =
            (chosen.size === 0 || chosen.has(one.dataset.verdict)) &&
            words.every((word) => textOf(one).includes(word));
          one.hidden = !fits;
          if (fits) here += 1;
        }
        if (active && !filtering) item.open = item.group.open;
        if (active) item.group.open = here > 0;
        else if (filtering) item.group.open = item.open;
        item.group.hidden = active && here === 0;
        number += here;
      }
      filtering = active;
      found.textContent = active ? number + ' of ' + total + ' cases' : total + (total === 1 ? ' case' : ' cases');
    };
    let planned = 0;
    form.addEventListener('input', () => {
      cancelAnimationFrame(planned);
      planned = requestAnimationFrame(apply);
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => {
      setTimeout(apply);
      query.focus();
    });
    form.hidden = false;
    apply();
    const reveal = () => {
      const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!at || !at.closest('.group')) return;
      if (at.closest('[hidden]')) {
        form.querySelectorAll(':checked').forEach((box) => (box.checked = false));
        query.value = '';
        apply();
      }
      for (let up = at.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
      at.scrollIntoView();
    };
    addEventListener('hashchange', reveal);
  }

  const copy = async (line) => {
    try {
      await navigator.clipboard.writeText(line.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(line);
      return document.execCommand('copy');
    }
  };
  const offer = (line) => {
    if (line.dataset.offered) return;
    line.dataset.offered = '1';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copier';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      button.textContent = (await copy(line)) ? 'Copied' : 'Press Ctrl+C';
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    });
    line.before(button);
  };
  // Cases get their copy button when they are opened: there may be thousands.
  for (const line of document.querySelectorAll('.copy')) if (!line.closest('.case')) offer(line);
  document.addEventListener('toggle', ({ target }) => {
    if (target.open && target.matches('.case')) target.querySelectorAll('.copy').forEach(offer);
  }, true);
})();
`;
