// A map's areas from the keyboard, its buttons, its search and its layers. What is written about
// an area is always text: a name is never read as markup.
(function () {
  "use strict";
  const map = map_choropleth;
  const areas = geo_json_areas.getLayers();
  const elements = areas.map(function (area) { return area.getElement(); });
  const told = areas.map(function (area) { return area.feature.properties; });
  const layers = Array.from(document.querySelectorAll(".layer"), readLayer);
  // of places the outlines around them reach further
  const bounds = geo_json_areas.getBounds().extend(geo_json_lines.getBounds());
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const move = { animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches };
  const next = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const marks = L.layerGroup().addTo(map);
  let here = 0;
  let shown = 0;

  // The legend says how each class is drawn.
  function readLayer(section) {
    const looks = {};
    section.querySelectorAll("li").forEach(function (line) { looks[line.dataset.place] = line.dataset; });
    return { section: section, label: section.dataset.label, looks: looks };
  }

  function words(place, layer) {
    return told[place].name + ". " + layers[layer].label + ": " + told[place].said[layer];
  }

  function element(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  function popup(place) {
    const box = document.createElement("div");
    box.appendChild(element("strong", told[place].name));
    layers.forEach(function (layer, number) {
      box.appendChild(element("p", layer.label + ": " + told[place].said[number]));
    });
    if (/^[a-z0-9-]+\.html$/.test(told[place].page || "")) {
      const link = element("a", "Profile of " + told[place].name);
      link.href = "../" + told[place].page;
      box.appendChild(link);
    }
    return box;
  }

  function show(layer) {
    shown = layer;
    marks.clearLayers();
    layers.forEach(function (one, number) { one.section.hidden = number !== layer; });
    areas.forEach(function (area, place) {
      const look = layers[layer].looks[told[place].classes[layer]];
      area.setStyle({ fillColor: look.fill, color: look.edge, weight: Number(look.weight) });
      elements[place].setAttribute("aria-label", words(place, layer));
      area.setTooltipContent(element("span", words(place, layer)));
      if (look.glyph) { mark(told[place].middle, look); }
    });
  }

  function mark(at, look) {
    const sign = element("span", look.glyph);
    sign.style.color = look.ink;
    const icon = L.divIcon({ html: sign, iconSize: [16, 16], className: "mark" });
    L.marker(at, { icon: icon, interactive: false, keyboard: false }).addTo(marks);
  }

  function go(place) {
    elements[here].setAttribute("tabindex", "-1");
    here = Math.max(0, Math.min(elements.length - 1, place));
    elements[here].setAttribute("tabindex", "0");
    elements[here].focus();
  }

  function choose(place) {
    go(place);
    map.panTo(told[place].middle, move);
    areas[place].openPopup(told[place].middle);
    found.textContent = words(place, shown);
  }

  function search() {
    const wanted = find.value.trim().toLowerCase();
    const all = told.map(function (one, place) { return place; }).filter(function (place) {
      return wanted && told[place].name.toLowerCase().includes(wanted);
    });
    if (!all.length) {
      found.textContent = wanted ? "No place on this map has that in its name." : "Type a name first.";
      return;
    }
    const later = all.find(function (place) { return place > here; });
    const exact = all.find(function (place) { return told[place].name.toLowerCase() === wanted; });
    const chosen = exact !== undefined ? exact : (all.includes(here) && later !== undefined ? later : all[0]);
    choose(chosen);
    if (all.length > 1) { found.textContent += ". One of " + all.length + " that match: find again for the next."; }
  }

  elements.forEach(function (shape, place) {
    shape.setAttribute("role", "button");
    shape.setAttribute("tabindex", place === 0 ? "0" : "-1");
    areas[place].bindTooltip("", { sticky: true });
    areas[place].bindPopup(function () { return popup(place); }, { autoPan: false });
    shape.addEventListener("focus", function () {
      map.panInside(told[place].middle, { padding: [60, 60] });
    });
    shape.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey) { return; }
      const to = event.key === "Home" ? 0 : event.key === "End" ? elements.length - 1
        : event.key in next ? place + next[event.key] : null;
      if (to !== null) { go(to); }
      else if (event.key === "Enter" || event.key === " ") { choose(place); }
      else if (event.key === "Escape") { map.closePopup(); }
      else { return; }
      event.preventDefault();
      event.stopPropagation();
    });
    areas[place].on("click", function () { choose(place); });
  });
  // what closes a popup goes back to its area
  map.on("popupclose", function () {
    if (document.activeElement === document.body) { elements[here].focus(); }
  });

  const steps = { north: [0, -120], south: [0, 120], west: [-120, 0], east: [120, 0] };
  const deeds = {
    in: function () { map.zoomIn(1, move); },
    out: function () { map.zoomOut(1, move); },
    whole: function () { map.closePopup(); map.fitBounds(bounds, move); },
  };
  // Leaflet does nothing while it comes to a zoom, as it does at first: what is asked then follows
  function inTurn(deed) {
    if (map._animatingZoom) { map.once("zoomend", deed); } else { deed(); }
  }
  document.querySelectorAll("#tools button[data-do]").forEach(function (button) {
    const name = button.dataset.do;
    const deed = deeds[name] || function () { map.panBy(steps[name], move); };
    button.addEventListener("click", function () { inTurn(deed); });
  });
  document.getElementById("go").addEventListener("click", search);
  find.addEventListener("keydown", function (event) { if (event.key === "Enter") { search(); } });
  new Set(told.map(function (one) { return one.name; })).forEach(function (name) {
    document.getElementById("names").appendChild(element("option", name));
  });
  document.querySelectorAll("input[name=layer]").forEach(function (choice) {
    choice.addEventListener("change", function () { map.closePopup(); show(Number(choice.value)); });
  });

  // lines and marks only repeat what the areas' own words say
  [geo_json_casing, geo_json_lines].forEach(function (layer) {
    layer.eachLayer(function (line) { line.getElement().setAttribute("aria-hidden", "true"); });
  });
  map.getPane("markerPane").setAttribute("aria-hidden", "true");
  document.getElementById("tools").hidden = false;
  show(0);
}());
