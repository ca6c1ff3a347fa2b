// The town: its roads as lines of our own, no tiles of anybody's.

const widths = { street: 3, avenue: 5, ring: 6, motorway: 3.4 };
const order = ['street', 'avenue', 'ring', 'motorway'];

export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const calm = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

export function makeMap(element, town) {
  const L = window.L;
  const map = L.map(element, {
    zoomControl: false, minZoom: 12, maxZoom: 18, zoomSnap: 0.25, attributionControl: false,
    zoomAnimation: !calm.matches, fadeAnimation: !calm.matches, markerZoomAnimation: !calm.matches,
  });
  L.control.zoom({ position: 'topleft' }).addTo(map);
  const credit = L.control.attribution({ prefix: 'Leaflet', position: 'bottomleft' });
  credit.addAttribution('a town that does not exist').addTo(map);

  const lines = roadLines(town);
  const bounds = L.latLngBounds(lines.flatMap((line) => line.points));
  const renderer = L.canvas({ padding: 0.5 });
  const drawn = [];
  const add = (shape, style) => {
    drawn.push({ shape: shape.addTo(map), style });
    return shape;
  };
  const base = { renderer, interactive: false };
  map.setView(bounds.getCenter(), 14);
  // The pieces of the ring road come in order and close.
  const ring = lines.filter((line) => line.name === 'Ring Road').flatMap((line) => line.points);
  add(L.polygon(ring, { ...base, stroke: false, fillOpacity: 1 }), () => ({ fillColor: color('--ground') }));
  for (const isCasing of [true, false]) {
    for (const kind of order) {
      for (const line of lines.filter((each) => each.kind === kind)) {
        const shape = L.polyline(line.points, { ...base, lineCap: isCasing ? 'butt' : 'round', lineJoin: 'round' });
        add(shape, (scale) => ({
          color: color(`--${kind}${isCasing ? '-edge' : ''}`),
          weight: widths[kind] * scale + (isCasing ? 2 : 0),
        }));
      }
    }
  }
  const paint = () => {
    const scale = 2 ** ((map.getZoom() - 14.5) * 0.7);
    for (const { shape, style } of drawn) shape.setStyle(style(scale));
  };
  map.on('zoomend', paint);
  dark.addEventListener('change', paint);
  paint();
  // All of the town, until somebody moves the map.
  const fit = () => map.fitBounds(bounds, { padding: [14, 14], animate: false });
  let isTouched = false;
  for (const each of ['pointerdown', 'wheel', 'keydown']) element.addEventListener(each, () => (isTouched = true));
  new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    if (!isTouched) fit();
  }).observe(element);
  return { map, bounds, fit };
}

function roadLines(town) {
  return (town?.features ?? [])
    .filter((feature) => feature.geometry?.type === 'LineString')
    .map((feature) => ({
      kind: order.includes(feature.properties?.class) ? feature.properties.class : 'street',
      name: feature.properties?.name,
      points: feature.geometry.coordinates.map(([longitude, latitude]) => [latitude, longitude]),
    }));
}

/** The tiles of zoom 15 around the town, as 'z/x/y', for the stream of hazards. */
export function tilesOf(bounds) {
  const side = 2 ** 15;
  const tile = ({ lat, lng }) => [
    Math.floor(((lng + 180) / 360) * side),
    Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side),
  ];
  const [[left, top], [right, bottom]] = [tile(bounds.getNorthWest()), tile(bounds.getSouthEast())];
  const tiles = [];
  for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) tiles.push(`15/${x}/${y}`);
  return tiles;
}
