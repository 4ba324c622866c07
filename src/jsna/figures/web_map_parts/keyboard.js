// The areas from the keyboard: one stop of the Tab key, arrow keys from area to area.
(function () {
  "use strict";
  const map = map_choropleth;
  const areas = geo_json_areas.getLayers();
  const elements = areas.map(function (area) { return area.getElement(); });
  const next = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  let here = 0;

  function go(place) {
    elements[here].setAttribute("tabindex", "-1");
    here = Math.max(0, Math.min(elements.length - 1, place));
    elements[here].setAttribute("tabindex", "0");
    elements[here].focus();
  }

  elements.forEach(function (element, place) {
    element.setAttribute("role", "img");
    element.setAttribute("tabindex", place === 0 ? "0" : "-1");
    element.setAttribute("aria-label", areas[place].feature.properties.words);
    element.addEventListener("focus", function () {
      map.panInside(areas[place].getBounds().getCenter(), { padding: [60, 60] });
    });
    element.addEventListener("keydown", function (event) {
      const to = event.key === "Home" ? 0 : event.key === "End" ? elements.length - 1
        : event.key in next ? place + next[event.key] : null;
      if (to === null || event.altKey || event.ctrlKey || event.metaKey) { return; }
      event.preventDefault();
      event.stopPropagation();
      go(to);
    });
    areas[place].on("click", function () {
      map.panTo(areas[place].getBounds().getCenter());
      go(place);
    });
  });
  // lines and marks only repeat what the areas' own words say
  [geo_json_casing, geo_json_lines].forEach(function (layer) {
    layer.eachLayer(function (line) { line.getElement().setAttribute("aria-hidden", "true"); });
  });
  map.getPane("markerPane").setAttribute("aria-hidden", "true");
}());
