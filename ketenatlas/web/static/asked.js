// What script adds to pages that work without it: copying an address, printing, filtering a list, and saying that an
// answer is on its way.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = button.dataset.done;
    } catch {
      const address = button.previousElementSibling;
      getSelection().selectAllChildren(address);
      said.textContent = "";
    }
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    form.querySelector(".busy").textContent = form.dataset.busy;
  });
  addEventListener("pageshow", () => {
    form.querySelector(".busy").textContent = "";
  });
}
// A source in a closed list opens with the list when a number leads to it.
function opened() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const fold = target && (target.closest("details") ?? target.parentElement.querySelector("details"));
  if (fold && location.hash.startsWith("#bron")) {
    fold.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", opened);
opened();
