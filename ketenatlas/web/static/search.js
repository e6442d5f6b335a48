// Suggestions under the search box of every page. Without this script the box is a plain form.
// The pattern is that of a combobox with a list: the cursor stays in the box, the arrows walk through the list.

const WAIT = 120;

function suggest(box) {
  const form = box.form;
  const list = form.querySelector("[role=listbox]");
  const told = form.querySelector("[role=status]");
  let timer = 0;
  let asked = null;
  let at = -1;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    at = -1;
  }

  function point(to) {
    const all = options();
    at = (to + all.length + 1) % (all.length + 1);
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < all.length) box.setAttribute("aria-activedescendant", all[at].id);
    else box.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    close();
    told.textContent = found.length ? told.dataset.hits.replace("{n}", found.length) : "";
    if (!found.length) return;
    for (const [index, hit] of found.entries()) {
      const option = document.createElement("li");
      const kind = document.createElement("small");
      option.id = `suggestion-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = hit.address;
      option.textContent = hit.label;
      kind.textContent = hit.note ? `${hit.kind} · ${hit.note}` : hit.kind;
      option.append(kind);
      list.append(option);
    }
    at = found.length;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const query = box.value.trim();
    asked?.abort();
    if (query.length < 2) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`/zoek.json?q=${encodeURIComponent(query)}`, { signal: asked.signal });
      if (answer.ok && document.activeElement === box) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function go(option) {
    location.assign(option.dataset.address);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const all = options();
    if (event.key === "ArrowDown") point(at + 1 > all.length ? 0 : at + 1);
    else if (event.key === "ArrowUp") point(at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && all[at]) go(all[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || event.button) return;
    event.preventDefault();
    go(option);
  });
  box.addEventListener("blur", close);
}

document.querySelectorAll("input[role=combobox]").forEach(suggest);
