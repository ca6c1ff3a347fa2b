// Plain words for what the network says. Everything a person reads about a hazard is made here.

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const grouped = new Intl.NumberFormat('en');

export const kinds = {
  sudden_braking: { name: 'Sudden braking', did: 'braked hard' },
  slow_traffic: { name: 'Slow or standing traffic', did: 'crawled or stood' },
  rough_surface: { name: 'Rough road', did: 'felt a hard jolt' },
  debris: { name: 'Something on the road', did: 'swerved' },
  collision: { name: 'Collision or near miss', did: 'came close to a collision' },
};

export const states = {
  suspected: { name: 'Suspected', means: 'Fewer than ten cameras: not sure yet.' },
  confirmed: { name: 'Confirmed', means: 'Ten cameras or more: drivers on their way are warned.' },
  clearing: { name: 'Clearing', means: 'Fewer notice it now: about to end.' },
  cleared: { name: 'Cleared', means: 'Over.' },
};

export const stages = {
  cameras: 'driving',
  readings: 'felt in the cars',
  sightings: 'left the cars',
  admitted: 'proved real',
  rejected: 'refused',
  hazards: 'worked out',
  alerts: 'reached drivers',
};

/** What a camera's own incident is called, and how its strength is told. */
const incidentKinds = {
  hard_braking: { name: 'Hard braking', axis: 'deceleration_g' },
  hard_acceleration: { name: 'Hard acceleration', axis: 'deceleration_g' },
  hard_cornering: { name: 'Hard cornering', axis: 'lateral_g' },
  swerving: { name: 'Swerve', axis: 'lateral_g' },
  impact: { name: 'Impact', axis: 'deceleration_g' },
  rough_road: { name: 'Rough road', axis: 'vertical_g' },
  near_miss: { name: 'Near miss', axis: null },
};

export function incident(event) {
  const { name, axis } = incidentKinds[event.kind] ?? { name: 'Incident', axis: null };
  const peak = axis ? event[axis] : null;
  if (Number.isFinite(peak)) return { name, strength: `${Math.abs(peak).toFixed(2)} g` };
  const chance = Number.isFinite(event.probability) ? `${Math.round(event.probability * 100)} % sure` : 'not measured';
  return { name, strength: chance };
}

/** 'no incidents', '2 hard braking, 1 swerve': counts by kind. */
export function incidents(counts) {
  const parts = Object.entries(counts ?? {}).filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${(incidentKinds[kind]?.name ?? 'incident').toLowerCase()}`);
  return parts.length > 0 ? parts.join(', ') : 'no incidents';
}

const reasons = {
  deleted: 'you deleted it', tier_full: 'it made room for newer drives', tier_changed: 'your plan holds less now',
  never_declared: 'the camera never said what it was', never_received: 'it never came whole',
};
export const removal = (reason) => reasons[reason] ?? 'removed';

export const kindOf = (hazard) => kinds[hazard.kind] ?? { name: 'Hazard', did: 'noticed something' };
export const stateOf = (hazard) => states[hazard.state] ?? { name: 'Unknown', means: '' };
export const count = (value) => grouped.format(Math.round(value));

/** '812 m', '3.1 km'. */
export const kilometres = (metres) =>
  !Number.isFinite(metres) ? '' : metres < 1000 ? `${count(metres)} m` : `${(metres / 1000).toFixed(1)} km`;

/** '740 kB', '26.4 MB', '10.7 GB'. */
export function bytes(number) {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [number / 1000, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value < 100 && unit > 0 ? value.toFixed(1) : count(value)} ${units[unit]}`;
}

export function rate(value) {
  if (!(value > 0)) return '0';
  if (value < 10) return value.toFixed(1);
  return value < 10000 ? count(value) : `${count(value / 1000)}k`;
}

export function cameras(number) {
  return `${numbers[number] ?? count(number)} ${number === 1 ? 'camera' : 'cameras'}`;
}

export function sentence(hazard) {
  const text = `${cameras(hazard.cameras)} ${kindOf(hazard).did} here within 20 minutes.`;
  return text[0].toUpperCase() + text.slice(1);
}

const quarters = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];
export const heading = (degrees) => quarters[Math.round((((degrees % 360) + 360) % 360) / 45) % 8];

/** '45 s', '3 min 05 s', '2 h 04 min': how long something has lasted. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

/** Time of day in the town, which keeps UTC. */
export const clock = (milliseconds) => new Date(milliseconds).toISOString().slice(11, 19);

/** How long something of the archive took. */
export const span = (seconds) => (Number.isFinite(seconds) ? age(seconds * 1000) : '');

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC',
});
/** '29 Nov, 13:42', in UTC as all clocks here; of RFC 3339. */
export const day = (time) => (time ? dayAndTime.format(new Date(time)) : 'at an unknown time');
