// The editor for SPARQL: the box of the page stays the box; behind it the query is coloured, under the caret words are
// offered, and a query is asked without loading the page anew. Without this script the page does the same, plainer.
"use strict";
(function () {
const area = document.getElementById("query"), form = document.getElementById("ask");
if (!area || !form) return;

// The tokens of the server (graph/lexer.py), kind by kind and in its order; a test holds both side by side.
const W = "[\\p{L}\\p{N}_]", FIRST = "[\\p{L}\\p{Nl}\\p{No}_]", LOCAL = "(?:[\\p{L}\\p{N}_\\-.:%]|\\\\.)*(?:(?<!\\.)|(?<=\\\\\\.))";
const TOKEN = new RegExp([
  "(?<space>[ \\t\\r\\n]+)",
  "(?<comment>#[^\\r\\n]*)",
  "(?<iri><[^<>\"{}|^`\\\\\\x00-\\x20]*>)",
  "(?<string>\"\"\"(?:(?:\"|\"\")?(?:[^\"\\\\]|\\\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\\\]|\\\\.))*'''|\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"|'(?:[^'\\\\\\r\\n]|\\\\.)*')",
  "(?<variable>[?$]" + W + "+)",
  "(?<name>" + FIRST + "[\\p{L}\\p{N}_.\\-]*(?<!\\.):" + LOCAL + "|:" + LOCAL + "|" + FIRST + "[\\p{L}\\p{N}_\\-]*:)",
  "(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
  "(?<word>[\\p{L}\\p{Nl}\\p{No}]" + W + "*|_" + W + "*)",
  "(?<number>(?:\\p{Nd}+\\.?\\p{Nd}*|\\.\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?)",
  "(?<open>[{(\\[])",
  "(?<close>[})\\]])",
  "(?<other>.)",
].join("|"), "gsu");
const KEYWORDS = ("SELECT CONSTRUCT ASK DESCRIBE WHERE PREFIX BASE DISTINCT REDUCED AS FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER " +
  "BIND VALUES UNDEF GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET NOT EXISTS IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR " +
  "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS " +
  "STRBEFORE STRAFTER REPLACE SUBSTR REGEX YEAR MONTH DAY HOURS NOW IF COALESCE STRDT STRLANG SAMETERM ISIRI ISBLANK ISLITERAL " +
  "ISNUMERIC TRUE FALSE A").split(" ");
const known = new Set(KEYWORDS);
const LONG = 30000; // characters above which a query is left in one colour

function tokens(text) {
  return Array.from(text.matchAll(TOKEN), (found) => {
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    return { kind, text: found[0], start: found.index };
  });
}

// Colours: a copy of the text lies behind the box, letter on letter.
const box = document.createElement("div"), layer = document.createElement("pre"), ghost = document.createElement("pre");
box.className = "editor"; layer.className = "layer"; ghost.className = "ghost";
layer.setAttribute("aria-hidden", "true"); ghost.setAttribute("aria-hidden", "true");
area.replaceWith(box); box.append(layer, area, ghost);
let wrong = null; // where the server found a fault: the start of the token there

function paint() {
  const text = area.value;
  const parts = (text.length > LONG ? [{ kind: "other", text, start: 0 }] : tokens(text)).map((token) => {
    if (token.kind === "space") return token.text;
    const span = document.createElement("span");
    span.textContent = token.text;
    span.className = token.kind === "word" && known.has(token.text.toUpperCase()) ? "word keyword" : token.kind;
    if (wrong !== null && token.start <= wrong && wrong < token.start + token.text.length) span.classList.add("wrong");
    return span;
  });
  layer.replaceChildren(...parts, "\n");
  fit();
}
function fit() {
  for (const other of [layer, ghost]) { other.style.width = area.clientWidth + 2 + "px"; other.style.height = area.clientHeight + 2 + "px"; }
  layer.scrollTop = area.scrollTop;
}
area.addEventListener("scroll", fit);
new ResizeObserver(fit).observe(area);

// Words under the caret.
const options = document.createElement("ul"), said = document.getElementById("progress");
options.id = "options"; options.tabIndex = -1; options.className = "options"; options.hidden = true;
options.setAttribute("role", "listbox"); options.setAttribute("aria-label", form.dataset.suggestions);
box.append(options);
area.setAttribute("aria-autocomplete", "list"); area.setAttribute("aria-controls", "options");
document.getElementById("keys").hidden = false;
let words = null, offered = [], at = -1, from = 0, turn = 0, timer = 0;

