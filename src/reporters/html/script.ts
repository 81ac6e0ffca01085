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
    const operation = document.getElementById('operation');
    const found = document.getElementById('found');
    const cases = [...document.querySelectorAll('.case')].map((one) => {
      const of = one.closest('.operation');
      return { one, operation: of ? of.dataset.operation : '' };
    });
    const folds = [...document.querySelectorAll('.operation, .group')].map((fold) => ({
      fold,
      open: false,
      cases: [...fold.querySelectorAll('.case')],
    }));
    const texts = new WeakMap();
    const textOf = (one) => {
      if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase());
      return texts.get(one);
    };
    const boxes = () => [...form.querySelectorAll('input:checked')];
    let filtering = false;
    const apply = () => {
      const words = query.value.toLowerCase().split(/\\s+/).filter(Boolean);
      const chosen = new Set(boxes().map((box) => box.value));
      const wanted = operation ? operation.value : '';
      const narrow = words.length > 0 || chosen.size > 0;
      const active = narrow || wanted !== '';
      let number = 0;
      for (const { one, operation: of } of cases) {
        const fits =
          (wanted === '' || of === wanted) &&
          (chosen.size === 0 || chosen.has(one.dataset.verdict)) &&
          words.every((word) => textOf(one).includes(word));
        one.hidden = !fits;
        if (fits) number += 1;
      }
      for (const item of folds) {
        const some = item.cases.some((one) => !one.hidden);
        if (active && !filtering) item.open = item.fold.open;
        // All cases of an operation are too many to unfold.
        if (active) item.fold.open = narrow || item.fold.matches('.operation') ? some : item.open;
        else if (filtering) item.fold.open = item.open;
        item.fold.hidden = active && !some;
      }
      filtering = active;
      const total = cases.length;
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
      if (!at || !at.closest('.group, .operation')) return;
      if (at.closest('[hidden]')) {
        boxes().forEach((box) => (box.checked = false));
        query.value = '';
        if (operation) operation.value = '';
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
