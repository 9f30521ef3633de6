"use strict";
// The quotes behind the cells in a panel beside the table, rows filtered by typing, and everything by keys.
(() => {
  const passages = JSON.parse(document.getElementById("passages").textContent);
  const panel = document.getElementById("panel");
  const heading = panel.querySelector("h2");
  const list = panel.querySelector("ol");
  const close = panel.querySelector("button");
  let from = null;

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.dir = "auto";
    if (kind) made.className = kind;
    return made;
  };

  const titleOf = (cell) => {
    const table = cell.closest("table");
    const row = cell.parentElement.querySelector("th.label");
    const head = table.querySelector(`thead th[data-c="${cell.cellIndex}"]`);
    return [row, head].filter(Boolean).map((part) => part.textContent.trim()).join(" · ");
  };

  const open = (cell) => {
    if (!cell.dataset.e) return;
    const numbers = cell.dataset.e.split(" ").map(Number);
    heading.textContent = `${titleOf(cell)} (${numbers.length})`;
    list.replaceChildren(...numbers.map((number) => {
      const passage = passages[number];
      const entry = document.createElement("li");
      entry.append(element("div", passage.quote, "words"));
      const where = [passage.document, passage.place, passage.speaker].filter(Boolean).join(", ");
      entry.append(element("cite", `${where} [${passage.codes.join("; ")}]${passage.telling ? " – telling" : ""}`));
      return entry;
    }));
    from = cell;
    panel.hidden = false;
    panel.scrollTop = 0;
    close.focus();
  };

  const shut = () => {
    if (panel.hidden) return false;
    panel.hidden = true;
    if (from) from.focus();
    return true;
  };
  close.addEventListener("click", shut);

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const setUp = (box) => {
    const table = box.querySelector("table");
    const filter = box.querySelector("input");
    const said = box.querySelector("output");
    const rows = [...table.querySelectorAll("tbody tr.row")];
    const texts = new Map();
    const shown = () => rows.filter((row) => !row.hidden);
    const step = (cell, down, across) => {
      const all = shown();
      const at = all.indexOf(cell.parentElement);
      const row = all[Math.max(0, Math.min(all.length - 1, at + down))];
      if (!row) return;
      const column = Math.max(0, Math.min(row.cells.length - 1, cell.cellIndex + across));
      to(row.cells[column]);
    };
    const to = (cell) => {
      table.querySelectorAll("tbody [tabindex='0']").forEach((other) => { other.tabIndex = -1; });
      cell.tabIndex = 0;
      cell.focus();
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [10, 0], PageUp: [-10, 0],
      Home: [0, -1e6], End: [0, 1e6] };
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td, th");
      if (!cell || event.altKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(cell); return; }
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      const back = getComputedStyle(table).direction === "rtl" ? -1 : 1;
      const far = event.ctrlKey ? 1e6 : 1;
      step(cell, move[0] * far, move[1] * far * (event.key.startsWith("Arrow") ? back : 1));
    });
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("tbody tr.row td, tbody tr.row th");
      if (cell) { to(cell); open(cell); }
    });
    if (filter) filter.addEventListener("input", () => {
      const words = fold(filter.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        if (!texts.has(row)) texts.set(row, fold(row.textContent));
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        if (!row.hidden) count += 1;
      }
      for (const group of table.querySelectorAll("tbody.group")) {
        group.querySelector("tr.group").hidden = ![...group.querySelectorAll("tr.row")].some((row) => !row.hidden);
      }
      said.textContent = words.length ? `${count} of ${rows.length} rows` : "";
    });
    if (filter) filter.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { filter.value = ""; filter.dispatchEvent(new Event("input")); event.stopPropagation(); }
      if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") {
        const first = shown()[0];
        if (first) { event.preventDefault(); to(first.cells[Math.min(1, first.cells.length - 1)]); }
      }
    });
    // The second line of headings stays below the first, however high that is.
    const first = table.tHead.rows[0];
    if (table.tHead.rows.length > 1) {
      const measure = () => table.style.setProperty("--first", `${Math.min(...[...first.cells].map((cell) => cell.rowSpan > 1 ? 1e9 : cell.offsetHeight))}px`);
      measure();
      addEventListener("resize", measure);
    }
    if (rows[0]) rows[0].cells[Math.min(1, rows[0].cells.length - 1)].tabIndex = 0;
    rows.forEach((row) => [...row.cells].forEach((cell) => { if (cell.tabIndex !== 0) cell.tabIndex = -1; }));
  };
  const boxes = [...document.querySelectorAll(".matrix")];
  boxes.forEach(setUp);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches && event.target.matches("input");
    if (event.key === "Escape" && shut()) event.preventDefault();
    if (event.key === "/" && !typing) {
      const here = document.activeElement && document.activeElement.closest(".matrix");
      const near = (here && here.querySelector("input")) || document.querySelector(".matrix input");
      if (near) { event.preventDefault(); near.focus(); }
    }
  });
})();
