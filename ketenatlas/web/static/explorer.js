// A network in a canvas, quick without a graphics card: what moves is a picture that was drawn before; when it comes to
// rest it is drawn anew. No library. Data: {nodes: {x, y, size, order, colour, label, more, page}, groups, flows, edges: {start,
// end, weight, style, change}, colours, styles, words, most}; edges come strongest first. It stands in a script element
// of type application/json, or is fetched from the address the canvas names.
"use strict";
(function () {
function start(canvas, data) {
  const pen = canvas.getContext("2d");
  const told = document.getElementById("told");
  const status = document.getElementById("status");
  const N = data.nodes, E = data.edges, W = data.words;
  const count = N.x.length;
  const view = { scale: 1, x: 0, y: 0 };
  let still = document.createElement("canvas"), stillView = null;
  let chosen = -1, hovered = -1, least = data.first, moving = false, timer = 0, asked = false;

  // Edges of each node, strongest first, as compressed rows.
  const begins = new Int32Array(count + 1);
  for (let i = 0; i < E.start.length; i++) { begins[E.start[i] + 1]++; begins[E.end[i] + 1]++; }
  for (let i = 0; i < count; i++) begins[i + 1] += begins[i];
  const beside = new Int32Array(E.start.length * 2), filled = begins.slice();
  for (let i = 0; i < E.start.length; i++) { beside[filled[E.start[i]]++] = i; beside[filled[E.end[i]]++] = i; }

  const rank = new Int32Array(count);
  N.order.forEach((i, at) => { rank[i] = at; });

  // A grid over the plane finds the node under the pointer.
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (let i = 0; i < count; i++) {
    left = Math.min(left, N.x[i]); right = Math.max(right, N.x[i]);
    top = Math.min(top, N.y[i]); bottom = Math.max(bottom, N.y[i]);
  }
  const cell = Math.max(20, Math.sqrt((right - left + 1) * (bottom - top + 1) / Math.max(1, count)) * 2);
  const grid = new Map();
  const key = (x, y) => Math.floor(x / cell) + ":" + Math.floor(y / cell);
  for (let i = 0; i < count; i++) {
    const at = key(N.x[i], N.y[i]);
    if (!grid.has(at)) grid.set(at, []);
    grid.get(at).push(i);
  }

  function fit() {
    const room = 60;
    view.scale = Math.min((canvas.width - room) / (right - left + 1), (canvas.height - room) / (bottom - top + 1), 3);
    view.x = canvas.width / 2 - view.scale * (left + right) / 2;
    view.y = canvas.height / 2 - view.scale * (top + bottom) / 2;
  }

  function radius(i) { return Math.max(1.2, N.size[i] * 1.5 * Math.sqrt(view.scale)); }

  // Too many to see apart: neighbours would lie within a few pixels of each other.
  function summed() { return count > data.summed && view.scale * 14 < 4; }

  function line(to, i) {
    const x1 = N.x[E.start[i]] * view.scale + view.x, y1 = N.y[E.start[i]] * view.scale + view.y;
    const x2 = N.x[E.end[i]] * view.scale + view.x, y2 = N.y[E.end[i]] * view.scale + view.y;
    // Bent clockwise, so that there and back lie apart.
    to.moveTo(x1, y1);
    to.quadraticCurveTo((x1 + x2) / 2 - (y2 - y1) * 0.12, (y1 + y2) / 2 + (x2 - x1) * 0.12, x2, y2);
  }

  function seen(i) {
    const x1 = N.x[E.start[i]] * view.scale + view.x, y1 = N.y[E.start[i]] * view.scale + view.y;
    const x2 = N.x[E.end[i]] * view.scale + view.x, y2 = N.y[E.end[i]] * view.scale + view.y;
    return Math.max(x1, x2) > 0 && Math.min(x1, x2) < canvas.width && Math.max(y1, y2) > 0 && Math.min(y1, y2) < canvas.height;
  }

  // Draw everything at rest into a picture of its own. Edges come strongest first, so that the limit keeps those.
  function draw() {
    still.width = canvas.width; still.height = canvas.height;
    const to = still.getContext("2d");
    if (summed()) {
      groups(to);
      stillView = { ...view };
      status.textContent = W.summed.replace("{shown}", count.toLocaleString(data.language));
      return;
    }
    let drawn = 0, hidden = 0;
    const byStyle = data.styles.map(() => []);
    for (let i = 0; i < E.start.length && E.weight[i] >= least; i++) {
      if (!seen(i)) continue;
      if (drawn >= data.most) { hidden++; continue; }
      byStyle[E.style[i]].push(i); drawn++;
    }
    byStyle.forEach((members, k) => {
      const [colour, dashed] = data.styles[k];
      to.beginPath();
      for (const i of members) line(to, i);
      to.strokeStyle = colour;
      to.globalAlpha = drawn > 2000 ? 0.18 : E.change ? 0.75 : 0.5;
      to.setLineDash(dashed ? [4, 4] : []);
      to.lineWidth = E.change && k ? 1.8 : 1;
      to.stroke();
    });
    to.setLineDash([]); to.globalAlpha = 1;
    const colours = new Map();
    for (let i = 0; i < count; i++) {
      const x = N.x[i] * view.scale + view.x, y = N.y[i] * view.scale + view.y;
      if (x < -20 || y < -20 || x > canvas.width + 20 || y > canvas.height + 20) continue;
      if (!colours.has(N.colour[i])) colours.set(N.colour[i], []);
      colours.get(N.colour[i]).push(i);
    }
    for (const [colour, members] of colours) {
      to.beginPath();
      for (const i of members) {
        const x = N.x[i] * view.scale + view.x, y = N.y[i] * view.scale + view.y, r = radius(i);
        if (r < 2.2) to.rect(x - r, y - r, 2 * r, 2 * r); else { to.moveTo(x + r, y); to.arc(x, y, r, 0, 7); }
      }
      to.fillStyle = data.colours[colour];
      to.fill();
    }
    names(to, [...colours.values()].flat(), titles(to));
    stillView = { ...view };
    status.textContent = hidden ? W.hidden.replace("{shown}", drawn).replace("{all}", drawn + hidden) : W.drawn.replace("{shown}", drawn);
  }

  // Groups as discs with their number of nodes, and what flows between them added up; width goes with the root.
  function groups(to) {
    const G = data.groups, most = Math.max(1, ...data.flows.filter((f) => f[0] !== f[1]).map((f) => f[2]));
    const at = (g) => [G.x[g] * view.scale + view.x, G.y[g] * view.scale + view.y, Math.max(4, G.radius[g] * 0.55 * view.scale)]; // smaller than they are, for room between them
    for (let g = 0; g < G.x.length; g++) {
      const [x, y, r] = at(g), colour = data.colours[G.colour[g]];
      to.beginPath(); to.arc(x, y, r, 0, 7);
      to.globalAlpha = 0.16; to.fillStyle = colour; to.fill();
      to.globalAlpha = 1; to.lineWidth = 2; to.strokeStyle = colour; to.stroke();
    }
    for (const [one, two, weight] of data.flows) {
      if (one === two || weight < least) continue;
      const [x1, y1, r1] = at(one), [x2, y2, r2] = at(two), far = Math.hypot(x2 - x1, y2 - y1) || 1;
      const ux = (x2 - x1) / far, uy = (y2 - y1) / far, bend = 0.13 * far, width = 1 + 11 * Math.sqrt(weight / most);
      const sx = x1 + ux * r1 - uy * 0.35 * r1, sy = y1 + uy * r1 + ux * 0.35 * r1;
      const ex = x2 - ux * r2 - uy * 0.35 * r2, ey = y2 - uy * r2 + ux * 0.35 * r2;
      const mx = (sx + ex) / 2 - uy * bend, my = (sy + ey) / 2 + ux * bend;
      to.beginPath(); to.moveTo(sx, sy); to.quadraticCurveTo(mx, my, ex, ey);
      to.globalAlpha = 0.55; to.strokeStyle = data.across; to.lineWidth = width; to.stroke();
      if (data.directed) {
        const turn = Math.atan2(ey - my, ex - mx), head = 5 + width;
        to.beginPath(); to.moveTo(ex + Math.cos(turn) * head, ey + Math.sin(turn) * head);
        to.lineTo(ex + Math.cos(turn + 2.3) * head, ey + Math.sin(turn + 2.3) * head);
        to.lineTo(ex + Math.cos(turn - 2.3) * head, ey + Math.sin(turn - 2.3) * head);
        to.fillStyle = data.across; to.globalAlpha = 0.9; to.fill();
      }
    }
    to.globalAlpha = 1; to.textAlign = "center"; to.textBaseline = "middle"; to.lineWidth = 4; to.strokeStyle = "#fff"; to.fillStyle = "#1b1b1b";
    const inside = new Map(data.flows.filter((f) => f[0] === f[1]).map((f) => [f[0], f[2]]));
    for (let g = 0; g < G.x.length; g++) {
      const [x, y, r] = at(g);
      if (r < 9) continue;
      const lines = [G.name[g], G.count[g].toLocaleString(data.language) + " " + W.nodes, "↻ " + Math.round(inside.get(g) || 0).toLocaleString(data.language)];
      lines.forEach((text, k) => {
        to.font = (k ? "12px" : "600 14px") + " 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
        to.strokeText(text, x, y + (k - 1) * 18); to.fillText(text, x, y + (k - 1) * 18);
      });
    }
    to.font = "12px 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
    for (const [one, two, weight] of data.flows) {
      if (one === two || weight < Math.max(least, most / 20)) continue;
      const [x1, y1, r1] = at(one), [x2, y2, r2] = at(two), far = Math.hypot(x2 - x1, y2 - y1) || 1;
      const ux = (x2 - x1) / far, uy = (y2 - y1) / far;
      const x = (x1 + x2 + ux * (r1 - r2)) / 2 - uy * (0.175 * (r1 + r2) + 0.065 * far), y = (y1 + y2 + uy * (r1 - r2)) / 2 + ux * (0.175 * (r1 + r2) + 0.065 * far);
      const text = Math.round(weight).toLocaleString(data.language);
      to.strokeText(text, x, y); to.fillText(text, x, y);
    }
    to.textAlign = "left";
  }

  // What each group is called, above its disc, where there are several and the disc is large enough.
  function titles(to) {
    const G = data.groups, taken = [];
    if (G.x.length < 2) return taken;
    to.font = "600 13px 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"; to.textAlign = "center"; to.textBaseline = "bottom";
    to.lineWidth = 4; to.strokeStyle = "#fff";
    for (let g = 0; g < G.x.length; g++) {
      if (G.count[g] < 3 || G.radius[g] * view.scale < 22) continue;
      const x = G.x[g] * view.scale + view.x, y = Math.max(16, (G.y[g] - G.radius[g]) * view.scale + view.y - 2);
      to.fillStyle = data.colours[G.colour[g]];
      const half = to.measureText(G.name[g]).width / 2 + 3, box = [x - half, y - 18, x + half, y + 2];
      if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) continue;
      taken.push(box);
      to.strokeText(G.name[g], x, y); to.fillText(G.name[g], x, y);
    }
    to.textAlign = "left";
    return taken;
  }

  // Names of the largest nodes that find room; none covers another.
  function names(to, members, taken) {
    to.font = "12px 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
    to.textBaseline = "middle"; to.lineWidth = 3; to.strokeStyle = "#fff"; to.fillStyle = "#1b1b1b";
    members.sort((a, b) => rank[a] - rank[b]);
    for (const i of members.slice(0, 400)) {
      if (taken.length >= 60) break;
      const text = N.label[i].length > 34 ? N.label[i].slice(0, 33) + "…" : N.label[i];
      const x = N.x[i] * view.scale + view.x + radius(i) + 3, y = N.y[i] * view.scale + view.y;
      const box = [x - 2, y - 8, x + to.measureText(text).width + 2, y + 8];
      if (box[2] > canvas.width || box[1] < 0 || box[3] > canvas.height) continue;
      if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) continue;
      taken.push(box);
      to.strokeText(text, x, y); to.fillText(text, x, y);
    }
  }

  // While something moves, the last picture is shifted and stretched; that costs the same for any number of nodes.
  function show() {
    asked = false;
    if (!moving) draw();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height);
    const by = view.scale / stillView.scale;
    pen.drawImage(still, view.x - stillView.x * by, view.y - stillView.y * by, still.width * by, still.height * by);
    if (!moving) mark(chosen >= 0 ? chosen : hovered);
  }

  function mark(i) {
    if (i < 0 || summed()) return;
    pen.beginPath();
    for (let k = begins[i]; k < begins[i + 1]; k++) if (E.weight[beside[k]] >= least) line(pen, beside[k]);
    pen.strokeStyle = "#1b1b1b"; pen.lineWidth = 1.6; pen.stroke();
    pen.beginPath(); pen.arc(N.x[i] * view.scale + view.x, N.y[i] * view.scale + view.y, radius(i) + 3, 0, 7);
    pen.lineWidth = 2.5; pen.strokeStyle = "#d55e00"; pen.stroke();
  }

  function ask() { if (!asked) { asked = true; requestAnimationFrame(show); } }
  function move() {
    moving = true; ask(); clearTimeout(timer);
    timer = setTimeout(() => { moving = false; ask(); }, 140);
  }

  function under(px, py) {
    if (summed()) return -1;
    const x = (px - view.x) / view.scale, y = (py - view.y) / view.scale;
    let best = -1, near = 14 / view.scale;
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) {
      for (const i of grid.get(key(x + dx * cell, y + dy * cell)) || []) {
        const away = Math.hypot(N.x[i] - x, N.y[i] - y);
        if (away < near) { near = away; best = i; }
      }
    }
    return best;
  }

  function tell(i) {
    told.replaceChildren();
    if (i < 0) return;
    const head = document.createElement("h2"); head.textContent = N.label[i]; told.append(head);
    const more = document.createElement("p"); more.textContent = N.more[i]; told.append(more);
    if (N.page && N.page[i]) {
      const page = document.createElement("p"), link = document.createElement("a");
      link.href = N.page[i]; link.textContent = W.page; page.append(link); told.append(page);
    }
    const list = document.createElement("ul");
    const near = Array.from(beside.slice(begins[i], begins[i + 1])).sort((a, b) => E.weight[b] - E.weight[a] || a - b);
    for (const k of near.slice(0, 25)) {
      const out = E.start[k] === i, other = out ? E.end[k] : E.start[k];
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button"; button.textContent = N.label[other]; button.addEventListener("click", () => choose(other, true));
      item.append((data.directed ? (out ? "→ " : "← ") : ""), button, " " + E.weight[k].toLocaleString(data.language) + (E.change ? " (" + W[E.change[k]] + ")" : ""));
      list.append(item);
    }
    told.append(list);
    if (near.length > 25) { const rest = document.createElement("p"); rest.textContent = W.more.replace("{n}", near.length - 25); told.append(rest); }
  }

  function choose(i, centre) {
    chosen = i; tell(i);
    if (centre && i >= 0) { view.x = canvas.width / 2 - N.x[i] * view.scale; view.y = canvas.height / 2 - N.y[i] * view.scale; }
    ask();
  }

  function zoom(by, px, py) {
    const to = Math.min(40, Math.max(0.02, view.scale * by)), real = to / view.scale;
    view.x = px - (px - view.x) * real; view.y = py - (py - view.y) * real; view.scale = to;
    move();
  }

  let drag = null;
  canvas.addEventListener("pointerdown", (e) => { drag = { x: e.offsetX, y: e.offsetY, far: 0 }; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    if (drag) {
      view.x += e.offsetX - drag.x; view.y += e.offsetY - drag.y;
      drag.far += Math.abs(e.offsetX - drag.x) + Math.abs(e.offsetY - drag.y); drag.x = e.offsetX; drag.y = e.offsetY;
      move();
    } else {
      const i = under(e.offsetX, e.offsetY);
      canvas.style.cursor = i < 0 ? "grab" : "pointer"; canvas.title = i < 0 ? "" : N.label[i];
      if (i !== hovered) { hovered = i; if (!moving && stillView) quick(); }
    }
  });
  function quick() { // the picture at rest is still right; only the mark changes
    pen.drawImage(still, 0, 0); mark(chosen >= 0 ? chosen : hovered);
  }
  canvas.addEventListener("pointerup", (e) => {
    if (drag && drag.far < 4) { if (summed()) open(e.offsetX, e.offsetY); else choose(under(e.offsetX, e.offsetY), false); }
    drag = null;
  });
  function open(px, py) { // a click on a group shows its nodes
    const G = data.groups, x = (px - view.x) / view.scale, y = (py - view.y) / view.scale;
    for (let g = 0; g < G.x.length; g++) if (Math.hypot(G.x[g] - x, G.y[g] - y) < G.radius[g]) {
      view.scale = Math.max(0.3, Math.min(canvas.width, canvas.height) / (2.2 * G.radius[g]));
      view.x = canvas.width / 2 - G.x[g] * view.scale; view.y = canvas.height / 2 - G.y[g] * view.scale; ask(); return;
    }
  }
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); zoom(Math.exp(-e.deltaY / 400), e.offsetX, e.offsetY); }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
    if (step) { view.x += step[0]; view.y += step[1]; move(); }
    else if (e.key === "+" || e.key === "=") zoom(1.3, canvas.width / 2, canvas.height / 2);
    else if (e.key === "-") zoom(1 / 1.3, canvas.width / 2, canvas.height / 2);
    else if (e.key === "0") { fit(); move(); }
    else if (e.key === "Escape") choose(-1, false);
    else return;
    e.preventDefault();
  });

  const find = document.getElementById("find");
  find.addEventListener("change", () => {
    const wanted = find.value.trim().toLowerCase();
    const found = wanted ? N.order.find((i) => N.label[i].toLowerCase().includes(wanted)) : undefined;
    const best = found === undefined ? -1 : found;
    if (best >= 0) { view.scale = Math.max(view.scale, 1.5); choose(best, true); } else { choose(-1, false); told.textContent = wanted ? W.nobody : ""; }
  });
  // Nodes as a list: the largest, or those with the name that is looked for; arrow keys go up and down.
  const listed = document.getElementById("listed");
  const largest = N.order; // the largest first
  function list() {
    const wanted = find.value.trim().toLowerCase(), found = [];
    for (const i of largest) {
      if (found.length === 12) break;
      if (!wanted || N.label[i].toLowerCase().includes(wanted)) found.push(i);
    }
    listed.replaceChildren(...found.map((i) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button"; button.textContent = N.label[i];
      button.addEventListener("click", () => { view.scale = Math.max(view.scale, 1.5); choose(i, true); });
      item.append(button);
      return item;
    }));
  }
  find.addEventListener("input", list);
  find.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" && listed.querySelector("button")) { listed.querySelector("button").focus(); e.preventDefault(); }
  });
  listed.addEventListener("keydown", (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], all = Array.from(listed.querySelectorAll("button"));
    if (!step) return;
    const to = all.indexOf(document.activeElement) + step;
    (to < 0 ? find : all[Math.min(to, all.length - 1)]).focus();
    e.preventDefault();
  });
  list();

  const save = document.getElementById("save");
  if (save) {
    save.hidden = false;
    save.addEventListener("click", () => canvas.toBlob((picture) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture); link.download = (canvas.dataset.name || "netwerk") + ".png"; link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }));
  }

  const slider = document.getElementById("least");
  slider.max = String(E.weight.length ? Math.max(1, Math.round(E.weight[0])) : 1);
  slider.value = String(least); document.getElementById("least-told").textContent = slider.value;
  slider.addEventListener("input", () => { least = Number(slider.value); document.getElementById("least-told").textContent = slider.value; ask(); });

  function size() {
    if (!canvas.isConnected) return;
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.max(200, Math.round(box.width)); canvas.height = Math.max(200, Math.round(box.height));
    fit(); moving = false; ask();
  }
  window.addEventListener("resize", size);
  size();
  canvas.dataset.ready = "yes";
}

function begin() {
  const canvas = document.getElementById("network");
  if (!canvas || canvas.dataset.begun) return;
  canvas.dataset.begun = "yes";
  const status = document.getElementById("status"), held = document.getElementById("network-data");
  document.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
  if (held) { start(canvas, JSON.parse(held.textContent)); return; }
  status.textContent = canvas.dataset.loading;
  fetch(canvas.dataset.source, { credentials: "same-origin" })
    .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
    .then((data) => start(canvas, data))
    .catch(() => { status.textContent = canvas.dataset.broken; status.className = "warning"; });
}
document.addEventListener("ketenatlas:answered", begin);
begin();
}());
