// The only script of a pack's pages: it searches the pack, sorts and filters long tables, and copies
// a key message with its citation.
// Pages are whole without it. It asks nothing of any host: the index is a script beside the pages,
// so that it works from a folder too. Text is only ever written as text.
(function () {
  "use strict";

  function make(tag, properties, parent) {
    var element = document.createElement(tag);
    Object.keys(properties || {}).forEach(function (name) {
      if (name in element) { element[name] = properties[name]; } else { element.setAttribute(name, properties[name]); }
    });
    if (parent) { parent.appendChild(element); }
    return element;
  }

  var BETWEEN = /[^\p{L}\p{N}]+/u;

  // the same for "Café" and "cafe"
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  // -- Search ----------------------------------------------------------------------------------

  var MOST = 20;
  var HREF = /^[\w-]+\.html(#[\p{L}\p{N}\p{M}_.:-]+)?$/u;

  function Search(box) {
    var input = box.querySelector("input");
    var status = box.querySelector("[role=status]");
    var list = box.querySelector("ol");
    var asked = false;

    function load() {
      if (asked) { return; }
      asked = true;
      make("script", { src: "search-index.js", onload: show, onerror: function () {
        status.textContent = "The search index is missing from this copy of the pack.";
      } }, document.head);
    }

    function close() {
      list.textContent = "";
      list.hidden = true;
      status.textContent = "";
    }

    function show() {
      var query = input.value.trim();
      if (query.length < 2) { close(); return; }
      load();
      if (!window.packIndex) { status.textContent = "Reading the index…"; return; }
      var found = find(window.packIndex, query);
      list.textContent = "";
      found.slice(0, MOST).forEach(function (entry) {
        var item = make("li", {}, list);
        if (HREF.test(entry.href)) { make("a", { href: entry.href, textContent: entry.heading }, item); }
        make("span", { textContent: entry.about }, item);
      });
      list.hidden = !found.length;
      status.textContent = said(found.length, query);
    }

    function said(number, query) {
      var of = " for \u201c" + query + "\u201d";
      if (!number) { return "Nothing found" + of + "."; }
      var first = number > MOST ? ", the first " + MOST + " shown" : "";
      return number + (number === 1 ? " result" : " results") + of + first + ".";
    }

    function keys(event) {
      var links = Array.prototype.slice.call(list.querySelectorAll("a"));
      var at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { input.value = ""; close(); input.focus(); }
      else if (event.key === "ArrowDown" && links[at + 1]) { links[at + 1].focus(); event.preventDefault(); }
      else if (event.key === "ArrowUp" && at >= 0) { (links[at - 1] || input).focus(); event.preventDefault(); }
      else if (event.key === "Enter" && document.activeElement === input && links[0]) { links[0].focus(); }
    }

    input.addEventListener("focus", load);
    input.addEventListener("input", show);
    box.addEventListener("keydown", keys);
    box.hidden = false;
  }

  // Every word of the query must begin a word of the entry; words of its heading count most.
  function find(index, query) {
    var typed = plain(query).split(BETWEEN).filter(function (word) { return /\p{L}{2}/u.test(word); });
    // the index holds no shorter and no common words; a query of such alone may be half a word
    var telling = typed.filter(function (word) { return word.length > 2 && index.common.indexOf(word) < 0; });
    var asked = telling.length ? telling : typed;
    var score = asked.length ? asked.map(function (word) { return scores(index, word); }) : [];
    var found = [];
    index.entries.forEach(function (entry, place) {
      var sum = 0;
      var all = score.every(function (of) { sum += of[place] || 0; return of[place]; });
      if (all && score.length) {
        var page = index.pages[entry[0]];
        found.push({ href: page[0] + (entry[1] ? "#" + entry[1] : ""), heading: entry[2] || page[1],
          about: entry[3] + (entry[2] ? ": " + page[1] : ""), score: sum, place: place });
      }
    });
    return found.sort(function (a, b) { return b.score - a.score || a.place - b.place; });
  }

  function scores(index, word) {
    var of = {};
    index.words.forEach(function (known, number) {
      if (known.indexOf(word) !== 0) { return; }
      var place = 0;
      index.at[number].forEach(function (step) {
        place += step;
        of[place] = Math.max(of[place] || 0, known === word ? 2 : 1);
      });
    });
    index.entries.forEach(function (entry, place) {
      if (!of[place]) { return; }
      var heading = plain(entry[2] || index.pages[entry[0]][1]);
      if (heading.split(BETWEEN).some(function (part) { return part.indexOf(word) === 0; })) { of[place] += 8; }
      if (!entry[2]) { of[place] += 1; }
    });
    return of;
  }

  // -- Tables that sort and filter ---------------------------------------------------------------

  function Table(table) {
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var home = table.closest(".filtered");
    var controls = make("div", { className: "filters", role: "group", ariaLabel: "Filter the table" });
    home.insertBefore(controls, home.firstChild);
    var tests = [];

    rows.forEach(function (row, place) {
      row.place = place;
      row.words = plain(row.textContent);
    });
    words();
    Object.keys(picks()).forEach(function (name) { select(name, picks()[name]); });
    var reset = make("button", { type: "button", textContent: "Show all" }, controls);
    var count = make("p", { role: "status", className: "count" }, controls);
    reset.addEventListener("click", function () {
      controls.querySelectorAll("input, select").forEach(function (field) { field.value = ""; });
      filter();
    });
    heads.forEach(button);
    filter();

    function labelled(name, tag, properties) {
      var label = make("label", { textContent: name + " " }, controls);
      return make(tag, properties, label);
    }

    function words() {
      var input = labelled(home.dataset.words || "Words", "input", { type: "search" });
      input.addEventListener("input", filter);
      tests.push(function (row) {
        return plain(input.value).split(/\s+/).every(function (word) { return row.words.indexOf(word) >= 0; });
      });
    }

    function picks() {
      var found = {};
      rows.forEach(function (row) {
        row.querySelectorAll("[data-pick]").forEach(function (element) {
          var head = heads[element.closest("th, td").cellIndex];
          var name = element.getAttribute("data-name") || (head.dataset.name || head.textContent);
          (row.picks = row.picks || {})[name] = element.dataset.pick;
          (found[name] = found[name] || {})[element.dataset.pick] = true;
        });
      });
      return found;
    }

    function select(name, options) {
      var field = labelled(name, "select", {});
      make("option", { value: "", textContent: "All" }, field);
      Object.keys(options).sort().forEach(function (option) {
        make("option", { value: option, textContent: option }, field);
      });
      field.addEventListener("change", filter);
      tests.push(function (row) { return !field.value || (row.picks || {})[name] === field.value; });
    }

    function filter() {
      var shown = 0;
      rows.forEach(function (row) {
        row.hidden = !tests.every(function (test) { return test(row); });
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = shown + " of " + rows.length + " rows shown.";
    }

    function button(head, column) {
      var sortable = column === 0 || rows.some(function (row) { return number(row, column) !== null; });
      if (!sortable) { return; }
      var name = head.textContent;
      head.dataset.name = name;
      head.textContent = "";
      head.setAttribute("aria-sort", "none");
      make("button", { type: "button", className: "sort", textContent: name }, head)
        .addEventListener("click", function () { sort(head, column); });
    }

    function number(row, column) {
      var data = row.cells[column].querySelector("data");
      return data ? parseFloat(data.value) : null;
    }

    function sort(head, column) {
      var down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(function (other) {
        if (other.hasAttribute("aria-sort")) { other.setAttribute("aria-sort", "none"); }
      });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.slice().sort(function (one, other) {
        return (column ? byNumber(one, other, column, down) : byName(one, other, down)) || one.place - other.place;
      }).forEach(function (row) { body.appendChild(row); });
    }

    function byName(one, other, down) {
      var order = one.cells[0].textContent.localeCompare(other.cells[0].textContent, "en");
      return down ? -order : order;
    }

    // rows without a number stand last, whichever way the others are sorted
    function byNumber(one, other, column, down) {
      var a = number(one, column), b = number(other, column);
      if (a === null || b === null) { return (a === null) - (b === null); }
      return down ? b - a : a - b;
    }
  }

  // -- Key messages: beside each a button that copies it with its citation ------------------------

  function selected(text) {
    var field = document.createElement("textarea");
    field.className = "unseen";
    field.value = text;
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done;
  }
  function spoken(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }
  function Message(message) {
    var said = message.querySelector("p");
    var citation = message.querySelector("details p");
    if (!said || !citation) { return; }
    var text = said.cloneNode(true);
    text.querySelectorAll(".mark").forEach(function (mark) { mark.remove(); });
    var button = document.createElement("button");
    var status = document.createElement("span");
    var place = document.createElement("p");
    button.type = "button";
    button.textContent = "Copy with citation";
    status.setAttribute("role", "status");
    place.className = "copy";
    place.append(button, status);
    message.append(place);
    button.addEventListener("click", function () {
      var whole = spoken(text) + "\n" + spoken(citation);
      function tell(done) { status.textContent = done ? "Copied" : "Not copied: select the words"; }
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(whole).then(function () { tell(true); },
          function () { tell(selected(whole)); });
      } else {
        tell(selected(whole));
      }
    });
  }

  // -- A link to what is folded opens it -----------------------------------------------------------

  function openTarget() {
    var found = document.getElementById(location.hash.slice(1));
    if (!found) { return; }
    var folds = [];
    for (var at = found.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS" && !at.open) { folds.push(at); }
    }
    folds.forEach(function (fold) { fold.open = true; });
    if (folds.length) { found.scrollIntoView(); }
  }

  window.addEventListener("hashchange", openTarget);
  openTarget();
  document.querySelectorAll(".message").forEach(Message);
  document.querySelectorAll("[role=search]").forEach(Search);
  document.querySelectorAll(".filtered table").forEach(Table);
}());