function vocabulary() {
  if (!words) {
    words = fetch("/sparql/woorden.json", { credentials: "same-origin" }).then((answer) => answer.json())
      .catch(() => { words = null; return { prefixes: {}, terms: [] }; });
  }
  return words;
}
const BEFORE = /(?:[?$][\p{L}\p{N}_]*|[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*|[\p{L}_][\p{L}\p{N}_-]*)$/u;

function begun() { // the word that ends at the caret, unless it is inside a string, comment or address
  const upto = area.value.slice(0, area.selectionStart), found = BEFORE.exec(upto);
  const last = tokens(upto).pop();
  const open = last && (last.kind === "comment" || /^["'<]/.test(last.text));
  return { word: found && !open ? found[0] : "", start: found && !open ? found.index : upto.length, open };
}

async function offer(asked) {
  const { word, start, open } = begun(), mine = ++turn;
  if (open || (!asked && !/:|^[?$]./.test(word))) { close(); return; }
  const told = await vocabulary();
  if (mine !== turn) return;
  const dutch = form.dataset.language === "nl", low = word.toLowerCase(), colon = word.indexOf(":");
  let found = [];
  if (/^[?$]/.test(word)) {
    const used = new Set(tokens(area.value).filter((t) => t.kind === "variable" && t.start !== start).map((t) => t.text));
    found = Array.from(used).filter((name) => name.startsWith(word) && name !== word).sort().map((name) => ({ insert: name, note: "" }));
  } else {
    const declaring = /\bPREFIX\s+$/i.test(area.value.slice(0, start));
    const rest = colon < 0 ? low : low.slice(colon + 1);
    const matches = (name, ...labels) => colon >= 0
      ? name.slice(0, colon + 1).toLowerCase() === low.slice(0, colon + 1) && [name.slice(colon + 1), ...labels].some((text) => text.toLowerCase().includes(rest))
      : low && [name.slice(name.indexOf(":") + 1), ...labels].some((text) => text.toLowerCase().includes(low));
    const terms = declaring ? [] : told.terms.filter(([name, , nl, en]) => matches(name, nl, en)).map(([name, , nl, en]) => ({ insert: name, note: dutch ? nl : en }));
    const first = (one) => (one.insert.slice(one.insert.indexOf(":") + 1).toLowerCase().startsWith(rest) ? 0 : 1);
    terms.sort((a, b) => first(a) - first(b) || a.insert.length - b.insert.length || (a.insert < b.insert ? -1 : 1));
    const declared = (name) => (declaring
      ? { insert: name + ": <" + told.prefixes[name] + ">", note: "", raw: true }
      : { insert: name + ":", note: told.prefixes[name] });
    const prefixes = colon < 0 ? Object.keys(told.prefixes).filter((name) => name.startsWith(low)).map(declared) : [];
    const keyed = (name) => name.length > 1 && name.startsWith(word.toUpperCase());
    const keys = colon < 0 && low && !declaring ? KEYWORDS.filter(keyed).map((name) => ({ insert: name, note: "" })) : [];
    found = [...keys.slice(0, 8), ...prefixes.slice(0, declaring ? 40 : 8), ...terms.slice(0, 24)];
    show(found, start);
    if (!declaring && (colon >= 0 || (asked && low.length > 1)) && !word.startsWith("ka:")) {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await fetch("/sparql/dingen.json?zoek=" + encodeURIComponent(word) + "&lang=" + form.dataset.language, { credentials: "same-origin" }).catch(() => null);
        if (!answer || !answer.ok || mine !== turn) return;
        const things = (await answer.json()).map(([name, label]) => ({ insert: name, note: label }));
        const have = new Set(found.map((one) => one.insert));
        if (mine === turn) show([...found, ...things.filter((one) => !have.has(one.insert))], start);
      }, 120);
    }
    return;
  }
  show(found, start);
}

function show(found, start) {
  offered = found; from = start;
  if (!found.length) { hide(); return; }
  options.replaceChildren(...found.map((one, k) => {
    const item = document.createElement("li"), name = document.createElement("code"), note = document.createElement("span");
    item.id = "option-" + k; item.setAttribute("role", "option"); name.textContent = one.insert; note.textContent = one.note;
    item.append(name, note);
    item.addEventListener("mousedown", (e) => { e.preventDefault(); take(k); });
    return item;
  }));
  ghost.textContent = area.value.slice(0, start);
  const mark = document.createElement("span"); mark.textContent = "\u200b"; ghost.append(mark);
  options.hidden = false;
  options.style.top = mark.offsetTop - area.scrollTop + 24 + "px";
  options.style.left = Math.max(0, Math.min(mark.offsetLeft, box.clientWidth - options.offsetWidth)) + "px";
  said.textContent = form.dataset.offered.replace("{n}", found.length);
  point(0);
}
function point(k) {
  at = k;
  Array.from(options.children).forEach((item, i) => item.setAttribute("aria-selected", String(i === k)));
  area.setAttribute("aria-activedescendant", "option-" + k);
  const item = options.children[k];
  if (item.offsetTop < options.scrollTop) options.scrollTop = item.offsetTop;
  if (item.offsetTop + item.offsetHeight > options.scrollTop + options.clientHeight) options.scrollTop = item.offsetTop + item.offsetHeight - options.clientHeight;
}
function hide() {
  if (!options.hidden) said.textContent = "";
  options.hidden = true; offered = []; at = -1;
  area.removeAttribute("aria-activedescendant");
}
function close() { turn++; clearTimeout(timer); hide(); }

function put(start, end, text) { // as if typed, so that undo works
  area.focus(); area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, end, "end");
}
async function take(k) {
  const one = offered[k], start = from;
  close();
  put(start, area.selectionEnd, one.insert);
  const prefix = one.raw ? "" : one.insert.split(":")[0], space = (await vocabulary()).prefixes[prefix];
  if (space && one.insert.includes(":") && !new RegExp("\\bPREFIX\\s+" + prefix + "\\s*:", "i").test(area.value)) {
    const caret = area.selectionStart, lines = "PREFIX " + prefix + ": <" + space + ">\n";
    const declared = Array.from(area.value.matchAll(/^[ \t]*PREFIX[^\n]*\n/gim)).pop();
    const where = declared ? declared.index + declared[0].length : 0;
    put(where, where, lines);
    area.setSelectionRange(caret + lines.length, caret + lines.length);
  }
  changed();
}

