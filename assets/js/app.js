// xuncha 明察: the small behaviours of the pages. All of them improve something that works without script:
// dialogs have a page of their own behind their link, switches are forms, filters have a button.
const root = document.documentElement;
const YEAR = 31536000;

// Theme and size: at once on this page, and kept in the cookie that the server reads for the next one.
const keep = (key, value) => {
  root.dataset[key] = value;
  document.cookie = `${key}=${value}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
};
const switches = {
  theme() {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    keep('theme', dark ? 'light' : 'dark');
  },
  size(button) {
    const large = root.dataset.size === 'large';
    keep('size', large ? 'normal' : 'large');
    button.setAttribute('aria-pressed', String(!large));
  },
};

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open], details.help[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const hit = event.target.closest('[data-switch], [data-open], [data-close], [data-print], [data-answers]');
  if (!hit) return;
  if (hit.dataset.switch in switches) {
    event.preventDefault();
    switches[hit.dataset.switch](hit);
  }
  const dialog = hit.dataset.open && document.getElementById(hit.dataset.open);
  if (dialog) {
    event.preventDefault();
    dialog.showModal(); // gives the focus back to its opener by itself
  }
  if ('close' in hit.dataset) {
    const open = hit.closest('dialog, .toast');
    if (open?.matches('dialog')) open.close();
    else open?.remove();
  }
  if ('print' in hit.dataset) window.print();
  if (hit.dataset.answers) {
    for (const answer of hit.form.querySelectorAll('input[type=radio]')) {
      if (answer.value === hit.dataset.answers) answer.checked = true;
    }
  }
});
for (const button of document.querySelectorAll('[data-answers]')) button.hidden = false;

// A step that says what it will do before it does it: <button data-confirm="what will happen">.
const asked = new WeakSet();
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  const form = event.target;
  if (form.method === 'dialog') return;
  if (button?.dataset.confirm && !asked.has(button)) {
    const template = document.getElementById('confirm-template');
    if (template) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(template, form, button);
      return;
    }
  }
  if (button) asked.delete(button);
  // A second press of the same button does nothing; the act id makes a repeat harmless anyway.
  if (form.method === 'post') {
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = 'yes';
    button?.setAttribute('aria-busy', 'true');
  }
}, true);

// What the fields hold that a button wants looked over once more: <button data-shows="to letter">.
const shown = (form, button) => {
  const list = document.createElement('dl');
  list.className = 'facts';
  for (const name of (button.dataset.shows ?? '').split(' ')) {
    const field = name && form.elements[name];
    if (!field?.value) continue;
    const line = document.createElement('div');
    const [label, value] = ['dt', 'dd'].map((tag) => line.appendChild(document.createElement(tag)));
    label.textContent = field.labels[0].firstChild.textContent.trim();
    value.textContent = field.value;
    list.append(line);
  }
  return list.children.length ? [list] : [];
};

const ask = (template, form, button) => {
  const dialog = template.content.firstElementChild.cloneNode(true);
  const question = dialog.querySelector('[data-question]');
  question.textContent = button.dataset.confirm;
  question.after(...shown(form, button));
  const go = dialog.querySelector('[data-go]');
  go.textContent = button.textContent;
  if (button.dataset.kind) go.dataset.kind = button.dataset.kind;
  go.addEventListener('click', () => {
    dialog.close();
    asked.add(button);
    form.requestSubmit(button);
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

// Back from another page or after a partial update, forms can be sent again.
const release = () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('.btn[aria-busy]')) button.removeAttribute('aria-busy');
};
addEventListener('pageshow', release);
document.addEventListener('htmx:finally:request', release);

document.addEventListener('change', (event) => {
  const box = event.target;
  if (box.matches('[data-tick-all]')) {
    for (const tick of box.closest('table').querySelectorAll('tbody .tick input')) tick.checked = box.checked;
  }
  if (box.matches('[data-auto] select, [data-auto] input[type=file]')) box.form.requestSubmit();
  if (box.matches('.drop input[type=file]')) {
    const name = box.closest('.drop').querySelector('[data-chosen]');
    if (name) name.textContent = [...box.files].map((file) => file.name).join('  ');
  }
});

for (const drop of document.querySelectorAll('.drop')) {
  drop.addEventListener('dragover', () => { drop.dataset.over = ''; });
  for (const leave of ['dragleave', 'drop']) drop.addEventListener(leave, () => { delete drop.dataset.over; });
}
for (const box of document.querySelectorAll('[data-indeterminate]')) box.indeterminate = true;

// On a phone the navigation is one line: the present page's entry is brought into sight.
const current = document.querySelector('.nav [aria-current]');
if (current) current.parentElement.scrollLeft = current.offsetLeft - (innerWidth - current.offsetWidth) / 2;

// Control and K lead to the search: a key with another one, so that nothing typed is taken for it.
document.addEventListener('keydown', (event) => {
  const search = (event.ctrlKey || event.metaKey) && event.key === 'k' && document.querySelector('.top .search input');
  if (!search?.offsetParent) return;
  event.preventDefault();
  search.focus();
});

// Escape closes a menu or the help of the page and gives the focus back to what opened it.
document.addEventListener('keydown', (event) => {
  const open = event.key === 'Escape' && document.querySelector('details.menu[open], details.help[open]');
  if (!open) return;
  open.open = false;
  open.querySelector('summary').focus();
});

// Partial updates outside a form carry the session's token too.
document.addEventListener('htmx:config:request', (event) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token) event.detail.ctx.request.headers['X-CSRF-Token'] = token;
});