function changed() { wrong = null; paint(); }
area.addEventListener("input", () => { changed(); offer(false); });
area.addEventListener("blur", close);
area.addEventListener("keydown", (e) => {
  if ((e.ctrlKey && e.code === "Space") || (e.altKey && e.key === "ArrowDown")) { offer(true); e.preventDefault(); return; }
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { close(); form.requestSubmit(); e.preventDefault(); return; }
  if (options.hidden) return;
  if (e.key === "ArrowDown") point((at + 1) % offered.length);
  else if (e.key === "ArrowUp") point((at + offered.length - 1) % offered.length);
  else if (e.key === "Enter") take(at);
  else if (e.key === "Escape") close();
  else { if (/^(Arrow|Home|End|Page)/.test(e.key)) close(); return; } // Tab closes by leaving the box
  e.preventDefault();
});

// Asking without loading the page anew; it can be cancelled.
const cancel = document.getElementById("cancel");
let running = null;
form.addEventListener("submit", async (e) => {
  e.preventDefault();
  if (running) running.abort();
  const mine = running = new AbortController(), begin = performance.now();
  const asked = new URLSearchParams({ query: area.value }), view = new URLSearchParams(location.search).get("view");
  if (view) asked.set("view", view);
  const address = "/sparql?" + asked, long = address.length > 12000;
  const answer = document.getElementById("answer");
  const tenth = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const tick = () => {
    const passed = ((performance.now() - begin) / 1000).toLocaleString(form.dataset.language, tenth);
    said.textContent = form.dataset.busy + " " + passed + " s";
  };
  const clock = setInterval(tick, 100);
  tick(); cancel.hidden = false; answer.classList.add("waiting"); answer.setAttribute("aria-busy", "true");
  let told = "";
  try {
    const got = await fetch(long ? "/sparql" + (view ? "?view=" + view : "") : address, {
      method: long ? "POST" : "GET", body: long ? new URLSearchParams({ query: area.value }) : undefined,
      headers: { Accept: "text/html" }, signal: mine.signal, credentials: "same-origin",
    });
    const fresh = new DOMParser().parseFromString(await got.text(), "text/html").getElementById("answer");
    if (!fresh) throw new Error("no answer");
    answer.replaceWith(document.adoptNode(fresh));
    if (!long) history.pushState(null, "", address);
    arrived(true);
  } catch (error) {
    told = error.name === "AbortError" ? form.dataset.cancelled : form.dataset.lost;
  } finally {
    clearInterval(clock);
    if (mine === running) {
      running = null; cancel.hidden = true; said.textContent = told;
      const left = document.getElementById("answer"); left.classList.remove("waiting"); left.removeAttribute("aria-busy");
    }
  }
});
cancel.addEventListener("click", () => { if (running) running.abort(); area.focus(); });
window.addEventListener("popstate", () => location.reload());

// What came: a fault puts the caret at its place, an answer gets the focus.
function arrived(fresh) {
  const fault = document.querySelector("#answer .error[data-line]");
  wrong = null;
  if (fault) {
    const lines = area.value.split("\n"), line = Number(fault.dataset.line) - 1;
    const before = Array.from(lines[line] || "").slice(0, Number(fault.dataset.column) - 1).join("");
    const place = Math.min(area.value.length, lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + before.length);
    wrong = place;
    area.focus(); area.setSelectionRange(place, place);
  } else if (fresh) {
    const head = document.getElementById("antwoord");
    if (head) head.focus({ preventScroll: true });
    if (head) head.scrollIntoView({ block: "nearest" });
  }
  paint();
  if (fresh) document.dispatchEvent(new Event("ketenatlas:answered"));
}
arrived(false);
}());
